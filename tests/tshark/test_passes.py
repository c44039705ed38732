# SPDX-License-Identifier: GPL-2.0-or-later
"""What is known when: reading forward only, or a second time."""

import pytest

from capture import write_segments
from conversation import incident
from encapsulation import ETHERNET
from tshark import fields, run, sample_path

CONVERSATION = [str(frame) for frame in range(1, 12)]


def test_one_pass_knows_the_past_only(incident_capture):
    found = fields(incident_capture, "frame.number", "finrst.affected", "finrst.reset_frame",
                   display_filter="finrst")
    assert found == [("11", "1", "")]


def test_two_passes_know_every_frame_of_the_conversation(incident_capture):
    found = fields(incident_capture, "frame.number", display_filter="finrst.affected",
                   options=["-2"])
    assert found == [(frame,) for frame in CONVERSATION]


def test_two_passes_tell_the_fins_their_reset(incident_capture):
    found = fields(incident_capture, "frame.number", "finrst.reset_frame",
                   display_filter="finrst.reset_frame", options=["-2"])
    assert found == [("8", "11"), ("10", "11")]


def test_other_conversations_are_not_affected(folder):
    """Two conversations in turns; the second ends without the RST."""
    segments = []
    for affected, healthy in zip(incident(40000), incident(40001)[:-1] + [None]):
        segments += [affected] + ([healthy] if healthy else [])
    capture = folder / "two.pcap"
    write_segments(capture, segments, ETHERNET)
    found = fields(capture, "tcp.stream", display_filter="finrst.affected", options=["-2"])
    assert found == [("0",)] * 11


def test_segments_analysed_together_and_one_by_one_give_the_same():
    """With a filter, the connection of each segment is asked for as it comes."""
    together, one_by_one = (run("-q", "-r", sample_path("incident"), "-z", table).stdout
                            for table in ("finrst,json", "finrst,json,tcp"))
    assert together == one_by_one


@pytest.mark.parametrize("read_filter", [
    "tcp",
    "tcp.flags.reset == 1",
    "tcp.flags.fin == 1 or tcp.flags.reset == 1",
    "tcp.len == 0",
    "ip.src == 192.0.2.1",
    "finrst.verdict",
    "finrst.affected",
])
def test_a_read_filter_leaves_the_verdict_as_it_is(incident_capture, read_filter):
    """The first pass sees every frame, also those that the filter then takes away."""
    found = fields(incident_capture, "finrst.verdict", "finrst.certainty", "finrst.cause",
                   "finrst.fin_wait_2_time", display_filter="finrst.verdict",
                   options=["-2", "-R", read_filter])
    assert found == [("fin_wait_2_missing", "probable", "unknown", "0.001000000")]


def test_a_read_filter_leaves_the_links_between_its_frames_right(incident_capture):
    """The frames that stay are counted anew: FIN 1, ACK 2, FIN 3, RST 4."""
    found = fields(incident_capture, "frame.number", "finrst.own_fin_frame",
                   "finrst.own_fin_ack_frame", "finrst.trigger_frame", "finrst.reset_frame",
                   display_filter="finrst.verdict or finrst.reset_frame",
                   options=["-2", "-R", "frame.time_relative >= 0.007"])
    assert found == [("1", "", "", "", "4"), ("3", "", "", "", "4"), ("4", "1", "2", "3", "")]


@pytest.mark.parametrize("read_filter", ["tcp", "tcp.flags.reset == 1", "tcp.len == 0"])
def test_on_a_sample_a_read_filter_changes_no_verdict(read_filter):
    sample = sample_path("overflow-client-closes")
    names = ("frame.time_epoch", "finrst.verdict", "finrst.cause", "finrst.response_time")
    whole = fields(sample, *names, display_filter="finrst.verdict", options=["-2"])
    filtered = fields(sample, *names, display_filter="finrst.verdict",
                      options=["-2", "-R", read_filter])
    assert len(whole) > 0
    assert filtered == whole


def test_a_session_that_starts_anew_says_less(incident_capture):
    """`-M` forgets everything every few frames, as long-running captures want."""
    found = fields(incident_capture, "finrst.verdict", display_filter="tcp.flags.reset == 1",
                   options=["-M", "10"])
    assert found == [("stray",)]
