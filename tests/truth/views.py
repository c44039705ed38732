#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""A capture as others would have recorded it: filtered, cut, doubled, late, lossy.

views.py VIEW CAPTURE COPY writes one. Each view is a function of the frames (and of a source of
chance) that gives those of the copy; `Frame.original` remembers their numbers.
"""

import argparse
import random
from dataclasses import replace
from pathlib import Path

import frames as captures
from segments import ACK, FIN, RST, SYN, network_layer, segment_of

SNAP_LENGTH = 66
MICROSECOND = 1000  # ns
MILLISECOND = 1000 * MICROSECOND
SKEW = 200 * MICROSECOND


def _flags(frame):
    segment = segment_of(frame, 0)
    return segment.flags if segment else 0


def _in_order_of_time(frames):
    return sorted(frames, key=lambda frame: frame.time)


def _client(frames):
    """The address that sent the first SYN, or else the first segment."""
    segments = [segment for frame in frames if (segment := segment_of(frame, 0))]
    opening = [segment for segment in segments if segment.flags & (SYN | ACK) == SYN]
    return (opening or segments)[0].source.address


def _is_from(frame, address):
    segment = segment_of(frame, 0)
    return bool(segment) and segment.source.address == address


def flags(frames, _):
    """tcpdump 'tcp[tcpflags] & (tcp-syn|tcp-fin|tcp-rst) != 0'."""
    return [frame for frame in frames if _flags(frame) & (SYN | FIN | RST)]


def resets(frames, _):
    return [frame for frame in frames if _flags(frame) & RST]


def from_client(frames, _):
    client = _client(frames)
    return [frame for frame in frames if _is_from(frame, client)]


def from_server(frames, _):
    client = _client(frames)
    return [frame for frame in frames if not _is_from(frame, client)]


def _later(frame, microseconds):
    return replace(frame, time=frame.time + microseconds * MICROSECOND)


def _hop(frame):
    """What a router makes of it: TTL or hop limit one less, with IPv4's checksum (RFC 1141)."""
    at = network_layer(frame)
    octets = bytearray(frame.octets)
    if octets[at] >> 4 == 6:
        octets[at + 7] -= 1
        return replace(frame, octets=bytes(octets))
    octets[at + 8] -= 1
    total = int.from_bytes(octets[at + 10:at + 12]) + 0x100
    octets[at + 10:at + 12] = ((total & 0xFFFF) + (total >> 16)).to_bytes(2)
    return replace(frame, octets=bytes(octets))


def _other_macs(frame):
    return replace(frame, octets=bytes.fromhex("02aa000000010200bb000002") + frame.octets[12:])


def span(frames, chance):
    """A mirror port that copies what comes in and what goes out."""
    return _in_order_of_time(
        copy for frame in frames for copy in (frame, _later(frame, chance.randint(1, 9))))


def any_interface(frames, _):
    """`-i any` on a host with a bridge: the bridge's port, the bridge, the routed copy."""
    return _in_order_of_time(
        copy for frame in frames
        for copy in (frame, _later(frame, 3), _later(_hop(frame), 7)))


def router(frames, chance):
    """Both interfaces of a router."""
    return _in_order_of_time(
        copy for frame in frames
        for copy in (frame, _later(_other_macs(_hop(frame)), chance.randint(5, 40))))


def _dropping(share):
    def drops(frames, chance):
        return [frame for frame in frames if chance.random() >= share]
    return drops


def late(frames, _):
    return frames[len(frames) // 2:]


def snap(frames, _):
    return [replace(frame, octets=frame.octets[:SNAP_LENGTH]) for frame in frames]


def milliseconds(frames, _):
    return [replace(frame, time=frame.time // MILLISECOND * MILLISECOND) for frame in frames]


def skew_client(frames, _):
    """Two interfaces with clocks of their own: the client's frames come too early."""
    client = _client(frames)
    return _in_order_of_time(
        replace(frame, time=frame.time - SKEW * _is_from(frame, client)) for frame in frames)


def skew_server(frames, _):
    client = _client(frames)
    return _in_order_of_time(
        replace(frame, time=frame.time - SKEW * (not _is_from(frame, client)))
        for frame in frames)


def reordered(frames, chance):
    """One in ten changes places with the frame before it; the times stay where they were."""
    order = list(frames)
    for at in range(1, len(order)):
        if chance.random() < 0.1:
            before, after = order[at - 1:at + 1]
            order[at - 1:at + 1] = (replace(after, time=before.time),
                                    replace(before, time=after.time))
    return order


VIEWS = {
    "flags": flags,
    "resets": resets,
    "from_client": from_client,
    "from_server": from_server,
    "span": span,
    "any": any_interface,
    "router": router,
    "drops_0.5": _dropping(0.005),
    "drops_5": _dropping(0.05),
    "drops_10": _dropping(0.1),
    "late": late,
    "snap": snap,
    "milliseconds": milliseconds,
    "skew_client": skew_client,
    "skew_server": skew_server,
    "reordered": reordered,
}


def seen_through(name, frames, seed=""):
    """The frames as this view shows them; the same for the same seed."""
    return VIEWS[name](frames, random.Random(f"{name} {seed}"))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("view", choices=VIEWS)
    parser.add_argument("capture", type=Path)
    parser.add_argument("copy", type=Path)
    arguments = parser.parse_args()
    shown = seen_through(arguments.view, captures.read(arguments.capture), arguments.capture.stem)
    captures.write(arguments.copy, shown)


if __name__ == "__main__":
    main()
