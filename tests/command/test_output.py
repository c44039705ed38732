# SPDX-License-Identifier: GPL-2.0-or-later
"""What the command prints, and its exit status."""

import json
import os
import struct
import subprocess
from datetime import datetime, timezone

import pytest

from finrst_command import COMMAND, finrst
from tshark import INCIDENT, INCIDENT_RESETS, run, sample_path

REPORTS = ["quality", "verdicts", "flows", "hosts", "services"]


def lines(*captures, **how):
    return [json.loads(line) for line in finrst("-o", "ndjson", *captures, **how)
            .stdout.splitlines()]


@pytest.mark.parametrize("report", REPORTS)
def test_tables_are_those_of_tshark(report):
    assert finrst("-z", report, INCIDENT).stdout == run(
        "-q", "-r", INCIDENT, "-z", f"finrst,{report}").stdout


def test_tables_come_in_the_order_in_which_they_are_asked_for():
    printed = finrst("-z", "hosts,verdicts", INCIDENT).stdout
    assert printed.index("FIN-RST hosts") < printed.index("FIN-RST verdicts")


def test_first_screen_has_24_lines_at_most():
    assert len(finrst(INCIDENT).stdout.splitlines()) <= 24


def test_r_is_taken_too():
    assert finrst("-r", INCIDENT).stdout == finrst(INCIDENT).stdout


def test_lines_are_those_of_the_document():
    document = json.loads(finrst("-o", "json", INCIDENT).stdout)
    by_type = {}
    for line in lines(INCIDENT):
        assert line.pop("capture") == "incident.pcapng"
        assert line.pop("schema") == document["schema"]
        assert line.pop("generator") == document["generator"]
        by_type.setdefault(line.pop("type"), []).append(line)
    assert by_type["flow"] == document["flows"]
    assert by_type["incident"] == document["incidents"] != []
    for line in by_type["service"] + by_type["host"] + by_type["capture"]:
        assert line.pop("time") == document["capture"]["start"]
    assert by_type["service"] == document["services"]
    (capture,) = by_type["capture"]
    assert capture == {**document["capture"], "verdicts": document["verdicts"],
                       "quality": document["quality"], "diagnosis": document["diagnosis"]}
    assert by_type["host"] == [
        {name: value for name, value in host.items() if name != "seconds"}
        for host in document["hosts"]]
    seconds = by_type["host_second"]
    for host in document["hosts"]:
        own = [line for line in seconds if line["host"] == host["address"]]
        assert [{name: value for name, value in line.items() if name not in ("time", "host")}
                for line in own] == host["seconds"]


def test_lines_of_a_stream_do_not_wait_for_the_incidents():
    """Which the end of the capture tells: until then, they are unknown."""
    streamed = lines("-", stdin=INCIDENT.read_bytes())
    of_file = lines(INCIDENT)
    assert [line["type"] for line in streamed] == [line["type"] for line in of_file]
    flows = [line for line in streamed if line["type"] == "flow"]
    assert {line["incident"] for line in flows} == {None}
    assert {line["incident"] for line in of_file if line["type"] == "flow"} == {1}


def test_times_are_absolute():
    (frame_time,) = run("-r", INCIDENT, "-Y", "frame.number == 1", "-T", "fields", "-e",
                        "frame.time_epoch").stdout.split()
    (capture,) = [line for line in lines(INCIDENT) if line["type"] == "capture"]
    begin = datetime.strptime(capture["start"][:-4], "%Y-%m-%dT%H:%M:%S.%f")
    seconds, _, fraction = frame_time.partition(".")
    assert int(begin.replace(tzinfo=timezone.utc, microsecond=0).timestamp()) == int(seconds)
    assert capture["start"].endswith(fraction + "Z")


def test_filter_takes_what_tcpdump_takes():
    document = json.loads(finrst("-o", "json", "-f", "tcp[tcpflags] & tcp-rst != 0",
                                 INCIDENT).stdout)
    whole = json.loads(finrst("-o", "json", INCIDENT).stdout)
    assert document["capture"]["segments"] == document["capture"]["resets"]
    assert document["capture"]["resets"] == whole["capture"]["resets"]


def test_filter_of_raw_ip(tmp_path):
    raw = tmp_path / "raw.pcap"
    subprocess.run(["editcap", "-C", "14", "-T", "rawip", "-F", "pcap",
                    sample_path("refused"), raw], check=True)
    assert json.loads(finrst("-o", "json", "-f", "tcp", raw).stdout)["capture"]["resets"] == 1


def test_count_ends_the_reading():
    document = json.loads(finrst("-o", "json", "--count", "10", INCIDENT).stdout)
    assert document["capture"]["segments"] == 10


def test_settings_are_those_of_the_plugin():
    sample = sample_path("fin-wait-2-timeout")
    with_command = json.loads(finrst("-o", "json", "--fin-timeout", "2", sample).stdout)
    with_plugin = json.loads(run("-q", "-r", sample, "-o", "finrst.fin_timeout:2", "-z",
                                 "finrst,json").stdout)
    assert [flow["evidence"] for flow in with_command["flows"]] == [
        flow["evidence"] for flow in with_plugin["flows"]]


