# SPDX-License-Identifier: GPL-2.0-or-later
"""The dialog in the real Wireshark: opened from the menu, each tab, to packets, filters, another
file, reload, close, quit. Each thing it does is told by its effect on Wireshark, or by a file."""

import csv
import os
import time
from xml.etree import ElementTree

import screen
from hands import (DIALOG, HEALTHY, INCIDENT, MAIN, by_tshark, open_dialog, open_file,
                   quit_wireshark, reported, save, set_fin_timeout, show_flows, shown_packet)
from tshark import fields, share

FIRST_COLOR = (255, 192, 192)  # of those for conversations, as Wireshark comes


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
    desktop.key("Menu", "a", "Return")
    screen.wait_for(desktop.is_idle, "the filter is applied")
    desktop.key("alt+l")
    screen.wait_for(desktop.is_idle, "the dialog is limited to it")
    desktop.screenshot("wireshark-7-filtered-and-limited")

    open_file(desktop, HEALTHY)
    desktop.window("FIN-RST Statistics · healthy-client-closes.pcapng")
    screen.wait_for(desktop.is_idle, "it is read")
    desktop.screenshot("wireshark-8-another-file")
    desktop.focus(desktop.window(MAIN))
    desktop.key("ctrl+r")
    screen.wait_for(desktop.is_idle, "it is read again")
    desktop.key("ctrl+w")
    screen.wait_for(lambda: desktop.title(dialog) == DIALOG, "the dialog sees no file")
    desktop.screenshot("wireshark-9-no-file")

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


def test_going_to_each_packet_of_a_flow(desktop):
    rst, trigger, fin, ack = fields(
        INCIDENT, "frame.number", "finrst.trigger_frame", "finrst.own_fin_frame",
        "finrst.own_fin_ack_frame", display_filter="finrst.verdict")[0]
    desktop.start(INCIDENT)
    dialog = open_dialog(desktop)
    for key, frame in (("ctrl+3", fin), ("ctrl+1", rst), ("ctrl+4", ack), ("ctrl+2", trigger)):
        show_flows(desktop, dialog)
        desktop.key(key)
        assert shown_packet(desktop) == frame, key
    show_flows(desktop, dialog)
    desktop.key("Menu", "o")  # Go to Its Own FIN
    assert shown_packet(desktop) == fin
    show_flows(desktop, dialog)
    desktop.key("ctrl+1")
    # Past the ladder, to the first two links of the evidence: its own FIN, and the ACK of that.
    show_flows(desktop, dialog)
    desktop.key("Tab", "Tab", "Tab", "Tab")
    desktop.screenshot("wireshark-link")
    desktop.key("Return")
    assert shown_packet(desktop) == ack
    assert quit_wireshark(desktop) == 0


def test_going_along_with_the_packet_list(desktop):
    """The row follows the packet that is selected, the packet the row; and Wireshark's own windows
    show the stream of the row."""
    _, (second, second_fin, _), (third, _, third_stream) = fields(
        INCIDENT, "frame.number", "finrst.own_fin_frame", "tcp.stream",
        display_filter="finrst.verdict")[:3]
    desktop.start(INCIDENT)
    dialog = open_dialog(desktop)
    show_flows(desktop, dialog)
    desktop.focus(desktop.window(MAIN))
    desktop.key("ctrl+g")
    desktop.type(second)
    desktop.key("Return")
    time.sleep(1)  # until the dialog has seen it
    desktop.focus(dialog)
    desktop.key("ctrl+3")
    assert shown_packet(desktop) == second_fin
    desktop.focus(dialog)
    desktop.key("Down")
    assert shown_packet(desktop) == third
    desktop.focus(dialog)
    desktop.key("Menu", "f")
    stream = desktop.window("Follow TCP Stream")
    assert f"tcp.stream eq {third_stream})" in desktop.title(stream)
    desktop.focus(stream)
    desktop.key("Escape")
    desktop.focus(dialog)
    desktop.key("Menu", "g", "t")
    desktop.window("Sequence Numbers \\(tcptrace\\)")
    desktop.screenshot("wireshark-stream-graph")
    assert quit_wireshark(desktop) == 0


def test_colorizing_a_conversation(desktop):
    """With one of Wireshark's own colours, until they are reset."""
    desktop.start(INCIDENT)
    dialog = open_dialog(desktop)

    def colored():
        main = desktop.window(MAIN)
        desktop.focus(main)
        return len(desktop.pixels(main, lambda *color: color == FIRST_COLOR))

    assert colored() == 0
    show_flows(desktop, dialog)
    desktop.key("Menu", "z", "1")
    screen.wait_for(lambda: colored() > 1000, "the conversation has a colour")
    desktop.screenshot("wireshark-colorized")
    desktop.focus(dialog)
    desktop.key("Menu", "z", "r")
    screen.wait_for(lambda: colored() == 0, "it has none")
    assert quit_wireshark(desktop) == 0


