# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes captures, and knows which frame carries what."""

import struct

# https://www.tcpdump.org/manpages/pcap-savefile.5.html
PCAP_MAGIC = 0xA1B2C3D4  # times in microseconds
SNAP_LENGTH = 262144

FIRST_SECOND = 1_600_000_000
FRAME_INTERVAL = 1000  # microseconds


def write(path, link_type, frames, captured=None, pauses=()):
    """One frame each millisecond. `captured` gives the octets to keep of a frame; `pauses` the
    seconds to wait before the frames of some numbers."""
    microseconds = 0
    pauses = dict(pauses)
    with open(path, "wb") as capture:
        capture.write(struct.pack("=IHHiIII", PCAP_MAGIC, 2, 4, 0, 0, SNAP_LENGTH, link_type))
        for number, frame in enumerate(map(bytes, frames), start=1):
            kept = frame if captured is None else frame[:captured(frame)]
            microseconds += FRAME_INTERVAL + 1_000_000 * pauses.get(number, 0)
            capture.write(struct.pack(
                "=IIII", FIRST_SECOND + microseconds // 1_000_000, microseconds % 1_000_000,
                len(kept), len(frame)))
            capture.write(kept)
    return path


def write_segments(path, segments, encapsulation, pauses=()):
    """Returns the number of the frame in which each segment is complete, by the segment's name."""
    frames = []
    completed_in = {}
    for segment in segments:
        frames += encapsulation.frames_of(segment)
        completed_in[segment.name] = len(frames)
    write(path, encapsulation.link_type, frames, pauses=pauses)
    return completed_in
