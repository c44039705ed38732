# SPDX-License-Identifier: GPL-2.0-or-later
"""The time of a frame is whatever the capture claims."""

import struct

import pytest

from conversation import incident
from encapsulation import RAW_IP
from passes import BOTH_PASSES
from tshark import fields

WHOLE_SECONDS = struct.pack("<HHB3xHH", 9, 1, 0, 0, 0)  # option if_tsresol: 10^0
NANOSECOND_RANGE = 2**64 // 10**9 + 1  # seconds that are next to nothing, modulo 2^64 ns
NOW = 1_600_000_000


def block(kind, body):
    body += bytes(-len(body) % 4)
    length = struct.pack("<I", len(body) + 12)
    return struct.pack("<I", kind) + length + body + length


def write_pcapng(path, frames, seconds):
    """pcapng has 64 bits for the time of a frame."""
    with path.open("wb") as file:
        file.write(block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1)))
        file.write(block(1, struct.pack("<HHI", RAW_IP.link_type, 0, 0) + WHOLE_SECONDS))
        for frame, second in zip(map(bytes, frames), seconds):
            header = struct.pack("<IIIII", 0, second >> 32, second & 0xFFFFFFFF, len(frame),
                                 len(frame))
            file.write(block(6, header + frame))
    return path


def incident_at(folder, before, after):
    """`before`: when all happens up to the ACK of the client's FIN. `after`: the FIN, the RST."""
    frames = [frame for segment in incident() for frame in RAW_IP.frames_of(segment)]
    return write_pcapng(folder / "capture.pcapng", frames, [before] * 9 + [after] * 2)


@BOTH_PASSES
def test_centuries_do_not_wrap_to_moments(folder, passes):
    capture = incident_at(folder, NOW, NOW + NANOSECOND_RANGE)
    found = fields(capture, "finrst.verdict", "finrst.cause", display_filter="finrst.verdict",
                   options=passes)
    assert found == [("fin_wait_2_missing", "fin_timeout")]


@BOTH_PASSES
@pytest.mark.parametrize("before, after", [
    (0, 0), (NOW, NOW - 100), (NOW, 0), (2**32 - 1, 2**32), (0, 2**63 - 1), (2**63 - 1, 0),
    (2**63, 2**63 - 1), (2**64 - 1, 2**64 - 1)])
def test_the_verdict_needs_no_sensible_clock(folder, before, after, passes):
    found = fields(incident_at(folder, before, after), "finrst.verdict", "finrst.trigger_frame",
                   display_filter="finrst.verdict", options=passes)
    assert found == [("fin_wait_2_missing", "10")]


def test_a_clock_that_was_set_back_gives_no_negative_time(folder):
    found = fields(incident_at(folder, NOW, NOW - 100), "finrst.fin_wait_2_time",
                   "finrst.connection_age", display_filter="finrst.verdict")
    assert found == [("0.000000000", "0.000000000")]
