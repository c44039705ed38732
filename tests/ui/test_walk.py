# SPDX-License-Identifier: GPL-2.0-or-later
"""A person who has never seen finrst opens a capture and finds out what happened, from the window
alone: the first page tells it, Enter shows the flows of it, Enter once more its first RST."""

import pytest

from hands import MAIN, open_dialog, quit_wireshark, reported, shown_packet
from tshark import sample_path

TOLD = {
    "incident": "ran out of TIME_WAIT buckets",
    "keep-alive-race": "closed idle connections as 10.0.1.2 sent requests",
    "refused": "nothing listened there",
    "box-idle-timeout": "forgotten connections that were idle for 30.0 s",
    "close-wait-behind-stall": "left 5 connections in CLOSE-WAIT",
    "upload-refused": "closed without reading all that 10.0.1.2 had sent",
}


@pytest.mark.parametrize("name", TOLD)
def test_what_happened_in(desktop, name):
    capture = sample_path(name)
    desktop.start(capture)
    dialog = open_dialog(desktop)
    desktop.focus(dialog)
    desktop.screenshot(f"walk-{name}-1-incidents")
    report = reported(desktop, dialog, "report.json")
    assert TOLD[name] in report["incidents"][0]["title"]
    first = next(flow["reset_frame"] for flow in report["flows"] if flow["incident"] == 1)
    desktop.focus(dialog)
    desktop.key("alt+o", "Home", "Return")  # its flows
    desktop.screenshot(f"walk-{name}-2-flows")
    desktop.key("Home", "Return")
    assert shown_packet(desktop) == str(first)
    desktop.focus(desktop.window(MAIN))
    desktop.screenshot(f"walk-{name}-3-packet")
    assert quit_wireshark(desktop) == 0
