# SPDX-License-Identifier: GPL-2.0-or-later
"""The preference finrst.host_records: what hosts say of themselves beside the verdicts."""

import json
import re
import shutil

import pytest

from capture import write_segments
from conversation import incident
from encapsulation import ETHERNET
from tshark import REPOSITORY, STOCK, by_another_name, fields, run, share

RECORDS = REPOSITORY / "tests" / "host" / "records"
NAME = "overflow-client-closes"
CAPTURE = RECORDS / f"{NAME}.pcapng"
RECORD = RECORDS / f"{NAME}.client.record"


def with_records(*paths):
    return ("-o", "finrst.host_records:" + ";".join(str(path) for path in paths))


def words(*options, capture=CAPTURE, **how):
    return fields(capture, "finrst.verdict", "finrst.certainty", "finrst.kernel_reason",
                  "finrst.confirmed", display_filter="finrst.verdict", options=options, **how)


def host_records(*options, capture=CAPTURE):
    printed = run("-q", "-r", capture, *options, "-z", "finrst,json").stdout
    return json.loads(printed)["capture"]["host_records"]


def told(finished):
    return [line for line in finished.stderr.splitlines() if "finrst.host_records" in line]


def test_without_the_preference_nothing_is_confirmed():
    assert words("-2") == [("fin_wait_2_missing", "probable", "", "")]
    assert host_records() == []


def test_the_kernels_word_fills_the_fields():
    assert words("-2", *with_records(RECORD)) == [
        ("fin_wait_2_missing", "certain", "NO_SOCKET", "agrees")]


def test_the_evidence_names_the_reason():
    (evidence,), = fields(CAPTURE, "finrst.evidence", display_filter="finrst.verdict",
                          options=("-2", *with_records(RECORD)))
    assert "own kernel traced this RST, with the reason NO_SOCKET" in evidence


def test_filters_find_what_the_kernel_says():
    for wanted, count in (('finrst.confirmed == "agrees"', 1),
                          ('finrst.kernel_reason == "NO_SOCKET"', 1),
                          ('finrst.confirmed == "untraced"', 0)):
        assert len(fields(CAPTURE, "frame.number", display_filter=wanted,
                          options=("-2", *with_records(RECORD)))) == count


def test_reports_need_no_second_pass():
    assert any("its kernel confirms 1 of 1 RST" in line
               for line in host_records(*with_records(RECORD)))
    summary = run("-q", "-r", CAPTURE, *with_records(RECORD), "-z", "finrst").stdout
    assert "its kernel confirms 1 of 1 RST" in summary


def test_programs_that_keep_the_frames_need_none_either(folder):
    program = by_another_name(folder)
    printed = run("-q", "-r", CAPTURE, *with_records(RECORD), "-z", "finrst,json",
                  program=program).stdout
    assert [flow["confirmed"] for flow in json.loads(printed)["flows"]] == ["agrees"]


def test_fields_of_a_single_pass_say_what_they_lack():
    finished = run("-r", CAPTURE, *with_records(RECORD), "-Y", "finrst.verdict", "-T", "fields",
                   "-e", "finrst.confirmed")
    assert finished.stdout.split() == []
    assert len(told(finished)) == 1
    assert "give -2" in told(finished)[0]


def reported(display_filter):
    return json.loads(run("-q", "-r", CAPTURE, *with_records(RECORD), "-z",
                          f"finrst,json,{display_filter}").stdout)


def test_of_a_part_no_counter_is_compared():
    report = reported("tcp.flags.reset == 1")
    assert [flow["confirmed"] for flow in report["flows"]] == ["agrees"]
    assert report["capture"]["host_records"] == []


def test_a_filter_that_leaves_every_connection_compares_as_none():
    assert reported("tcp")["capture"]["host_records"] == host_records(*with_records(RECORD))


def test_a_folder_gives_its_records(folder):
    """Each is of the host that its addresses name; what is no record stays out."""
    for host in ("client", "server"):
        shutil.copy(RECORDS / f"{NAME}.{host}.record", folder / f"{host}.record")
    shutil.copy(CAPTURE, folder)
    finished = run("-2", "-r", CAPTURE, *with_records(folder), "-Y", "finrst.verdict",
                   "-T", "fields", "-e", "finrst.confirmed")
    assert finished.stdout.split() == ["agrees"]
    assert told(finished) == []
    lines = host_records(*with_records(folder))
    for host in ("client", "server"):
        assert any(f"{host}.record: " in line for line in lines)


def test_several_files_have_semicolons_between_them():
    paths = [RECORDS / f"{NAME}.{host}.record" for host in ("client", "server")]
    lines = host_records(*with_records(*paths))
    for path in paths:
        assert any(path.name in line for line in lines)


@pytest.mark.parametrize("path, why", [
    ("/nonexistent.record", "it cannot be read: No such file or directory."),
    (CAPTURE, "it is not a text."),
    (REPOSITORY / "LICENSE", "it holds no"),
    (REPOSITORY / "docs", "it is a folder without any file named *.record."),
    ("/dev/zero", "it is not a text."),
], ids=["missing", "a capture", "another text", "a folder", "a device"])
def test_what_cannot_be_used_is_told_and_left_out(path, why):
    finished = run("-2", "-r", CAPTURE, *with_records(path, RECORD), "-Y", "finrst.verdict",
                   "-T", "fields", "-e", "finrst.confirmed")
    assert finished.stdout.split() == ["agrees"]
    assert len(told(finished)) == 1
    assert f"{path} is not used: {why}" in told(finished)[0]
    assert any(f"{path} is not used: {why}" in line for line in host_records(*with_records(path)))


