# SPDX-License-Identifier: GPL-2.0-or-later
"""An ICMP error quotes the packet it complains of: no segment of the conversation."""

import pytest
from scapy.data import DLT_RAW
from scapy.layers.inet import ICMP, IP
from scapy.layers.inet6 import ICMPv6DestUnreach, IPv6
from scapy.packet import Raw

from capture import write
from conversation import incident
from encapsulation import ipv4, ipv6
from passes import BOTH_PASSES
from tshark import fields


def icmp(quoted):
    return IP(src="198.51.100.1", dst=quoted.src) / ICMP(type=3, code=1) / Raw(bytes(quoted))


def icmp_v6(quoted):
    return IPv6(src="2001:db8::ffff", dst=quoted.src) / ICMPv6DestUnreach() / Raw(bytes(quoted))


VERSIONS = pytest.mark.parametrize(
    "packet_of, error", [(ipv4, icmp), (ipv6, icmp_v6)], ids=["ipv4", "ipv6"])


@VERSIONS
@BOTH_PASSES
def test_quoted_segments_change_nothing(folder, packet_of, error, passes):
    """Every segment is quoted right behind it: the quoted FINs and RST come once more."""
    frames = []
    for segment in incident():
        packet = packet_of(segment) / segment.tcp
        frames += [packet, error(packet)]
    capture = write(folder / "capture.pcap", DLT_RAW, frames)
    found = fields(capture, "frame.number", "finrst.verdict", "finrst.own_fin_frame",
                   "finrst.own_fin_ack_frame", "finrst.trigger_frame",
                   display_filter="finrst.verdict", options=passes)
    assert found == [("21", "fin_wait_2_missing", "15", "17", "19")]


@VERSIONS
def test_a_frame_with_a_quote_has_no_field(folder, packet_of, error):
    packets = [packet_of(segment) / segment.tcp for segment in incident()]
    capture = write(folder / "capture.pcap", DLT_RAW, [*packets, error(packets[-1])])
    with_tcp = fields(capture, "frame.number", display_filter="tcp")
    with_finrst = fields(capture, "frame.number", display_filter="finrst", options=["-2"])
    assert ("12",) in with_tcp
    assert ("12",) not in with_finrst
    assert len(with_finrst) == 11
