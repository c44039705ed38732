# SPDX-License-Identifier: GPL-2.0-or-later
"""The preference finrst.both_ends in the window: captures of both hosts, merged."""

import subprocess

import screen
from hands import by_tshark, open_dialog, reported
from tshark import REPOSITORY, share

PAIRS = REPOSITORY / "tests" / "places" / "pairs"
PREFERENCE = ("-o", "finrst.both_ends:TRUE")


def merge(folder):
    """The captures of both ends as one; returns its path."""
    merged = folder / "both.pcapng"
    subprocess.run(["mergecap", "-I", "none", "-w", merged,
                    *(PAIRS / f"injected-series.{end}.pcapng" for end in ("client", "server"))],
                   check=True)
    share(merged)
    return merged


def test_the_window_tells_what_both_ends_show(desktop):
    merged = merge(desktop.home)
    desktop.start(merged, *PREFERENCE)
    dialog = open_dialog(desktop, r"^both\.pcapng$")
    screen.wait_for(desktop.is_idle, "the capture is read")
    report = reported(desktop, dialog, "both.json")
    desktop.screenshot("wireshark-both-ends")
    assert {(flow["verdict"], flow["sent"]) for flow in report["flows"]} == {("middlebox", "no")}
    assert report == by_tshark(merged, *PREFERENCE)
