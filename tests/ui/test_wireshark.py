# SPDX-License-Identifier: GPL-2.0-or-later
"""The dialog in the real Wireshark: opened from the menu, each tab, to packets, filters, another
file, reload, close, quit."""

import tempfile
import time

import pytest

import screen
from tshark import SAMPLES

pytestmark = pytest.mark.skipif(bool(screen.missing()), reason=screen.missing())

INCIDENT = SAMPLES / "incident.pcapng"
HEALTHY = SAMPLES / "healthy-client-closes.pcapng"
DIALOG = "FIN-RST Statistics"
MAIN = r"^(\*?incident\.pcapng|healthy-client-closes\.pcapng|The Wireshark Network Analyzer)$"


@pytest.fixture
def desktop():
    with tempfile.TemporaryDirectory() as home, screen.Screen(home) as opened:
        yield opened


def open_dialog(desktop):
    desktop.focus(desktop.window(MAIN))
    # Statistics, FIN-RST Analysis, Statistics...
    desktop.key("alt+s", "f", "Return")
    if not desktop.windows(DIALOG):
        desktop.key("Return")
    return desktop.window(DIALOG)


def open_file(desktop, path):
    desktop.focus(desktop.window(MAIN))
    desktop.key("ctrl+o")
    time.sleep(1)
    desktop.type(str(path))
    desktop.key("Return")


def quit_wireshark(desktop):
    desktop.focus(desktop.window(MAIN))
    desktop.key("ctrl+q")
    return desktop.wireshark.wait(timeout=20)


def test_everything_by_hand(desktop):
    desktop.start(INCIDENT)
    dialog = open_dialog(desktop)
    desktop.window("FIN-RST Statistics · incident.pcapng")
    desktop.screenshot("wireshark-0-overview")
    for number, (key, tab) in enumerate(
            [("alt+f", "flows"), ("alt+h", "hosts"), ("alt+s", "services"),
             ("alt+w", "fin-wait-2"), ("alt+f", "flows-again")], start=1):
        desktop.focus(dialog)
        desktop.key(key)
        desktop.screenshot(f"wireshark-{number}-{tab}")

    desktop.click(dialog, 300, 190, times=2)  # a row of the flows
    desktop.screenshot("wireshark-6-at-the-packet")
    desktop.key("Menu", "a", "Return", pause=1)
    desktop.key("alt+l", pause=2)
    desktop.screenshot("wireshark-7-filtered-and-limited")

    open_file(desktop, HEALTHY)
    desktop.window("FIN-RST Statistics · healthy-client-closes.pcapng")
    time.sleep(1)
    desktop.screenshot("wireshark-8-another-file")
    desktop.focus(desktop.window(MAIN))
    desktop.key("ctrl+r", pause=2)
    desktop.key("ctrl+w", pause=2)
    desktop.screenshot("wireshark-9-no-file")
    assert desktop.title(dialog) == DIALOG

    assert quit_wireshark(desktop) == 0
    recent = desktop.home / ".config" / "wireshark" / "recent_common"
    assert "recent.display_filter: tcp.stream == " in recent.read_text(encoding="utf-8")


def test_quitting_while_reading(desktop):
    desktop.start(INCIDENT)
    open_dialog(desktop)
    desktop.focus(desktop.window(MAIN))
    desktop.key("ctrl+r", pause=0)
    assert quit_wireshark(desktop) == 0


def test_closing_and_opening_the_dialog_again(desktop):
    desktop.start(INCIDENT)
    dialog = open_dialog(desktop)
    desktop.focus(dialog)
    desktop.key("Escape")
    screen.wait_for(lambda: not desktop.windows(DIALOG), "the dialog closes")
    open_dialog(desktop)
    assert quit_wireshark(desktop) == 0
