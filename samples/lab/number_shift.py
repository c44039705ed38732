# SPDX-License-Identifier: GPL-2.0-or-later
"""A program on the way that gives each end of a connection other sequence numbers than its TCP
chose, as firewalls do that randomise them (ASA by default, pf with `modulate state`)."""

import os
import socket
import struct
import threading
from contextlib import contextmanager

from .segment import ACK, internet_checksum
from .tap import tun

INTERFACE, TABLE = "numbers", "100"
# What is added to the numbers of each end, by the name of its wire.
SHIFTS = {"to-client": 0x1234567, "to-server": 0x89ABCDEF}
MOST = 65535


@contextmanager
def shifted_numbers(namespace, client_address):
    """Inside the block the router's program has all IPv4 between its wires."""
    with tun(namespace, INTERFACE) as packets:
        namespace.run("ip", "link", "set", INTERFACE, "up")
        namespace.run("ip", "route", "add", "default", "dev", INTERFACE, "table", TABLE)
        for wire in SHIFTS:
            namespace.run("ip", "rule", "add", "iif", wire, "lookup", TABLE)
        worker = threading.Thread(target=_pass_on, args=(packets, client_address), daemon=True)
        worker.start()
        try:
            yield
        finally:
            for wire in SHIFTS:
                namespace.run("ip", "rule", "delete", "iif", wire, "lookup", TABLE)
            namespace.run("ip", "link", "delete", INTERFACE)  # which ends the reading
            worker.join()


def _pass_on(packets, client_address):
    client = socket.inet_aton(client_address)
    while True:
        try:
            packet = os.read(packets, MOST)
            os.write(packets, _shifted(packet, packet[12:16] == client))
        except OSError:
            return


def _shifted(packet, is_from_client):
    """The packet with other numbers, if it is one of TCP."""
    header_size = (packet[0] & 0xF) * 4
    if packet[9] != socket.IPPROTO_TCP:
        return packet
    own, other = SHIFTS["to-client"], SHIFTS["to-server"]
    if not is_from_client:
        own, other = other, own
    segment = bytearray(packet[header_size:])
    sequence, acknowledgment = struct.unpack_from("!II", segment, 4)
    if segment[13] & ACK:
        acknowledgment -= other
    struct.pack_into("!II", segment, 4, (sequence + own) % 2**32, acknowledgment % 2**32)
    struct.pack_into("!H", segment, 16, 0)
    pseudo_header = packet[12:20] + struct.pack("!II", len(segment), socket.IPPROTO_TCP)
    struct.pack_into("!H", segment, 16, internet_checksum(pseudo_header + bytes(segment)))
    return packet[:header_size] + bytes(segment)
