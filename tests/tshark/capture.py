# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes captures, and knows which frame carries what."""

from scapy.utils import RawPcapWriter

FIRST_SECOND = 1_600_000_000
FRAME_INTERVAL = 1000  # microseconds


def write(path, link_type, frames, captured=None):
    """One frame each millisecond. `captured`: gives the octets to keep of a frame's octets."""
    with RawPcapWriter(str(path), linktype=link_type) as writer:
        writer.write_header(None)
        for index, frame in enumerate(map(bytes, frames)):
            kept = frame if captured is None else frame[:captured(frame)]
            seconds, microseconds = divmod(index * FRAME_INTERVAL, 1_000_000)
            writer.write_packet(kept, sec=FIRST_SECOND + seconds, usec=microseconds,
                                caplen=len(kept), wirelen=len(frame))
    return path


def write_segments(path, segments, encapsulation):
    """Returns the number of the frame in which each segment is complete, by the segment's name."""
    frames = []
    completed_in = {}
    for segment in segments:
        frames += encapsulation.frames_of(segment)
        completed_in[segment.name] = len(frames)
    write(path, encapsulation.link_type, frames)
    return completed_in
