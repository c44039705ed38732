# SPDX-License-Identifier: GPL-2.0-or-later
"""A capture comes from a file, compressed or not, from another program, or live."""

import gzip
import os
import subprocess
import threading

import pytest

from capture import write_segments
from conversation import incident
from encapsulation import ETHERNET
from passes import BOTH_PASSES
from tshark import command, environment, fields, run, share

EXPECTED = [("11", "fin_wait_2_missing", "10", "8", "9")]
NAMES = ("frame.number", "finrst.verdict", "finrst.trigger_frame", "finrst.own_fin_frame",
         "finrst.own_fin_ack_frame")
PRINT = ["-Y", "finrst.verdict", "-T", "fields", *(word for name in NAMES for word in ("-e", name))]
PCAP_HEADER = 24
PCAP_RECORD_HEADER = 16


def rows(printed):
    return [tuple(line.split("\t")) for line in printed.splitlines()]


def packets_of(pcap):
    """The file's header, then one record at a time."""
    yield pcap[:PCAP_HEADER]
    position = PCAP_HEADER
    while position < len(pcap):
        length = int.from_bytes(pcap[position + 8:position + 12], "little")
        end = position + PCAP_RECORD_HEADER + length
        yield pcap[position:end]
        position = end


@BOTH_PASSES
def test_pcapng(folder, incident_capture, passes):
    pcapng = folder / "incident.pcapng"
    run("-r", incident_capture, "-F", "pcapng", "-w", pcapng)
    assert fields(pcapng, *NAMES, display_filter="finrst.verdict", options=passes) == EXPECTED


@BOTH_PASSES
def test_gzip(folder, incident_capture, passes):
    compressed = folder / "incident.pcap.gz"
    compressed.write_bytes(gzip.compress(incident_capture.read_bytes()))
    assert fields(compressed, *NAMES, display_filter="finrst.verdict", options=passes) == EXPECTED


def test_standard_input(incident_capture):
    finished = run("-r", "-", *PRINT, stdin=incident_capture.read_bytes())
    assert rows(finished.stdout) == EXPECTED


def test_compressed_standard_input(incident_capture):
    finished = run("-r", "-", *PRINT, stdin=gzip.compress(incident_capture.read_bytes()))
    assert rows(finished.stdout) == EXPECTED


@pytest.fixture
def fifo(folder):
    path = folder / "fifo"
    os.mkfifo(path)
    share(path)
    return path


def test_live_each_reset_is_explained_as_it_comes(folder, fifo, incident_capture):
    """The second conversation is sent only when the first one's verdict has been printed."""
    write_segments(folder / "next.pcap", incident(client_port=40001), ETHERNET)
    header, *packets = packets_of(incident_capture.read_bytes())
    _, *next_packets = packets_of((folder / "next.pcap").read_bytes())
    live = subprocess.Popen(
        command("-i", fifo, "-l", *PRINT), env=environment(folder),
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    watchdog = threading.Timer(60, live.kill)
    watchdog.start()
    try:
        with open(fifo, "wb", buffering=0) as pipe:
            pipe.write(header)
            for packet in packets:
                pipe.write(packet)
            first = live.stdout.readline()
            for packet in next_packets:
                pipe.write(packet)
        rest = live.stdout.read()
        assert live.wait() == 0
    finally:
        watchdog.cancel()
        live.kill()
    assert rows(first) == EXPECTED
    assert rows(rest) == [("22", "fin_wait_2_missing", "21", "19", "20")]
