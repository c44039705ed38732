# SPDX-License-Identifier: GPL-2.0-or-later
"""What hosts say of themselves, in the window: the preference finrst.host_records."""

import shutil

import screen
from hands import by_tshark, open_dialog, reported, set_fin_timeout
from test_annotated_copy import open_save_dialog, save_copy, section_comment
from tshark import REPOSITORY, STOCK, fields, labels, sample_path, share

RECORDS = REPOSITORY / "tests" / "host" / "records"
NAME = "overflow-client-closes"
CAPTURE = RECORDS / f"{NAME}.pcapng"
MAIN = rf"^{NAME}\.pcapng$"


def words(report):
    return [flow["confirmed"] for flow in report["flows"]]


def test_a_record_is_read_again_with_the_capture(desktop):
    record = desktop.home / "web1.record"
    shutil.copy(RECORDS / f"{NAME}.client.record", record)
    share(record)
    preference = ("-o", f"finrst.host_records:{record}")
    desktop.start(CAPTURE, *preference)
    dialog = open_dialog(desktop, MAIN)
    screen.wait_for(desktop.is_idle, "the capture is read")
    report = reported(desktop, dialog, "opened.json")
    assert words(report) == ["agrees"]
    assert report == by_tshark(CAPTURE, *preference)

    set_fin_timeout(desktop, 30, MAIN)  # Wireshark dissects the packets again
    screen.wait_for(desktop.is_idle, "the packets are dissected again")
    assert words(reported(desktop, dialog, "dissected.json")) == ["agrees"]

    record.unlink()
    desktop.focus(desktop.window(MAIN))
    desktop.key("ctrl+r")
    screen.wait_for(desktop.is_idle, "the capture is read again")
    report = reported(desktop, dialog, "reloaded.json")
    assert words(report) == [None]
    assert f"{record} is not used: it cannot be read" in report["capture"]["host_records"][0]


def test_the_incident_beside_what_its_host_counted(desktop):
    incident = sample_path("incident")
    counted = labels(incident)
    resets = len(counted["resets"])
    refused = counted["counters"]["client"]["TcpExtTCPTimeWaitOverflow"]
    desktop.start(incident, "-o",
                  f"finrst.host_records:{incident.with_suffix('.client.record')}")
    dialog = open_dialog(desktop, r"^incident\.pcapng$")
    screen.wait_for(desktop.is_idle, "the capture is read")
    said = " ".join(reported(desktop, dialog, "incident.json")["capture"]["host_records"])
    assert f"its kernel confirms {resets} of {resets} RSTs;" in said
    assert f"the host counts {refused}, the capture shows {refused} ({resets} by a RST" in said
    assert f"the limit is {counted['tcp_max_tw_buckets']}" in said


def test_a_copy_carries_the_kernels_word(desktop):
    """To somebody without the record, and without finrst."""
    copy = desktop.home / "copy.pcapng"
    desktop.start(CAPTURE, "-o", f"finrst.host_records:{RECORDS / NAME}.client.record")
    save_copy(desktop, open_save_dialog(desktop, MAIN), copy)
    (comment,), = fields(copy, "frame.comment", display_filter="tcp.flags.reset == 1",
                         plugins=STOCK)
    assert "own kernel traced this RST, with the reason NO_SOCKET" in comment
    assert "its kernel confirms 1 of 1 RST" in section_comment(copy)
