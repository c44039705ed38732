# SPDX-License-Identifier: GPL-2.0-or-later
"""TCP segments of frames: the headers, read from the octets alone."""

import struct
from dataclasses import dataclass
from ipaddress import ip_address
from typing import NamedTuple

FIN, SYN, RST, PSH, ACK = (1 << bit for bit in range(5))
TCP = 6
END_OF_OPTIONS, NOP = 0, 1
# Where the network layer begins, by link type (https://www.tcpdump.org/linktypes.html).
ETHERNET, NULL, RAW, COOKED, COOKED_2 = 1, 0, (12, 101), 113, 276
VLAN_TAGS = (0x8100, 0x88A8)


class End(NamedTuple):
    """Prints as in Wireshark."""

    address: bytes
    port: int

    def __str__(self):
        return f"{ip_address(self.address)}:{self.port}"


@dataclass(frozen=True)
class Segment:
    """`length`: octets of data on the wire; `data`: those that were captured. `ip_id` and
    `dont_fragment` are None in IPv6, `flow_label` is in IPv4."""

    frame: int
    time: int
    source: End
    destination: End
    seq: int
    ack: int
    flags: int
    window: int
    options: bytes
    length: int
    data: bytes
    ttl: int
    tos: int
    ip_id: int | None
    dont_fragment: bool | None
    flow_label: int | None

    def has(self, flags):
        return self.flags & flags == flags

    @property
    def span(self):
        """Sequence numbers that it takes up."""
        return self.length + self.has(SYN) + self.has(FIN)

    @property
    def end(self):
        """The sequence number behind it."""
        return (self.seq + self.span) % 2**32

    @property
    def is_bare(self):
        return self.length == 0


def options_of(segment):
    """Kind and value of each TCP option, up to the end of the list or what is malformed."""
    at, octets = 0, segment.options
    while at < len(octets) and octets[at] != END_OF_OPTIONS:
        length = 1
        if octets[at] != NOP:
            length = octets[at + 1] if at + 1 < len(octets) else 0
        yield octets[at], octets[at + 2:at + length]
        if length < 1 + (octets[at] != NOP):
            return
        at += length


def network_layer(frame):
    """The offset of the IP header, or None."""
    octets = frame.octets
    if frame.link_type in RAW:
        return 0
    if frame.link_type in (NULL, COOKED, COOKED_2):
        return {NULL: 4, COOKED: 16, COOKED_2: 20}[frame.link_type]
    if frame.link_type != ETHERNET:
        return None
    at = 12
    while len(octets) > at + 4 and int.from_bytes(octets[at:at + 2]) in VLAN_TAGS:
        at += 4
    return at + 2


def segment_of(frame, number):
    """The TCP segment in a frame, which has this number in its capture; None where there is none,
    or not enough of it."""
    at = network_layer(frame)
    if at is None or len(frame.octets) <= at:
        return None
    packet = frame.octets[at:]
    read = {4: _in_v4, 6: _in_v6}.get(packet[0] >> 4)
    try:
        return read(frame, number, packet) if read else None
    except struct.error:
        return None


def _in_v4(frame, number, packet):
    first, tos, total, ip_id, fragment, ttl, protocol = struct.unpack_from("!BBHHHBB", packet)
    header = (first & 0xF) * 4
    if protocol != TCP or fragment & 0x1FFF:
        return None
    total = total or frame.length - (len(frame.octets) - len(packet))  # 0: left to the network card
    return _segment(frame, number, packet[header:total], total - header,
                    (packet[12:16], packet[16:20]), ttl=ttl, tos=tos, ip_id=ip_id,
                    dont_fragment=bool(fragment & 0x4000), flow_label=None)


def _in_v6(frame, number, packet):
    first, length, following, hops = struct.unpack_from("!IHBB", packet)
    if following != TCP:
        return None
    return _segment(frame, number, packet[40:40 + length], length, (packet[8:24], packet[24:40]),
                    ttl=hops, tos=first >> 20 & 0xFF, ip_id=None, dont_fragment=None,
                    flow_label=first & 0xFFFFF)


def _segment(frame, number, octets, length, addresses, **network):
    source_port, port, seq, ack, offset, flags, window = struct.unpack_from("!HHIIBBH", octets)
    header = (offset >> 4) * 4
    return Segment(
        number, frame.time, End(addresses[0], source_port), End(addresses[1], port), seq, ack,
        flags, window, octets[20:header], length - header, octets[header:], **network)


def segments_of(frames):
    """All segments, numbered as the frames are in this order."""
    found = (segment_of(frame, number) for number, frame in enumerate(frames, start=1))
    return [segment for segment in found if segment]
