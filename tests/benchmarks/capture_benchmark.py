#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Times copies of a large capture beside cp and editcap, from page cache to page cache.

    capture_benchmark.py SAVE_CAPTURE [PACKETS]

SAVE_CAPTURE is build/release/tests/capture/save_capture. Fails when an annotated copy takes
more than half a microsecond a packet, or when memory does not suffice.
"""

import os
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path

WANTED_PACKETS_PER_SECOND = 2_000_000
ROUNDS = 3
MEMORY_KIB = 16 << 10
TEXT = "had no socket any more"


def block(kind, body):
    body += b"\0" * (-len(body) % 4)
    return struct.pack("<II", kind, len(body) + 12) + body + struct.pack("<I", len(body) + 12)


def packet(number):
    """TCP with timestamps over Ethernet: a pure ACK, and every third time 300 octets of data."""
    data = b"x" * (300 if number % 3 == 0 else 0)
    client = struct.pack(">I", 0x0A000000 + number % 5000)
    headers = (bytes.fromhex("0200000000010200000000020800") +
               struct.pack(">BBHHHBBH", 0x45, 0, 52 + len(data), number & 0xFFFF, 0x4000, 64, 6,
                           0) +
               client + bytes([10, 1, 0, 1]) +
               struct.pack(">HHIIBBHHH", 40000, 6379, number, number, 0x80, 0x10, 512, 0, 0) +
               bytes.fromhex("0101080a0000000100000002"))
    return headers + data


def write_captures(folder, packets):
    """The same packets as pcapng and as pcap."""
    with open(folder / "in.pcapng", "wb") as pcapng, open(folder / "in.pcap", "wb") as pcap:
        pcapng.write(block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1)))
        pcapng.write(block(1, struct.pack("<HHI", 1, 0, 262144)))
        pcap.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1))
        for i in range(packets):
            data = packet(i)
            stamp = 1_700_000_000_000_000 + 10 * i
            size = len(data)
            pcapng.write(block(6, struct.pack("<IIIII", 0, stamp >> 32, stamp & 0xFFFFFFFF, size,
                                              size) + data))
            pcap.write(struct.pack("<IIII", *divmod(stamp, 1_000_000), size, size) + data)


def run(command):
    """Seconds."""
    begin = time.monotonic()
    subprocess.run([str(part) for part in command], stdout=subprocess.DEVNULL, check=True)
    return time.monotonic() - begin


def measure(name, command, packets):
    seconds = min(run(command) for _ in range(ROUNDS))
    rate = packets / seconds
    print(f"{name:28} {seconds:7.2f} s {rate / 1e6:12.2f}", flush=True)
    return rate


def main():
    # Every save has to do with that much address space, however large the capture.
    save = ["sh", "-c", f'ulimit -v {MEMORY_KIB}; exec "$@"', "sh", sys.argv[1]]
    packets = int(sys.argv[2]) if len(sys.argv) > 2 else 2_000_000
    frames = range(1, packets + 1, max(1, packets // 500))
    comments = [text for frame in frames for text in ("--comment", frame, TEXT)]
    editcap_comments = [text for frame in frames for text in ("-a", f"{frame}:{TEXT}")]
    parent = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=parent) as name:
        folder = Path(name)
        write_captures(folder, packets)
        pcapng, pcap, out = folder / "in.pcapng", folder / "in.pcap", folder / "out.pcapng"
        print(f"{packets} packets, {pcapng.stat().st_size / 1e6:.0f} MB; best of {ROUNDS}; "
              f"saved within {MEMORY_KIB // 1024} MiB of address space\n")
        print(f"{'':28} {'time':>9} {'M packets/s':>12}")
        measure("cp", ["cp", pcapng, out], packets)
        measure("editcap", ["editcap", pcapng, out], packets)
        measure("editcap, 500 comments", ["editcap", *editcap_comments, pcapng, out], packets)
        measure("unchanged", [*save, pcapng, out], packets)
        rates = [measure("500 comments", [*save, *comments, pcapng, out], packets),
                 measure("500 comments, from pcap", [*save, *comments, pcap, out], packets)]
        measure("cut", [*save, "--cut", pcapng, out], packets)
        measure("addresses replaced", [*save, "--replace", pcapng, out], packets)
        measure("cut, replaced, 500 comments",
                [*save, "--cut", "--replace", *comments, pcapng, out], packets)
        measure("500 comments, to gzip", [*save, *comments, pcapng, folder / "o.gz"], packets)
    if min(rates) < WANTED_PACKETS_PER_SECOND:
        sys.exit("slower than 2 million packets a second")


main()
