# SPDX-License-Identifier: GPL-2.0-or-later
"""Conversations that are written when they are reset: of a stream, of several files, of an
interface."""

import json
import os
import re
import signal
import struct
import subprocess
import time

import pytest

from finrst_command import COMMAND, finrst
from tshark import EVERY_SAMPLE, INCIDENT, INCIDENT_RESETS, STOCK, fields, run, sample_path, share

RESET = "tcp.flags.reset == 1"


@pytest.fixture
def copy(tmp_path):
    share(tmp_path)
    return tmp_path / "copy.pcapng"


def trap(copy, capture, *options, **how):
    return finrst("-w", copy, *options, "-", stdin=capture.read_bytes(), **how)


def verdicts(capture):
    return sorted(fields(capture, "frame.time_epoch", "ip.src", "ipv6.src", "tcp.srcport",
                         "finrst.verdict", "finrst.certainty", display_filter="finrst.verdict"))


def comments_of(capture):
    return [comment for (comment,) in fields(capture, "frame.comment", display_filter=RESET,
                                             plugins=STOCK)]


@pytest.mark.parametrize("sample", EVERY_SAMPLE, ids=lambda path: path.stem)
def test_verdicts_are_those_of_the_whole_capture(copy, sample):
    trap(copy, sample)
    assert verdicts(copy) == verdicts(sample)


def test_holds_what_a_second_reading_finds(copy, tmp_path):
    by_reading_twice = tmp_path / "twice.pcapng"
    finrst("-w", by_reading_twice, INCIDENT)
    trap(copy, INCIDENT)
    assert sorted(fields(copy, "frame.time_epoch", "tcp.len")) == sorted(
        fields(by_reading_twice, "frame.time_epoch", "tcp.len"))
    told, by_twice = (sorted(re.sub(r"frame \d+", "frame", comment.split("|")[0])
                             for comment in comments_of(path)) for path in (copy, by_reading_twice))
    assert told == by_twice


def test_frames_in_comments_are_those_of_the_copy(copy):
    trap(copy, INCIDENT)
    flags = dict(fields(copy, "frame.number", "tcp.flags.fin"))
    fins = [re.search(r"The sender closed first \(frame (\d+), .* when frame (\d+) came", comment)
            for comment in comments_of(copy)]
    assert len(fins) == INCIDENT_RESETS
    assert {flags[frame] for match in fins for frame in match.groups()} == {"1"}


def test_conversations_stand_one_behind_the_other(copy):
    trap(copy, INCIDENT)
    streams = [int(stream) for (stream,) in fields(copy, "tcp.stream")]
    assert streams == sorted(streams)


def test_what_was_not_reset_is_not_in_it(copy):
    trap(copy, next(path for path in EVERY_SAMPLE if path.parent.name == "healthy"))
    assert fields(copy, "frame.number") == []


def test_several_files_are_one_stream(copy, tmp_path):
    subprocess.run(["editcap", "-c", "1000", INCIDENT, tmp_path / "ring.pcapng"], check=True)
    finrst("-w", copy, *tmp_path.glob("ring_*"))
    assert verdicts(copy) == verdicts(INCIDENT)


def test_affected_ones_alone(copy):
    trap(copy, sample_path("abort-linger-zero"), "--select", "affected")
    assert fields(copy, "frame.number") == []
    trap(copy, INCIDENT, "--select", "affected")
    assert len(comments_of(copy)) == INCIDENT_RESETS


def test_is_for_others(copy):
    trap(copy, INCIDENT, "--cut", "--replace-addresses")
    assert len(comments_of(copy)) == INCIDENT_RESETS
    assert "10.0.1.2" not in run("-r", copy, "-V", plugins=STOCK).stdout
    assert b"PING" not in copy.read_bytes()


def test_count_takes_a_part(copy):
    finrst("-w", copy, "--count", "5000", INCIDENT)
    resets = [number for (number,) in fields(INCIDENT, "frame.number", display_filter=RESET)
              if int(number) <= 5000]
    assert len(comments_of(copy)) == len(resets) > 0


