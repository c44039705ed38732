# SPDX-License-Identifier: GPL-2.0-or-later
"""Captures with a snap length that cuts into the TCP header."""

import pytest

from capture import write
from conversation import incident
from encapsulation import RAW_IP
from passes import BOTH_PASSES
from tshark import fields

IP_HEADER = 20
THROUGH_FLAGS = 14


def cut_capture(folder, tcp_octets, is_cut=lambda frame: True):
    frames = [frame for segment in incident() for frame in RAW_IP.frames_of(segment)]
    return write(folder / "cut.pcap", RAW_IP.link_type, frames,
                 captured=lambda frame: IP_HEADER + tcp_octets if is_cut(frame) else len(frame))


def is_reset(frame):
    return frame[IP_HEADER + 13] & 0x04 != 0


@BOTH_PASSES
@pytest.mark.parametrize("tcp_octets", [THROUGH_FLAGS, 15, 16, 19, 20])
def test_the_flags_are_enough(folder, tcp_octets, passes):
    found = fields(cut_capture(folder, tcp_octets), "frame.number", "finrst.verdict",
                   "finrst.trigger_frame", display_filter="finrst.verdict", options=passes)
    assert found == [("11", "fin_wait_2_missing", "10")]


@pytest.mark.parametrize("tcp_octets", [0, 1, 8, THROUGH_FLAGS - 1])
def test_without_the_flags_nothing_is_said(folder, tcp_octets):
    capture = cut_capture(folder, tcp_octets)
    assert fields(capture, "frame.number", display_filter="finrst", options=["-2"]) == []


@pytest.mark.parametrize("tcp_octets", [THROUGH_FLAGS, 19])
def test_a_cut_reset_among_whole_segments_is_annotated(folder, tcp_octets):
    found = fields(cut_capture(folder, tcp_octets, is_cut=is_reset), "frame.number",
                   "finrst.verdict", "finrst.affected", display_filter="_ws.short")
    assert found == [("11", "fin_wait_2_missing", "1")]


def test_a_cut_reset_has_its_expert_info(folder):
    found = fields(cut_capture(folder, THROUGH_FLAGS), "frame.number",
                   display_filter="finrst.expert.fin_wait_2_missing")
    assert found == [("11",)]


def test_a_segment_is_as_long_as_ip_says_captured_or_not(folder):
    """Of the answer no octet was captured; it still was sent before the server's FIN."""
    found = fields(cut_capture(folder, 20), "finrst.trigger", display_filter="finrst.verdict")
    assert found == [("fin",)]
