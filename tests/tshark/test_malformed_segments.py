# SPDX-License-Identifier: GPL-2.0-or-later
"""Headers that lie."""

import pytest
from scapy.data import DLT_RAW
from scapy.layers.inet import IP, TCP

from capture import write
from conversation import incident
from encapsulation import ipv4
from passes import BOTH_PASSES
from tshark import fields


def packets(change):
    """The incident's packets, each changed by `change(segment, packet)`."""
    changed = []
    for segment in incident():
        packet = ipv4(segment) / segment.tcp.copy()
        change(segment, packet)
        changed.append(packet)
    return changed


@BOTH_PASSES
@pytest.mark.parametrize("data_offset", [0, 4, 6, 15])
def test_a_reset_whose_data_offset_is_wrong_is_not_explained(folder, data_offset, passes):
    def change(segment, packet):
        if segment.name == "reset":
            packet[TCP].dataofs = data_offset
    capture = write(folder / "capture.pcap", DLT_RAW, packets(change))
    assert fields(capture, "frame.number", display_filter="finrst", options=passes) == []


@BOTH_PASSES
def test_a_total_length_of_zero_means_segmentation_offload(folder, passes):
    def change(_, packet):
        packet[IP].len = 0
    capture = write(folder / "capture.pcap", DLT_RAW, packets(change))
    found = fields(capture, "frame.number", "finrst.verdict", "finrst.trigger",
                   display_filter="finrst.verdict", options=passes)
    assert found == [("11", "fin_wait_2_missing", "fin")]


@pytest.mark.parametrize("option", [
    b"\x08\x00", b"\x08\x01", b"\x08\xff", b"\x1e\x00", b"\x1e\x01", b"\x1e\x02", b"\x1e\xff",
    b"\x01\x1e", b"\x01\x01\x01\x1e", b"\x00\x1e\x03\x80"])
def test_options_that_end_nowhere_do_not_stop_the_explanation(folder, option):
    def change(segment, packet):
        if segment.name == "reset":
            packet[TCP].dataofs = 6
            packet[TCP].add_payload(option.ljust(4, b"\x01"))
    capture = write(folder / "capture.pcap", DLT_RAW, packets(change))
    found = fields(capture, "frame.number", "finrst.verdict", display_filter="finrst.verdict")
    assert found == [("11", "fin_wait_2_missing")]


def test_a_reset_may_carry_a_whole_packet_of_text(folder):
    def change(segment, packet):
        if segment.name == "reset":
            packet[TCP].add_payload(b"\xff\x00%s%n\t\n" * 8000)
    capture = write(folder / "capture.pcap", DLT_RAW, packets(change))
    assert len(fields(capture, "frame.number", display_filter="finrst.verdict")) == 1


@BOTH_PASSES
@pytest.mark.parametrize("field, value", [("sport", 0), ("dport", 0)])
def test_port_zero_is_a_port(folder, field, value, passes):
    def change(segment, packet):
        reverse = {"sport": "dport", "dport": "sport"}
        setattr(packet[TCP], field if segment.from_client else reverse[field], value)
    capture = write(folder / "capture.pcap", DLT_RAW, packets(change))
    found = fields(capture, "frame.number", "finrst.verdict", display_filter="finrst.verdict",
                   options=passes)
    assert found == [("11", "fin_wait_2_missing")]


def test_a_host_may_talk_to_itself(folder):
    def change(_, packet):
        packet[IP].src = packet[IP].dst = "127.0.0.1"
    capture = write(folder / "capture.pcap", DLT_RAW, packets(change))
    found = fields(capture, "frame.number", "finrst.verdict", display_filter="finrst.verdict")
    assert found == [("11", "fin_wait_2_missing")]


@BOTH_PASSES
def test_one_address_and_port_at_both_ends_is_never_certain(folder, passes):
    """As in a LAND attack: the two sides cannot be told apart."""
    def change(_, packet):
        packet[IP].src = packet[IP].dst = "127.0.0.1"
        packet[TCP].sport = packet[TCP].dport = 7
    capture = write(folder / "capture.pcap", DLT_RAW, packets(change))
    found = fields(capture, "finrst.certainty", display_filter="finrst.verdict", options=passes)
    assert len(found) == 1
    assert found != [("certain",)]