@pytest.mark.parametrize("options, words", [(["--select", "all"], "one capture file"),
                                            (["-w", "copy.pcapng.gz"], "plain pcapng")])
def test_what_it_cannot_do_is_refused(tmp_path, options, words):
    write = [] if "-w" in options else ["-w", tmp_path / "copy.pcapng"]
    finished = finrst(*write, *options, "-", stdin=b"", check=False)
    assert finished.returncode == 1 and words in finished.stderr
    assert list(tmp_path.iterdir()) == []


def test_never_overwrites_what_it_reads(tmp_path):
    first, second = tmp_path / "first.pcapng", tmp_path / "second.pcapng"
    for path in (first, second):
        path.write_bytes(INCIDENT.read_bytes())
    finished = finrst("-w", second, first, second, check=False)
    assert finished.returncode == 1
    assert second.read_bytes() == INCIDENT.read_bytes()


def packets_of_reset_conversations():
    reset = {stream for stream, in fields(INCIDENT, "tcp.stream", display_filter="tcp.flags.reset == 1")}
    return sum(stream in reset for stream, in fields(INCIDENT, "tcp.stream"))


def test_short_memory_keeps_syns_and_what_came_last(copy):
    """The ends of the conversations are there, and their beginnings."""
    finished = finrst("-w", copy, "--memory", "900kB", "-", stdin=INCIDENT.read_bytes(),
                      check=False)
    assert finished.returncode == 0
    lacking, written, dropped = map(int, re.search(
        r"(\d+) of (\d+) conversations lack packets \((\d+)\)", finished.stderr).groups())
    assert 0 < lacking <= written == INCIDENT_RESETS
    kept = fields(copy, "tcp.stream", "tcp.flags", "frame.comment")
    assert len(kept) + dropped == packets_of_reset_conversations()
    told = [int(number) for _, _, comment in kept
            for number in re.findall(r"(\d+) packets of this connection", comment)]
    assert sum(told) == dropped and len(told) == lacking
    first = {stream: flags for stream, flags, _ in reversed(kept)}
    assert set(first.values()) == {"0x0002"}
    assert len(comments_of(copy)) == INCIDENT_RESETS


def test_each_open_connection_keeps_its_end(copy):
    """Of a hundred thousand open connections, which do not fit, some are reset at last."""
    finished = subprocess.run(
        ["/usr/bin/env", "bash", "-c",
         f"ulimit -v $((420 * 1024)); exec {COMMAND} --memory 256MiB -w {copy} -"],
        input=long_lives(100_000, every=1000), capture_output=True, check=False)
    assert finished.returncode == 0, finished.stderr
    assert b"100 of 100 conversations lack packets" in finished.stderr
    of_stream = {}
    for stream, flags, length in fields(copy, "tcp.stream", "tcp.flags", "tcp.len"):
        of_stream.setdefault(stream, []).append((flags, length))
    assert len(of_stream) == 100
    for packets in of_stream.values():
        assert packets[0] == ("0x0002", "0") and packets[1] == ("0x0012", "0")
        assert packets[-1] == ("0x0014", "0") and packets[-2] == ("0x0018", "400")


def long_lives(connections, every):
    """A capture of connections to one server, side by side, of which each `every`th is reset."""
    data = bytes(400)
    capture = [struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65536, 101)]

    def add(step, number, from_client, flags, seq, ack, payload=b""):
        client, port = 0x0A000000 + number // 60000, 1024 + number % 60000
        hosts = (client, 0x0A010001) if from_client else (0x0A010001, client)
        ports = (port, 80) if from_client else (80, port)
        packet = struct.pack("!BBHHHBBHII", 0x45, 0, 40 + len(payload), 0, 0x4000, 64, 6, 0, *hosts)
        packet += struct.pack("!HHIIBBHHH", *ports, seq, ack, 0x50, flags, 64000, 0, 0) + payload
        capture.append(struct.pack("<IIII", 1_700_000_000 + step, number, len(packet), len(packet)))
        capture.append(packet)

    for number in range(connections):
        add(0, number, True, 0x02, 1000, 0)
        add(0, number, False, 0x12, 2000, 1001)
        add(0, number, True, 0x10, 1001, 2001)
    for step in range(4):
        for number in range(connections):
            add(1 + step, number, True, 0x18, 1001 + 400 * step, 2001, data)
    for number in range(0, connections, every):
        add(9, number, False, 0x14, 2001, 1001 + 1600)
    return b"".join(capture)


