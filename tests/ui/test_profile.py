# SPDX-License-Identifier: GPL-2.0-or-later
"""The profile in the real Wireshark: it loads without complaint."""

import shutil
import tempfile

import pytest

import screen
from tshark import REPOSITORY, sample_path, share

pytestmark = pytest.mark.skipif(bool(screen.missing()), reason=screen.missing())

SAMPLE = sample_path("overflow-client-closes")


@pytest.fixture
def desktop():
    with tempfile.TemporaryDirectory() as home, screen.Screen(home) as opened:
        profiles = opened.home / ".config" / "wireshark" / "profiles"
        profiles.mkdir(parents=True)
        shutil.copytree(REPOSITORY / "plugin" / "profile", profiles / "finrst")
        for path in opened.home.rglob("*"):
            share(path)
        yield opened


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
