# SPDX-License-Identifier: GPL-2.0-or-later
"""The annotated copies that the command writes."""

import json

import pytest
from scapy.all import IP, fragment, rdpcap, wrpcap

from finrst_command import finrst
from tshark import (EVERY_SAMPLE, INCIDENT, INCIDENT_RESETS, REPOSITORY, fields, run,
                    sample_path)


@pytest.fixture
def copy(tmp_path):
    return tmp_path / "copy.pcapng"


def comments(capture, **how):
    return [row for row in fields(capture, "frame.time_epoch", "frame.comment", **how) if row[1]]


def frames(capture):
    return fields(capture, "frame.time_epoch")


def test_holds_the_conversations_that_were_reset(copy):
    finrst("-w", copy, INCIDENT)
    streams = {stream for (stream,) in fields(INCIDENT, "tcp.stream",
                                              display_filter="tcp.flags.reset == 1")}
    expected = [time for time, stream in fields(INCIDENT, "frame.time_epoch", "tcp.stream")
                if stream in streams]
    assert [time for (time,) in frames(copy)] == expected


def test_verdicts_are_in_it_for_readers_without_finrst(copy):
    finrst("-w", copy, INCIDENT)
    found = fields(copy, "frame.comment", display_filter="tcp.flags.reset == 1",
                   plugins="/nonexistent")
    assert len(found) == INCIDENT_RESETS
    assert all("fin_wait_2_missing" in comment for (comment,) in found)


def test_all_of_it_may_be_had(copy):
    finrst("-w", copy, "--select", "all", INCIDENT)
    assert frames(copy) == frames(INCIDENT)


def test_affected_ones_alone(copy):
    abort = sample_path("abort-linger-zero")
    finrst("-w", copy, "--select", "affected", abort)
    assert frames(copy) == []
    finrst("-w", copy, abort)
    assert frames(copy)


def test_is_for_others(copy):
    finrst("-w", copy, "--cut", "--replace-addresses", INCIDENT)
    assert "10.0.1.2" not in run("-r", copy).stdout
    assert b"PING" not in copy.read_bytes()


def test_one_copy_of_both_ends_says_what_both_show(copy):
    captures = [REPOSITORY / "tests/places/pairs" / f"injected-beside-the-number.{end}.pcapng"
                for end in ("client", "server")]
    finrst("--both-ends", *captures, "-w", copy)
    names = [capture.name for capture in captures]
    assert {name for (name,) in fields(copy, "frame.interface_name")} == set(names)
    (comment,), *_ = fields(copy, "frame.comment", display_filter="tcp.flags.reset == 1",
                            plugins="/nonexistent")
    assert f"{names[0]}, nearer to the sender" in comment
    assert fields(copy, "finrst.verdict", "finrst.certainty", "finrst.place", "finrst.sent",
                  display_filter="finrst.verdict",
                  options=("-2", "-o", "finrst.both_ends:TRUE"))[0] == (
        "middlebox", "certain", names[1], "no")


def explained(capture, select="reset"):
    """What is said of the conversations that `select` names."""
    rows = map(json.loads, finrst("-o", "ndjson", capture).stdout.splitlines())
    return [(row["time"], row["client"], row["client_port"], row["server"], row["server_port"],
             row["verdict"], row["certainty"])
            for row in rows if row["type"] == "flow" and (select == "reset" or row["affected"])]


@pytest.mark.parametrize("sample", EVERY_SAMPLE, ids=lambda path: path.stem)
def test_verdicts_are_those_of_the_whole_capture(copy, sample):
    for select in ("reset", "affected"):
        finrst("-w", copy, "--select", select, sample)
        assert explained(copy, select) == explained(sample, select)


@pytest.mark.parametrize("by", ["reading twice", "trap"])
def test_all_fragments_are_in_it(copy, tmp_path, by):
    """Each packet came in pieces, which lie one behind the other among those of others."""
    fragmented = tmp_path / "fragmented.pcap"
    in_pieces = []
    for packet in rdpcap(str(sample_path("abort-linger-zero"))):
        packet[IP].flags = 0
        pieces = fragment(packet[IP], fragsize=8)
        for piece in pieces:
            piece.time = packet.time
        in_pieces.append(pieces)
    assert all(len(pieces) > 1 for pieces in in_pieces)
    wrpcap(str(fragmented), [piece for pieces in in_pieces for piece in pieces])
    if by == "trap":
        finrst("-w", copy, "-", stdin=fragmented.read_bytes())
    else:
        finrst("-w", copy, fragmented)
    assert frames(copy) == frames(fragmented)
    assert explained(copy) == explained(fragmented) != []


def test_says_the_same_with_the_plugin(copy):
    finrst("-w", copy, INCIDENT)
    verdicts = [row[0] for row in fields(copy, "finrst.verdict",
                                         display_filter="finrst.verdict")]
    assert verdicts == ["fin_wait_2_missing"] * INCIDENT_RESETS


def test_never_overwrites_what_it_reads(tmp_path):
    capture = tmp_path / "capture.pcapng"
    octets = sample_path("refused").read_bytes()
    capture.write_bytes(octets)
    finished = finrst("-w", capture, capture, check=False)
    assert finished.returncode == 1
    assert capture.read_bytes() == octets


def test_where_it_cannot_be_written(tmp_path):
    finished = finrst("-w", tmp_path / "missing" / "copy.pcapng", INCIDENT, check=False)
    assert finished.returncode == 1
    assert "missing" in finished.stderr
