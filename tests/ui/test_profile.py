# SPDX-License-Identifier: GPL-2.0-or-later
"""The profile in the real Wireshark: it loads without complaint, and may be changed at any time."""

import re
import tempfile

import pytest

import screen
from hands import (INCIDENT, MAIN, by_tshark, install_profile, open_dialog, quit_wireshark,
                   reported)
from tshark import REPOSITORY, sample_path

pytestmark = pytest.mark.skipif(bool(screen.missing()), reason=screen.missing())

SAMPLE = sample_path("overflow-client-closes")
FIN_TIMEOUT = "finrst.fin_timeout:7"


@pytest.fixture
def desktop():
    with tempfile.TemporaryDirectory() as home, screen.Screen(home) as opened:
        folder = install_profile(opened.home)
        with open(folder / "preferences", "a", encoding="utf-8") as preferences:
            preferences.write(f"\n{FIN_TIMEOUT}\n")
        yield opened


def test_each_column_has_a_width():
    folder = REPOSITORY / "plugin" / "profile"
    columns = re.findall(r'"(%[^:"]+(?::[^:"]+)?)[:"]',
                         (folder / "preferences").read_text(encoding="utf-8"))
    widths = re.findall(r'\t"?(%[^",]+)"?, \d+', (folder / "recent").read_text(encoding="utf-8"))
    assert len(columns) > 10 and widths == columns


def test_columns_colors_and_buttons(desktop):
    desktop.start("-C", "finrst", "-g", "42", SAMPLE)
    main = desktop.window(SAMPLE.name)
    desktop.focus(main)
    desktop.xdotool("windowsize", "--sync", main, 1270, 680)
    desktop.settle()
    desktop.screenshot("profile")
    assert desktop.windows(".") == [main], "Wireshark complains about the profile"
    desktop.key("ctrl+q")
    assert desktop.wireshark.wait(timeout=screen.DEADLINE) == 0
    complaints = (desktop.home / "wireshark.log").read_text(encoding="utf-8")
    assert "colorfilters" not in complaints and "dfilter_buttons" not in complaints


def test_changed_while_the_dialog_is_open(desktop):
    """Wireshark takes other preferences then, and reads the capture again; the dialog is on the page
    on which that profile had it last."""
    desktop.start(INCIDENT)
    dialog = open_dialog(desktop)
    desktop.focus(dialog)
    desktop.key("alt+h")
    default, changed = by_tshark(INCIDENT), by_tshark(INCIDENT, "-o", FIN_TIMEOUT)
    assert changed != default
    for number, (key, expected) in enumerate([("Down", changed), ("Home", default)] * 2):
        desktop.focus(desktop.window(MAIN))
        desktop.key("ctrl+shift+a")
        desktop.focus(desktop.window("Configuration Profiles"))
        desktop.key(key, "Return")
        screen.wait_for(lambda: not desktop.windows("Configuration Profiles"),
                        "the profiles close")
        assert reported(desktop, dialog, f"{number}.json") == expected
        desktop.focus(dialog)
        desktop.key("alt+a", "c")
        page = "Overview" if expected == changed else "Hosts"
        desktop.focus(desktop.window(f"^Save {page}"))
        desktop.key("Escape")
        assert desktop.windows("FIN-RST Statistics") == [dialog]
    assert quit_wireshark(desktop) == 0