def test_preparing_and_applying_filters(desktop):
    desktop.start(INCIDENT)
    dialog = open_dialog(desktop)
    show_flows(desktop, dialog)
    desktop.key("Menu", "p", "c")  # its client: replaced before it is applied
    desktop.focus(dialog)
    desktop.key("Menu", "p", "v")  # this verdict
    desktop.focus(desktop.window(MAIN))
    desktop.key("ctrl+slash", "Return")
    desktop.focus(dialog)
    desktop.key("Menu", "a", "a")  # all affected
    desktop.screenshot("wireshark-all-affected")
    assert quit_wireshark(desktop) == 0
    recent = desktop.home / ".config" / "wireshark" / "recent_common"
    lines = recent.read_text(encoding="utf-8").splitlines()
    applied = [line.partition(": ")[2] for line in lines
               if line.startswith("recent.display_filter: ")]
    assert sorted(applied) == ["finrst.affected", 'finrst.verdict == "fin_wait_2_missing"']


def test_saving_what_tshark_tells(desktop):
    desktop.start(INCIDENT)
    dialog = open_dialog(desktop)
    show_flows(desktop, dialog)
    report = reported(desktop, dialog, "report.json")
    told = by_tshark(INCIDENT)
    assert report["flows"] == told["flows"]
    assert report["hosts"] == told["hosts"]
    assert report["services"] == told["services"]
    rows = list(csv.DictReader(
        save(desktop, dialog, "c", desktop.home / "flows.csv").splitlines()))
    assert ([(row["frame.number"], row["finrst.verdict"], row["finrst.cause"]) for row in rows]
            == [(str(flow["reset_frame"]), flow["verdict"], flow["cause"])
                for flow in told["flows"]])
    assert quit_wireshark(desktop) == 0


def test_opening_while_a_filter_is_on(desktop):
    """It covers what the filter lets through, and all when it is told to."""
    client = "tcp.port == 59112"
    desktop.start(INCIDENT, "-Y", client)
    dialog = open_dialog(desktop)
    limited = by_tshark(INCIDENT, report=f"finrst,json,{client}")["flows"]
    assert len(limited) == 1
    screen.wait_for(desktop.is_idle, "the filter is taken over")
    desktop.screenshot("wireshark-limited")
    assert reported(desktop, dialog, "limited.json")["flows"] == limited
    desktop.focus(dialog)
    desktop.key("alt+l")
    screen.wait_for(desktop.is_idle, "all is covered")
    assert reported(desktop, dialog, "all.json")["flows"] == by_tshark(INCIDENT)["flows"]
    assert quit_wireshark(desktop) == 0


def test_saving_the_ladder(desktop):
    desktop.start(INCIDENT)
    dialog = open_dialog(desktop)
    show_flows(desktop, dialog)
    desktop.key("Tab", "Down", "Menu", "v")
    desktop.focus(desktop.window("^Save Ladder"))
    path = desktop.home / "ladder.svg"
    desktop.key("ctrl+a")
    desktop.type(str(path))
    desktop.key("Return")
    screen.wait_for(path.exists, f"{path.name} is saved")
    words = [text.text for text in ElementTree.parse(path).iter("{http://www.w3.org/2000/svg}text")]
    assert "FIN-WAIT-2" in words and "no socket" in words
    assert quit_wireshark(desktop) == 0


def test_a_preference_changed_meanwhile(desktop):
    desktop.start(INCIDENT)
    dialog = open_dialog(desktop)
    show_flows(desktop, dialog)
    assert reported(desktop, dialog, "before.json")["flows"] == by_tshark(INCIDENT)["flows"]
    set_fin_timeout(desktop, 1)
    told = by_tshark(INCIDENT, "-o", "finrst.fin_timeout:1")["flows"]
    assert told != by_tshark(INCIDENT)["flows"]
    show_flows(desktop, dialog)
    assert reported(desktop, dialog, "after.json")["flows"] == told
    assert quit_wireshark(desktop) == 0


def test_a_live_capture(desktop):
    pipe = desktop.home / "pipe"
    os.mkfifo(pipe)
    share(pipe)
    capture = INCIDENT.read_bytes()
    desktop.start("-o", "gui.ask_unsaved:FALSE", "-k", "-i", pipe)
    with open(pipe, "wb") as live:
        live.write(capture[:len(capture) // 3])
        live.flush()
        dialog = open_dialog(desktop, r"^\*?Capturing from ")
        desktop.focus(dialog)
        desktop.screenshot("wireshark-live")
        live.write(capture[len(capture) // 3:])
    told = by_tshark(INCIDENT)["flows"]
    # The end of the pipe ends the capture.
    main = desktop.window(r"^\*.*pipe")
    desktop.screenshot("wireshark-live-end")
    desktop.focus(dialog)
    desktop.key("alt+f")
    assert reported(desktop, dialog, "live.json")["flows"] == told
    desktop.focus(main)
    desktop.key("ctrl+q")
    assert desktop.wireshark.wait(timeout=screen.DEADLINE) == 0
