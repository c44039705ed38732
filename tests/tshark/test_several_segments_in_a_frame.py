# SPDX-License-Identifier: GPL-2.0-or-later
"""An 802.11 A-MSDU carries several IP packets in one frame."""

import pytest
from scapy.data import DLT_IEEE802_11

from capture import write
from conversation import incident
from encapsulation import a_msdu, ipv4
from passes import BOTH_PASSES
from tshark import fields


def packets(segments):
    return [ipv4(segment) / segment.tcp for segment in segments]


@BOTH_PASSES
def test_the_ack_and_the_fin_in_one_frame(folder, passes):
    conversation = packets(incident())
    frames = [a_msdu(packet) for packet in conversation[:8]]
    frames += [a_msdu(*conversation[8:10]), a_msdu(conversation[10])]
    capture = write(folder / "capture.pcap", DLT_IEEE802_11, frames)
    found = fields(capture, "frame.number", "finrst.verdict", "finrst.own_fin_frame",
                   "finrst.own_fin_ack_frame", "finrst.trigger_frame",
                   display_filter="finrst.verdict", options=passes)
    assert found == [("10", "fin_wait_2_missing", "8", "9", "9")]


@pytest.fixture
def two_conversations(folder):
    """Each frame has the same step of both."""
    pairs = zip(packets(incident(40000)), packets(incident(40001)))
    frames = [a_msdu(*pair) for pair in pairs]
    return write(folder / "capture.pcap", DLT_IEEE802_11, frames)


@BOTH_PASSES
def test_two_resets_in_one_frame_are_both_explained(two_conversations, passes):
    found = fields(two_conversations, "frame.number", "finrst.verdict", "finrst.own_fin_frame",
                   "finrst.trigger_frame", display_filter="finrst.verdict", options=passes)
    assert found == [("11", "fin_wait_2_missing|fin_wait_2_missing", "8|8", "10|10")]


def test_two_fins_in_one_frame_both_know_their_reset(two_conversations):
    found = fields(two_conversations, "frame.number", "finrst.reset_frame",
                   display_filter="finrst.reset_frame", options=["-2"])
    assert found == [("8", "11|11"), ("10", "11|11")]