def test_a_record_of_another_time_is_told_and_changes_nothing():
    other = RECORDS / "injected-series.client.record"
    finished = run("-2", "-r", CAPTURE, *with_records(other), "-Y", "finrst.verdict", "-T",
                   "fields", "-e", "finrst.certainty", "-e", "finrst.confirmed")
    assert finished.stdout == "probable\t\n"
    assert len(told(finished)) == 1
    assert "injected-series.client.record is not used: it was taken from" in told(finished)[0]


def test_a_file_that_is_written_needs_no_record(folder):
    finished = run("-r", CAPTURE, *with_records(RECORD), "-w", folder / "copy.pcapng")
    assert told(finished) == []


@pytest.fixture
def contradicting(folder):
    """The record of a kernel that answered from TIME-WAIT, of which the capture looks otherwise."""
    text = re.sub(r"skaddr=\S+ (.*) state=\S+ reason=NO_SOCKET",
                  r"skaddr=00000000f4b1b8bd \1 state=TCP_TIME_WAIT reason=TCP_TIMEWAIT_SOCKET",
                  RECORD.read_text())
    path = folder / "web1.record"
    path.write_text(text)
    return path


WARNING, NOTE = "6291456", "4194304"


@pytest.mark.parametrize("name, host, word, severity", [
    ("overflow-client-closes", "client", "agrees", NOTE),
    ("host-firewall-resets-fin", "client", "untraced", WARNING),
    ("injected-series", "server", "untraced", WARNING),
])
def test_each_word_of_the_kernel_is_an_expert_info(name, host, word, severity):
    record = RECORDS / f"{name}.{host}.record"
    found = fields(RECORDS / f"{name}.pcapng", f"finrst.expert.kernel_{word}",
                   "_ws.expert.severity", display_filter=f'finrst.confirmed == "{word}"',
                   options=("-2", *with_records(record)))
    assert found
    for item, severities in found:
        assert item == "1"
        assert severities.split("|")[-1] == severity  # behind that of the verdict


def test_a_contradiction_is_as_loud_as_an_agreement(contradicting):
    (verdict, severities, messages), = fields(
        CAPTURE, "finrst.verdict", "_ws.expert.severity", "_ws.expert.message",
        display_filter="finrst.expert.kernel_contradicts",
        options=("-2", *with_records(contradicting)))
    assert verdict == "unexplained"  # a FIN next in order is ACKed from there
    assert severities.split("|")[-1] == WARNING
    assert ("with the reason TCP_TIMEWAIT_SOCKET; the capture alone looks like fin_wait_2_missing, "
            "which the kernel's word contradicts") in messages
    line = host_records(*with_records(contradicting))[0]
    assert re.search(r"contradicts what the capture alone says of 1 \(frame \d+\)", line)


def test_what_the_kernel_contradicts_has_a_color(contradicting, folder):
    profiles = folder / ".config" / "wireshark" / "profiles"
    shutil.copytree(REPOSITORY / "plugin" / "profile", profiles / "finrst")
    for path in (folder, *folder.rglob("*")):
        share(path)

    def rule(*options):
        return fields(CAPTURE, "frame.coloring_rule.name", display_filter="finrst.verdict",
                      options=("-C", "finrst", "-2", "--color", *options), home=folder)
    assert rule(*with_records(contradicting)) == [("RST: the kernel contradicts the capture",)]
    assert rule(*with_records(RECORD)) == [("RST: socket missing",)]


def test_each_host_has_its_own_timeout(folder):
    """The client waited 10 s in FIN-WAIT-2: longer than its own timeout, by its own word."""
    capture = folder / "waited.pcap"
    write_segments(capture, incident(), ETHERNET, pauses={10: 10})
    client, server = fields(capture, "ip.src", "ip.dst", display_filter="frame.number == 1")[0]

    def cause(**seconds):
        paths = []
        for host, address in (("client", client), ("server", server)):
            if host in seconds:
                paths.append(folder / f"{host}.record")
                paths[-1].write_text(f"== host\naddress {address}\n\n== settings\n"
                                     f"net.ipv4.tcp_fin_timeout = {seconds[host]}\n")
        [(found,)] = fields(capture, "finrst.cause", display_filter="finrst.verdict",
                            options=("-2", *with_records(*paths)))
        return found
    assert cause(client=5) == "fin_timeout"
    assert cause(client=5, server=60) == "fin_timeout"
    assert cause(client=60, server=5) == "unknown"


def test_comments_that_tshark_writes_carry_the_kernels_word(folder):
    copy = folder / "copy.pcapng"
    run("-2", "-r", CAPTURE, *with_records(RECORD), "-o", "finrst.comments:TRUE", "-Y", "frame",
        "-w", copy)
    (comment,), = fields(copy, "frame.comment", display_filter="tcp.flags.reset == 1",
                         plugins=STOCK)
    assert "own kernel traced this RST, with the reason NO_SOCKET" in comment
