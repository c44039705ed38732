# SPDX-License-Identifier: GPL-2.0-or-later
"""Segments that no TCP of ours would send, made by hand."""

import socket
import struct
from dataclasses import dataclass
from ipaddress import ip_address

FIN, SYN, RST, PSH, ACK, URG = (1 << bit for bit in range(6))


@dataclass(frozen=True)
class Segment:
    """A TCP segment (RFC 9293, 3.1). Options must fill whole 32-bit words."""

    source_port: int
    destination_port: int
    sequence: int
    flags: int
    acknowledgment: int = 0
    window: int = 64240
    options: bytes = b""
    data: bytes = b""

    def send(self, source, destination):
        """Sends it from one host to another; source's own TCP knows nothing of it."""
        raw = source.socket(socket.SOCK_RAW, socket.IPPROTO_TCP)
        raw.sendto(self._bytes(source.address, destination.address), (destination.address, 0))
        raw.close()

    def forge(self, namespace, source, destination, ttl, identification):
        """Sends it from a namespace in the name of one IPv4 address to another, with a header of
        IPv4 (RFC 791, 3.1) by hand, too. The kernel fills in length and checksum."""
        segment = self._bytes(source, destination)
        header = struct.pack("!BBHHHBBH", 0x45, 0, 0, identification, 0, ttl, socket.IPPROTO_TCP, 0)
        header += ip_address(source).packed + ip_address(destination).packed
        with namespace.entered():
            raw = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
        raw.sendto(header + segment, (destination, 0))
        raw.close()

    def _bytes(self, source, destination):
        length = 20 + len(self.options)
        header = struct.pack(
            "!HHIIBBHHH",
            self.source_port,
            self.destination_port,
            self.sequence,
            self.acknowledgment,
            length << 2,
            self.flags,
            self.window,
            0,
            0,
        )
        segment = header + self.options + self.data
        pseudo_header = ip_address(source).packed + ip_address(destination).packed
        pseudo_header += struct.pack("!II", len(segment), socket.IPPROTO_TCP)
        checksum = struct.pack("!H", internet_checksum(pseudo_header + segment))
        return segment[:16] + checksum + segment[18:]


def internet_checksum(data):
    """RFC 1071."""
    words = struct.unpack(f"!{(len(data) + 1) // 2}H", data + b"\0" * (len(data) % 2))
    total = sum(words)
    while total > 0xFFFF:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF
