# SPDX-License-Identifier: GPL-2.0-or-later
"""Frames of a capture file: read with scapy, written as pcapng with nanoseconds."""

import logging
import struct
from dataclasses import dataclass

from scapy.utils import RawPcapNgReader, RawPcapReader

# Comments of thousands of octets are no concern of scapy's here.
logging.getLogger("scapy").setLevel(logging.ERROR)

# draft-ietf-opsawg-pcapng
SECTION_HEADER, INTERFACE, ENHANCED_PACKET = 0x0A0D0D0A, 1, 6
BYTE_ORDER_MAGIC = 0x1A2B3C4D
TIME_RESOLUTION, NANOSECONDS = 9, 9
ANY_LENGTH = 0


@dataclass(frozen=True)
class Frame:
    """`original`: its number in the capture that it was first read from; `time`: ns of UTC;
    `length`: octets on the wire, of which `octets` may hold fewer."""

    original: int
    time: int
    octets: bytes
    length: int
    link_type: int


def read(path):
    reader = RawPcapReader(str(path))
    frame_of = _of_pcapng if isinstance(reader, RawPcapNgReader) else _of_pcap
    with reader.f:
        return [frame_of(reader, number, octets, about)
                for number, (octets, about) in enumerate(reader, start=1)]


def _of_pcapng(_, number, octets, about):
    ticks = about.tshigh << 32 | about.tslow
    return Frame(number, ticks * 10**9 // about.tsresol, octets, about.wirelen, about.linktype)


def _of_pcap(reader, number, octets, about):
    nanoseconds = about.usec * (1 if reader.nano else 1000)
    return Frame(number, about.sec * 10**9 + nanoseconds, octets, about.wirelen, reader.linktype)


def write(path, frames, snap_length=ANY_LENGTH):
    """All frames must be of one link type."""
    link_type = frames[0].link_type if frames else 1
    resolution = struct.pack("<HHB3xHH", TIME_RESOLUTION, 1, NANOSECONDS, 0, 0)
    blocks = [
        _block(SECTION_HEADER, struct.pack("<IHHq", BYTE_ORDER_MAGIC, 1, 0, -1)),
        _block(INTERFACE, struct.pack("<HHI", link_type, 0, snap_length) + resolution)]
    blocks += [_block(ENHANCED_PACKET, _packet(frame)) for frame in frames]
    path.write_bytes(b"".join(blocks))


def _packet(frame):
    high, low = frame.time >> 32, frame.time & 0xFFFFFFFF
    return struct.pack("<IIIII", 0, high, low, len(frame.octets), frame.length) + frame.octets


def _block(kind, body):
    body += bytes(-len(body) % 4)
    length = len(body) + 12
    return struct.pack("<II", kind, length) + body + struct.pack("<I", length)
