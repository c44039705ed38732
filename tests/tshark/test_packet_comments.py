# SPDX-License-Identifier: GPL-2.0-or-later
"""`-o finrst.comments:TRUE`: what stock tshark reads in a capture that finrst has annotated."""

import subprocess

import pytest

from recorded import as_recorded
from tshark import STOCK, fields, run

SAMPLE = as_recorded("overflow-client-closes")
FRAMES = ("41", "42", "43", "44")  # own FIN, its ACK, the peer's FIN, the RST


@pytest.fixture
def annotated(folder):
    return annotate(SAMPLE, folder / "annotated.pcapng")


def annotate(capture, output, *options, display_filter="frame"):
    run("-2", "-r", capture, "-o", "finrst.comments:TRUE", *options, "-Y", display_filter, "-w",
        output)
    return output


def comments(capture):
    printed = run("-r", capture, "-Y", "frame.comment", "-T", "fields", "-E", "aggregator=|",
                  "-e", "frame.number", "-e", "frame.comment", plugins=STOCK).stdout
    return dict(line.split("\t", 1) for line in printed.splitlines())


def test_the_frames_of_an_affected_conversation_tell_what_happened(annotated):
    found = comments(annotated)
    assert tuple(found) == FRAMES
    assert "fin_wait_2_missing, probable, cause tw_bucket_overflow" in found["44"]
    assert "own FIN in frame 41 was ACKed in frame 42" in found["44"]
    assert all("frame 44" in found[frame] for frame in FRAMES[:3])


def test_each_line_is_short_enough_for_wiresharks_packet_details(annotated):
    lines = [line for found in comments(annotated).values() for line in found.split("|")]
    assert len(lines) == 3 + 13
    assert max(len(line.encode()) for line in lines) < 240


def test_packets_and_times_stay_as_they_are(annotated):
    columns = ("frame.number", "frame.time_epoch", "frame.len", "frame.cap_len",
               "frame.interface_name", "frame.md5_hash")
    options = ("-o", "frame.generate_md5_hash:TRUE")
    assert fields(annotated, *columns, options=options) == fields(SAMPLE, *columns, options=options)


def test_annotating_twice_adds_nothing(annotated, folder):
    again = annotate(annotated, folder / "again.pcapng")
    assert again.read_bytes() == annotated.read_bytes()


def test_existing_comments_stay(folder):
    commented = folder / "commented.pcapng"
    run_editcap("-a", "44:seen by hand", SAMPLE, commented)
    found = comments(annotate(commented, folder / "annotated.pcapng"))
    assert "seen by hand" in found["44"]
    assert "fin_wait_2_missing" in found["44"]


def test_the_affected_conversations_alone_can_be_written(folder):
    written = annotate(SAMPLE, folder / "affected.pcapng",
                       display_filter="finrst.affected")
    assert len(fields(written, "frame.number")) == 11
    assert len(comments(written)) == len(FRAMES)


def test_nothing_is_added_unless_asked_for(folder):
    written = folder / "plain.pcapng"
    run("-2", "-r", SAMPLE, "-Y", "frame", "-w", written)
    assert comments(written) == {}


def test_verdicts_are_the_same_after_annotation(annotated):
    names = ("frame.number", "finrst.verdict", "finrst.cause", "finrst.evidence")
    assert fields(annotated, *names, display_filter="finrst.verdict") == \
        fields(SAMPLE, *names, display_filter="finrst.verdict")


def run_editcap(*arguments):
    subprocess.run(["editcap", *map(str, arguments)], check=True)
