# SPDX-License-Identifier: GPL-2.0-or-later
"""The preference finrst.both_ends in the window: captures of both hosts, merged."""

import csv
import subprocess

import screen
from hands import by_tshark, open_dialog, reported, save, show_flows
from tshark import REPOSITORY, fields, share

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


def test_its_columns_are_chosen_by_keyboard(desktop):
    merged = merge(desktop.home)
    desktop.start(merged, *PREFERENCE)
    dialog = open_dialog(desktop, r"^both\.pcapng$")
    show_flows(desktop, dialog)
    for places_from_the_end in (6, 5, 4, 3, 2):  # place, twin frame, sent, arrived, changed
        desktop.key("Menu", "u", *["Up"] * places_from_the_end, "Return")
    desktop.screenshot("wireshark-both-ends-columns")
    rows = list(csv.DictReader(save(desktop, dialog, "c", desktop.home / "flows.csv").splitlines()))
    names = ["finrst.place", "finrst.twin_frame", "finrst.sent", "finrst.arrived",
             "finrst.changed"]
    assert rows[0]["finrst.sent"] == "no"
    assert [tuple(row[name] for name in names) for row in rows] == fields(
        merged, *names, options=("-2", *PREFERENCE), display_filter="finrst.verdict")
