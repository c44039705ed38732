#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes a capture of closed connections, made by program: make_capture.py FILE CONNECTIONS.

Ten packets each: handshake, a request, its answer, and a close; in every hundredth connection the
FIN-WAIT-2 socket is missing. With CONNECTIONS = 100000, a million packets.
"""

import struct
import sys

FIN, SYN, RST, PSH, ACK = 1, 2, 4, 8, 16
SERVER = bytes((10, 255, 255, 254))
OPTIONS = bytes((1, 1, 8, 10)) + bytes(8)  # timestamps, as Linux sends them


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


def write_connection(writer, number):
    client = struct.pack("!I", 0x0a000000 + number % 250 + 1)
    to_server = (1024 + number // 250 % 60000, 6379)
    to_client = tuple(reversed(to_server))
    mine, theirs = number * 1000 & 0xffffffff, number * 3000 & 0xffffffff

    def c2s(flags, seq, ack, length=0):
        writer.packet(client, SERVER, to_server, seq & 0xffffffff, ack & 0xffffffff, flags, length)

    def s2c(flags, seq, ack, length=0):
        writer.packet(SERVER, client, to_client, seq & 0xffffffff, ack & 0xffffffff, flags, length)

    c2s(SYN, mine, 0)
    s2c(SYN | ACK, theirs, mine + 1)
    c2s(ACK, mine + 1, theirs + 1)
    c2s(PSH | ACK, mine + 1, theirs + 1, 40)
    s2c(PSH | ACK, theirs + 1, mine + 41, 100)
    c2s(ACK, mine + 41, theirs + 101)
    c2s(FIN | ACK, mine + 41, theirs + 101)
    s2c(ACK, theirs + 101, mine + 42)
    s2c(FIN | ACK, theirs + 101, mine + 42)
    if number % 100 == 99:
        c2s(RST, mine + 42, 0)
    else:
        c2s(ACK, mine + 42, theirs + 102)


def main():
    path, connections = sys.argv[1], int(sys.argv[2])
    with open(path, "wb") as file:
        writer = Writer(file)
        for number in range(connections):
            write_connection(writer, number)


if __name__ == "__main__":
    main()
