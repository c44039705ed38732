# SPDX-License-Identifier: GPL-2.0-or-later
"""Annotated copies, saved by hand in the real window, read by stock Wireshark and with finrst."""

import os
import re
import subprocess

import screen
from hands import INCIDENT, MAIN, open_dialog, quit_wireshark
from tshark import INCIDENT_RESETS, STOCK, fields, share

SAVE = "Save Annotated Capture"
ASKING = "^Save .*annotated$"  # for a name
PACKET = ("frame.time_epoch", "frame.len", "tcp.srcport", "tcp.dstport", "tcp.len")
EXPLAINED = ("frame.number", "finrst.verdict", "finrst.certainty", "finrst.cause",
             "finrst.trigger_frame", "finrst.own_fin_frame", "finrst.fin_wait_2_time")


def open_save_dialog(desktop, main=MAIN):
    desktop.focus(open_dialog(desktop, main))
    desktop.key("alt+v")
    window = desktop.window(SAVE)
    desktop.focus(window)
    return window


def save_copy(desktop, window, path, *choices):
    """Chooses by keyboard and saves; returns when the copy is there."""
    desktop.focus(window)
    desktop.key(*choices, "alt+s")
    desktop.focus(desktop.window(ASKING))
    desktop.key("ctrl+a")
    desktop.type(str(path))
    desktop.key("Return")
    screen.wait_for(path.exists, f"{path.name} is saved")


def section_comment(capture):
    told = subprocess.run(["capinfos", capture], capture_output=True, text=True,
                          check=True)
    return told.stdout


def test_a_copy_that_may_leave_the_house(desktop):
    before = INCIDENT.read_bytes()
    copy = desktop.home / "copy.pcapng"
    desktop.start(INCIDENT)
    window = open_save_dialog(desktop)
    desktop.screenshot("wireshark-save")
    save_copy(desktop, window, copy, "alt+c", "alt+r")
    desktop.screenshot("wireshark-saved")
    desktop.key("Escape")
    assert quit_wireshark(desktop) == 0
    assert INCIDENT.read_bytes() == before

    assert fields(copy, *PACKET, plugins=STOCK) == fields(INCIDENT, *PACKET, plugins=STOCK)
    assert {row[0] for row in fields(copy, "tcp.payload", plugins=STOCK)} == {""}
    addresses = {address for row in fields(INCIDENT, "ip.src", "ip.dst") for address in row}
    in_copy = {address for row in fields(copy, "ip.src", "ip.dst") for address in row}
    assert len(in_copy) == len(addresses) and not in_copy & addresses
    assert not any(address.encode() in copy.read_bytes() for address in addresses)

    told = section_comment(copy)
    assert "probably ran out of TIME_WAIT buckets" in told
    assert f"{INCIDENT_RESETS} RSTs in {INCIDENT_RESETS} connections" in told
    assert "Annotated by finrst " in told and "addresses were replaced" in told
    resets = fields(copy, "frame.comment", display_filter="tcp.flags.reset == 1", plugins=STOCK)
    assert len(resets) == INCIDENT_RESETS
    assert all(re.match(r"finrst: [^|]*\|fin_wait_2_missing, probable, cause tw_bucket_overflow; "
                        r"incident 1\|\+ ", comment) for (comment,) in resets)
    explained = fields(INCIDENT, *EXPLAINED, display_filter="finrst.verdict")
    assert fields(copy, *EXPLAINED, display_filter="finrst.verdict") == explained


def test_a_copy_of_the_affected_conversations(desktop):
    copy = desktop.home / "copy.pcapng.gz"
    desktop.start(INCIDENT)
    window = open_save_dialog(desktop)
    save_copy(desktop, window, copy, "alt+f")
    desktop.screenshot("wireshark-saved-affected")
    desktop.key("Escape")
    assert quit_wireshark(desktop) == 0
    assert fields(copy, *PACKET, plugins=STOCK) == fields(
        INCIDENT, *PACKET, display_filter="finrst.affected", options=["-2"])
    resets = {number for (number,) in fields(copy, "frame.number", plugins=STOCK,
                                             display_filter="tcp.flags.reset == 1")}
    comments = fields(copy, "frame.comment", display_filter="frame.comment", plugins=STOCK)
    named = re.findall(r"see the RST in frame (\d+)", "\n".join(row[0] for row in comments))
    assert len(resets) == INCIDENT_RESETS and set(named) == resets


def test_a_copy_when_not_all_connections_were_analysed(desktop):
    options = ["-o", "finrst.max_connections:700"]
    copy = desktop.home / "copy.pcapng"
    desktop.start(*options, INCIDENT)
    window = open_save_dialog(desktop)
    save_copy(desktop, window, copy, "alt+f")
    desktop.key("Escape")
    assert quit_wireshark(desktop) == 0
    affected = fields(INCIDENT, *PACKET, display_filter="finrst.affected",
                      options=["-2", *options])
    assert fields(copy, *PACKET, plugins=STOCK) == affected


def test_a_copy_of_a_live_capture(desktop):
    """It lies in a temporary file; while it grows, nothing can be saved."""
    pipe = desktop.home / "pipe"
    os.mkfifo(pipe)
    share(pipe)
    capture = INCIDENT.read_bytes()
    copy = desktop.home / "copy.pcapng"
    desktop.start("-o", "gui.ask_unsaved:FALSE", "-k", "-i", pipe)
    with open(pipe, "wb") as live:
        live.write(capture[:len(capture) // 3])
        live.flush()
        window = open_save_dialog(desktop, r"^\*?Capturing from ")
        desktop.key("alt+s")
        desktop.screenshot("wireshark-save-live")
        assert not desktop.windows(ASKING)
        live.write(capture[len(capture) // 3:])
    main = desktop.window(r"^\*.*pipe")
    save_copy(desktop, window, copy)
    desktop.focus(main)
    desktop.key("ctrl+q")
    assert desktop.wireshark.wait(timeout=screen.DEADLINE) == 0
    assert fields(copy, *PACKET, plugins=STOCK) == fields(INCIDENT, *PACKET, plugins=STOCK)
    assert len(fields(copy, "frame.comment", display_filter="frame.comment")) == 4 * INCIDENT_RESETS


def test_no_copy_of_what_a_read_filter_let_through(desktop):
    desktop.start("-R", "tcp.flags.reset == 1", INCIDENT)
    open_save_dialog(desktop)
    desktop.key("alt+s")
    desktop.screenshot("wireshark-save-read-filter")
    assert not desktop.windows(ASKING)
    desktop.key("Escape")
    assert quit_wireshark(desktop) == 0
