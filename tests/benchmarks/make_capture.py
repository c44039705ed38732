#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes a capture made by program: make_capture.py FILE TENS [SHAPE].

TENS: how many packets, in tens; 100000 for a million. SHAPE: a key of SHAPES, else `closes`.
"""

import struct
import sys

FIN, SYN, RST, PSH, ACK = 1, 2, 4, 8, 16
SERVER = bytes((10, 255, 255, 254))
OPTIONS = bytes((1, 1, 8, 10)) + bytes(8)  # timestamps, as Linux sends them
REDIS, UNKNOWN = 6379, 6100  # ports of the server
FIRST_PORT, PORTS = 1024, 60_000
FEW_CLIENTS, MANY_CLIENTS = 250, 100_000
AT_ONCE = 1000
COLLISION = 0x5555
ANSWER, JUMBO_ANSWER = 100, 8900  # octets


def checksum(data):
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


class Writer:
    def __init__(self, file):
        self.file = file
        self.packets = 0
        file.write(struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 262144, 1))

    def packet(self, source, destination, ports, seq, ack, flags, length=0):
        options = b"" if flags & RST else OPTIONS
        tcp = struct.pack("!HHIIBBHHH", *ports, seq, ack, (20 + len(options)) << 2, flags,
                          0 if flags & RST else 501, 0, 0) + options + bytes(length)
        head = struct.pack("!BBHHHBB", 0x45, 0, 20 + len(tcp),
                           0 if flags & RST else self.packets & 0xffff, 0x4000, 64, 6)
        body = source + destination
        ip = head + struct.pack("!H", checksum(head + bytes(2) + body)) + body
        frame = bytes(12) + b"\x08\x00" + ip + tcp
        self.packets += 1
        seconds, microseconds = divmod(self.packets * 50, 1_000_000)
        self.file.write(struct.pack("<IIII", 1_700_000_000 + seconds, microseconds,
                                    len(frame), len(frame)) + frame)


class Conversation:
    """The connection `number` of one of `clients` to the server; another for each number."""

    def __init__(self, writer, number, clients, port=REDIS):
        self.writer = writer
        self.client = struct.pack("!I", 0x0a000000 + number % clients + 1)
        again, client_port = divmod(number // clients, PORTS)
        self.ports = (FIRST_PORT + client_port, port + again)
        self.mine, self.theirs = number * 1000, number * 3000

    def c2s(self, flags, sent, received, length=0):
        """`sent`, `received`: octets before this segment, the SYN included."""
        acked = self.theirs + received if flags & ACK else 0
        self.writer.packet(self.client, SERVER, self.ports, self.mine + sent & 0xffffffff,
                           acked & 0xffffffff, flags, length)

    def s2c(self, flags, sent, received, length=0):
        self.writer.packet(SERVER, self.client, self.ports[::-1],
                           self.theirs + sent & 0xffffffff,
                           self.mine + received & 0xffffffff, flags, length)


def steps(missing, answer=ANSWER):
    """Handshake, a request, its answer of so many octets, and a close, packet by packet; `missing`:
    the FIN-WAIT-2 socket is."""
    return (
        lambda talk: talk.c2s(SYN, 0, 0),
        lambda talk: talk.s2c(SYN | ACK, 0, 1),
        lambda talk: talk.c2s(ACK, 1, 1),
        lambda talk: talk.c2s(PSH | ACK, 1, 1, 40),
        lambda talk: talk.s2c(PSH | ACK, 1, 41, answer),
        lambda talk: talk.c2s(ACK, 41, answer + 1),
        lambda talk: talk.c2s(FIN | ACK, 41, answer + 1),
        lambda talk: talk.s2c(ACK, answer + 1, 42),
        lambda talk: talk.s2c(FIN | ACK, answer + 1, 42),
        lambda talk: talk.c2s(RST, 42, 0) if missing else talk.c2s(ACK, 42, answer + 2),
    )


def write_close(writer, number, clients, missing, answer=ANSWER):
    talk = Conversation(writer, number, clients)
    for step in steps(missing, answer):
        step(talk)


def write_again(writer, number):
    """A close on the same addresses and ports as the one before."""
    talk = Conversation(writer, number, 1)
    talk.ports = (FIRST_PORT, REDIS)
    for step in steps(missing=number % 100 == 99):
        step(talk)


def write_colliding(writer, number):
    """A close whose addresses and ports, added without carry, are those of every other one."""
    talk = Conversation(writer, number, MANY_CLIENTS)
    (tail,) = struct.unpack("!H", talk.client[2:])
    talk.ports = (COLLISION ^ tail, REDIS)
    for step in steps(missing=number % 100 == 99):
        step(talk)


def write_in_turn(writer, number):
    """A packet of each of as many connections as are open at once, then the next of each."""
    generation, tens = divmod(number, AT_ONCE)
    for packet in range(10 * tens, 10 * tens + 10):
        step, connection = divmod(packet, AT_ONCE)
        talk = Conversation(writer, generation * AT_ONCE + connection, FEW_CLIENTS)
        steps(missing=connection % 100 == 99)[step](talk)


def write_requests(writer, number):
    """Five times a request and its answer, all in the same connection. Wireshark would look for the
    end of what is not Redis in all of it, again and again."""
    talk = Conversation(writer, 0, 1, UNKNOWN)
    for turn in range(5 * number, 5 * number + 5):
        talk.c2s(PSH | ACK, 40 * turn, 100 * turn, 40)
        talk.s2c(PSH | ACK, 100 * turn, 40 * turn + 40, 100)


def write_singles(writer, number, flags):
    """Each packet is a connection of its own."""
    for single in range(10 * number, 10 * number + 10):
        Conversation(writer, single, MANY_CLIENTS).c2s(flags, 0, 0)


# Each writes the ten packets with the given number.
SHAPES = {
    "closes": lambda writer, i: write_close(writer, i, FEW_CLIENTS, i % 100 == 99),
    "quiet closes": lambda writer, i: write_close(writer, i, FEW_CLIENTS, False),
    "reset closes": lambda writer, i: write_close(writer, i, FEW_CLIENTS, True),
    "a thousand at once": write_in_turn,
    "one connection": write_requests,
    "SYN flood": lambda writer, i: write_singles(writer, i, SYN),
    "FIN scan": lambda writer, i: write_singles(writer, i, FIN),
    "RST flood": lambda writer, i: write_singles(writer, i, RST),
    "one client": lambda writer, i: write_close(writer, i, 1, i % 100 == 99),
    "one four-tuple": write_again,
    "collisions": write_colliding,
    "jumbo answers": lambda writer, i: write_close(writer, i, FEW_CLIENTS, i % 100 == 99,
                                                   JUMBO_ANSWER),
    "many hosts": lambda writer, i: write_close(writer, i, MANY_CLIENTS, i % 100 == 99),
}


def make_capture(path, tens, shape="closes"):
    with open(path, "wb") as file:
        writer = Writer(file)
        for number in range(tens):
            SHAPES[shape](writer, number)


if __name__ == "__main__":
    make_capture(sys.argv[1], int(sys.argv[2]), *sys.argv[3:])