@pytest.mark.skipif(os.geteuid() != 0, reason="a small disk of its own takes root")
def test_full_disk_leaves_whole_conversations(tmp_path):
    copy = tmp_path / "copy.pcapng"
    script = ('mount -t tmpfs -o size=100k tmpfs "$0" && "$@" <"$CAPTURE"; status=$?; '
              'cat "$0"/copy.pcapng >"$0.pcapng"; exit $status')
    finished = subprocess.run(
        ["unshare", "--mount", "bash", "-c", script, tmp_path, COMMAND, "-w", copy, "-"],
        env={**os.environ, "CAPTURE": str(INCIDENT)}, capture_output=True, check=False, text=True)
    assert finished.returncode == 1
    assert "No space left" in finished.stderr
    [conversations] = re.findall(r"What came before is there: (\d+) conversations",
                                 finished.stderr)
    left = tmp_path.with_suffix(".pcapng")
    assert 0 < len(comments_of(left)) == int(conversations) < INCIDENT_RESETS
    assert run("-r", left, plugins=STOCK).stderr == ""


def test_vanished_reader_is_said(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    process = subprocess.Popen([COMMAND, "-w", pipe, "-"], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    with open(pipe, "rb") as reader:
        assert reader.read(4) == b"\x0a\x0d\x0d\x0a"
    _, errors = process.communicate(INCIDENT.read_bytes(), timeout=20)
    assert process.returncode == 1
    assert b"Nobody reads the copy any more" in errors


def test_a_pipe_gets_what_a_file_gets(copy, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with open(copy, "wb") as target:
        reader = subprocess.Popen(["cat", pipe], stdout=target)
    trap(pipe, INCIDENT)
    assert reader.wait(timeout=20) == 0
    assert len(comments_of(copy)) == INCIDENT_RESETS


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_well(copy, by):
    """While it waits for more of a stream: what was reset a moment ago is written, too."""
    process = subprocess.Popen([COMMAND, "-w", copy, "-o", "json", "-"], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdin.write(INCIDENT.read_bytes())
    process.stdin.flush()
    wait_until(lambda: asleep(process))
    process.send_signal(by)
    printed, errors = process.stdout.read(), process.stderr.read()
    assert process.wait(timeout=20) == 0, errors
    assert json.loads(printed)["capture"]["resets"] == INCIDENT_RESETS
    assert len(comments_of(copy)) == INCIDENT_RESETS


def test_a_killed_one_leaves_a_whole_file(copy):
    process = subprocess.Popen([COMMAND, "-w", copy, "-"], stdin=subprocess.PIPE,
                               stdout=subprocess.DEVNULL)
    process.stdin.write(INCIDENT.read_bytes())
    process.stdin.flush()
    wait_until(lambda: asleep(process))
    process.kill()
    process.wait(timeout=20)
    assert run("-r", copy, plugins=STOCK).stderr == ""
    assert 0 < len(comments_of(copy)) <= INCIDENT_RESETS


def asleep(process):
    """It has read what there is."""
    with open(f"/proc/{process.pid}/wchan") as place:
        return "pipe" in place.read()


def wait_until(holds):
    for _ in range(200):
        if holds():
            return
        time.sleep(0.05)
    raise AssertionError("it does not come to that")


def test_missing_folder_is_said_at_once(tmp_path):
    finished = finrst("-w", tmp_path / "missing" / "copy.pcapng", "-", stdin=b"", check=False)
    assert finished.returncode == 1 and finished.stdout == ""
    assert "Choose a folder that exists" in finished.stderr
