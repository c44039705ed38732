# SPDX-License-Identifier: GPL-2.0-or-later
"""The command finds the segments that Wireshark finds, under whatever layers, and in files that end
anywhere."""

import json
import random
import struct
import sys
from pathlib import Path

import pytest
from scapy.all import ICMP, IP, TCP, ICMPv6DestUnreach

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "capture"))

from packets import ETHERNET, OTHER_LINKS  # noqa: E402

from finrst_command import finrst  # noqa: E402
from tshark import EVERY_SAMPLE, run, share  # noqa: E402

LAYERS = {**{name: (1, packet) for name, packet in ETHERNET.items()}, **OTHER_LINKS}
CONVERSATION = ("S", "PA", "R")


@pytest.fixture
def capture(tmp_path):
    share(tmp_path)
    return tmp_path / "capture"


def with_flags(packet, flags):
    """The packet with other TCP flags, and lengths and checksums made anew."""
    changed = packet.copy()
    if TCP in changed:
        changed[TCP].flags = flags
    return bytes(changed)


def write_pcap(path, link_type, packets):
    with open(path, "wb") as file:
        file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, link_type))
        for i, data in enumerate(packets):
            file.write(struct.pack("<IIII", 1700000000, i, len(data), len(data)) + data)


def without_streams(document):
    for flow in document["flows"]:
        del flow["stream"]
    return document


def by_plugin(path):
    printed = run("-q", "-r", path, "-z", "finrst,json", check=False).stdout
    return without_streams(json.loads(printed))


def by_command(path):
    finished = finrst("-o", "json", path, check=False)
    return without_streams(json.loads(finished.stdout)), finished


@pytest.mark.parametrize("name", LAYERS)
def test_layers(capture, name):
    link_type, packet = LAYERS[name]
    write_pcap(capture, link_type, [with_flags(packet, flags) for flags in CONVERSATION])
    document, _ = by_command(capture)
    assert document == by_plugin(capture)
    holds_segments = TCP in packet and ICMP not in packet and ICMPv6DestUnreach not in packet
    is_whole = not (IP in packet and packet[IP].frag) and "fragment" not in name
    if holds_segments and is_whole:
        assert document["capture"]["resets"] == 1


@pytest.mark.parametrize("number", range(40))
def test_files_that_end_anywhere(capture, number):
    """Of a file that ends in a packet, what came before counts, and is told."""
    chosen = EVERY_SAMPLE[number * 11 % len(EVERY_SAMPLE)].read_bytes()
    place = random.Random(number).randrange(len(chosen) // 4, len(chosen))
    capture.write_bytes(chosen[:place])
    document, finished = by_command(capture)
    if document["capture"]["segments"] > 0:  # else tshark prints nothing
        assert document == by_plugin(capture)
    if finished.returncode == 0:
        assert finished.stderr == "", "it ends between two packets"
    else:
        assert finished.returncode == 2 and "frames before count" in finished.stderr
