# SPDX-License-Identifier: GPL-2.0-or-later
"""A filter (-f) is that of tcpdump, for the analysis and for copies."""

import json
import subprocess

import pytest

from finrst_command import finrst
from tshark import fields, run, sample_path

INCIDENT = sample_path("incident")
SAID = json.loads(INCIDENT.with_suffix(".json").read_text())
SEGMENTS = SAID["capture"]["segments"]
PORT = SAID["flows"][0]["client_port"]
ONE = f"tcp port {PORT}"


@pytest.fixture
def raw(tmp_path):
    """The incident without Ethernet headers."""
    path = tmp_path / "raw.pcap"
    subprocess.run(["editcap", "-C", "14", "-T", "rawip", "-F", "pcap", INCIDENT, path], check=True)
    return path


def times_in(capture):
    return fields(capture, "frame.time_epoch")


def test_what_passes_is_what_tcpdump_lets_pass(tmp_path):
    by_tcpdump = tmp_path / "tcpdump.pcap"
    subprocess.run(["tcpdump", "-r", INCIDENT, "-w", by_tcpdump, ONE], check=True,
                   capture_output=True)
    expected = json.loads(finrst("-o", "json", by_tcpdump).stdout)["capture"]["segments"]
    assert expected > 0
    filtered = json.loads(finrst("-o", "json", "-f", ONE, INCIDENT).stdout)
    assert filtered["capture"]["segments"] == expected


def test_frames_keep_their_numbers():
    [flow] = json.loads(finrst("-o", "json", "-f", ONE, INCIDENT).stdout)["flows"]
    [(number,)] = fields(INCIDENT, "frame.number",
                         display_filter=f"tcp.port == {PORT} && tcp.flags.reset == 1")
    assert flow["reset_frame"] == int(number)


def test_a_filter_without_meaning_for_any_packet_is_wrong_usage(raw):
    finished = finrst("-f", "ether host 02:00:00:00:00:01", raw, check=False)
    assert finished.returncode == 1 and finished.stdout == ""
    assert "link type 101" in finished.stderr


def test_packets_that_a_filter_has_no_meaning_for_are_told(raw):
    finished = finrst("-o", "json", "-f", "not ether host 02:00:00:00:00:01", raw, INCIDENT,
                      check=False)
    assert finished.returncode == 0
    assert f"{SEGMENTS} packets of link type 101 were left out" in finished.stderr
    assert json.loads(finished.stdout)["capture"]["segments"] == SEGMENTS


@pytest.mark.parametrize("select", ["all", "reset"])
def test_a_copy_holds_what_passes(tmp_path, select):
    copy = tmp_path / "copy.pcapng"
    finrst("-w", copy, "--select", select, "-f", ONE, INCIDENT)
    assert times_in(copy) == fields(INCIDENT, "frame.time_epoch",
                                        display_filter=f"tcp.port == {PORT}")


def test_a_copy_says_that_a_filter_made_it(tmp_path):
    copy = tmp_path / "copy.pcapng"
    finrst("-w", copy, "--select", "all", "-f", ONE, INCIDENT)
    told = subprocess.run(["capinfos", "-k", copy], check=True, capture_output=True,
                          text=True).stdout
    assert "the packets that a filter let pass only" in told