@pytest.mark.parametrize("arguments, word", [
    ([], "name a capture"),
    (["--nonsense", INCIDENT], "--nonsense"),
    (["-z", "incident", INCIDENT], "{incidents,quality,verdicts,flows,hosts,services}"),
    (["-o", "xml", INCIDENT], "xml"),
    (["-f", "tcp prot 80", INCIDENT], "--filter"),
    (["--fin-timeout", "0", INCIDENT], "0"),
    (["--duration", "3", INCIDENT], "-i"),
    (["-i", "lo", INCIDENT], "-i"),
    (["--cut", INCIDENT], "--write"),
])
def test_wrong_usage_is_said_and_ends_with_1(arguments, word):
    finished = finrst(*arguments, check=False)
    assert finished.returncode == 1
    assert word in finished.stderr
    assert finished.stdout == ""


def test_help_ends_with_0():
    assert "--replace-addresses" in finrst("--help").stdout


@pytest.mark.parametrize("name, problem", [
    ("nonexistent.pcap", "The capture cannot be read: No such file or directory."),
    ("", "The capture cannot be read: Is a directory."),
    ("notes.txt", "The capture is neither pcap nor pcapng, so its packets cannot be read here."),
    ("empty.pcap", "The capture is empty."),
])
def test_nothing_could_be_read(tmp_path, name, problem):
    (tmp_path / "notes.txt").write_text("Not a capture.\n")
    (tmp_path / "empty.pcap").touch()
    finished = finrst(tmp_path / name, check=False)
    assert finished.returncode == 1
    assert finished.stderr == f"finrst: {tmp_path / name}: {problem}\n"
    assert finished.stdout == ""


def test_a_copy_that_cannot_be_created_is_said_once(tmp_path):
    copy = tmp_path / "missing" / "copy.pcapng"
    finished = finrst("-w", copy, INCIDENT, check=False)
    assert finished.returncode == 1
    assert finished.stderr == (f'finrst: "{copy}" cannot be created: No such file or directory. '
                               "Nothing was saved. Choose a folder that exists.\n")


def test_a_text_is_no_capture():
    finished = finrst(__file__, check=False)
    assert finished.returncode == 1
    assert finished.stdout == ""


def test_drops_are_told_as_the_recorder_counted_them(tmp_path):
    """Wireshark gives plugins no way to pcapng's interface statistics; the command reads them."""
    statistics = struct.pack("<IIIIIHHQII", 5, 40, 0, 0, 0, 7, 8, 250, 0, 40)
    capture = tmp_path / "capture.pcapng"
    capture.write_bytes(INCIDENT.read_bytes() + statistics)
    document = json.loads(finrst("-o", "json", capture).stdout)
    found = document["quality"]["findings"]
    drops, = [one for one in found if one["shortcoming"] == "recorder_drops"]
    assert (drops["count"], drops["of"]) == (250, document["capture"]["segments"] + 250)
    assert "dropped 250" in " ".join(finrst("-z", "quality", capture).stdout.split())


def test_others_count_where_one_cannot_be_read():
    finished = finrst("-o", "json", INCIDENT, "/nonexistent.pcap", check=False)
    assert finished.returncode == 2
    assert json.loads(finished.stdout)["capture"]["resets"] == INCIDENT_RESETS


def test_what_came_before_damage_counts(tmp_path):
    cut = tmp_path / "cut.pcapng"
    cut.write_bytes(INCIDENT.read_bytes()[:-10])
    finished = finrst("-o", "json", cut, check=False)
    assert finished.returncode == 2
    assert str(cut) in finished.stderr and "middle of a packet" in finished.stderr
    assert json.loads(finished.stdout)["capture"]["resets"] > 0


def test_full_disk_is_said():
    with open("/dev/full", "w") as full:
        finished = finrst("-o", "ndjson", INCIDENT, stdout=full, check=False)
    assert finished.returncode == 1
    assert "No space left" in finished.stderr


def test_closed_pipe_ends_the_work():
    read, write = os.pipe()
    os.close(read)
    finished = finrst("-o", "ndjson", INCIDENT, stdout=write, check=False)
    os.close(write)
    assert finished.returncode == 1
    assert finished.stderr == "finrst: standard output: Broken pipe.\n"


def test_progress_is_for_terminals(tmp_path):
    assert finrst("--progress", "never", INCIDENT).stderr == ""
    big = tmp_path / "big.pcapng"
    subprocess.run(["mergecap", "-a", "-w", big, *[INCIDENT] * 60], check=True)
    shown = finrst("--progress", "always", big, check=False)
    assert shown.returncode == 0
    assert finrst(big).stderr == ""


def test_memory_that_is_short_is_said():
    finished = finrst("-o", "json", "--memory", "20kB", INCIDENT, check=False)
    assert finished.returncode == 0
    assert "given up" in finished.stderr
    document = json.loads(finished.stdout)
    whole = json.loads(finrst("-o", "json", INCIDENT).stdout)
    assert document["capture"]["connections"] >= whole["capture"]["connections"]
    assert len(document["flows"]) >= document["capture"]["affected"] > 0


def test_a_stream_without_end_takes_little_memory():
    """A million packets through a pipe; GNU time tells the most that was resident."""
    make = ["mergecap", "-a", "-w", "-", *[str(INCIDENT)] * 120]
    maker = subprocess.Popen(make, stdout=subprocess.PIPE)
    finished = subprocess.run(
        ["/usr/bin/env", "bash", "-c",
         f"ulimit -v $((512 * 1024)); exec {COMMAND} -o json -"],
        stdin=maker.stdout, capture_output=True, check=False)
    assert maker.wait() == 0
    assert finished.returncode == 0, finished.stderr
    assert json.loads(finished.stdout)["capture"]["segments"] > 1_000_000
