#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What the command takes beside other programs, as captures grow, and from a pipe, in tables.

    command_ratios.py FINRST [PART ...] [--tens N]

FINRST: build/release/bin/finrst. PARTS: those of the tables; without any, all of them: about an
hour, and 3 GB in /dev/shm. N: packets in tens, instead of those of the tables. The other programs
are installed where they are missing (tests/packages.sh).

Each program reads captures in memory, one program after the other, several rounds of that; what
counts is the processor's time, for the user and for the system, in the best round: whatever else
runs on the machine makes it longer, never shorter.
"""

import argparse
import os
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from make_capture import SHAPES, Writer, make_capture
from table import print_table

ROOT = Path(__file__).resolve().parents[2]
PARENT = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
PACKAGES = ("tcpdump", "wireshark-common", "tshark", "libtrace-tools", "nfdump", "argus-server",
            "tcptrace", "libndpi-bin")
RESETS = "tcp[tcpflags] & tcp-rst != 0"
MILLION = 100_000  # tens of packets
# A connection that is closed may go on for so long: TIME-WAIT, and an eighth.
SECONDS_AFTER = 67.5
PACKETS_PER_SECOND = 20_000  # of the captures


def others(path, folder):
    """By name, what reads the capture for the same end or a part of it."""
    return {
        "tcpdump, prints RSTs": ("tcpdump", "-nn", "-r", path, RESETS),
        "tcpdump, writes RSTs": ("tcpdump", "-nn", "-r", path, "-w", os.devnull, RESETS),
        "capinfos": ("capinfos", path),
        "tracestats": ("tracestats", f"pcapfile:{path}", RESETS),
        "nfpcapd": ("nfpcapd", "-r", path, "-l", folder),
        "argus": ("argus", "-r", path, "-w", os.devnull),
        "tcptrace": ("tcptrace", "-n", path),
        "ndpiReader": ("ndpiReader", "-q", "-i", path),
        "tshark, prints RSTs": ("tshark", "-n", "-r", path, "-Y", "tcp.flags.reset==1"),
    }


@dataclass
class Usage:
    seconds: float  # of the processor, for the user and for the system
    wall: float
    peak: int       # octets of memory


def usage(command):
    begin = time.monotonic()
    process = subprocess.Popen([str(part) for part in command], stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"{command[0]}: exit status {process.returncode}")
    return Usage(used.ru_utime + used.ru_stime, time.monotonic() - begin, used.ru_maxrss * 1024)


def best(rounds, commands):
    """Of each, in turn: the least of each figure."""
    measured = [[usage(command) for command in commands] for _ in range(rounds)]
    return [Usage(*(min(getattr(each, figure) for each in of_one)
                    for figure in ("seconds", "wall", "peak")))
            for of_one in zip(*measured)]


def require(packages):
    subprocess.run(["bash", "-c", '. tests/packages.sh; require_packages "$@"', "bash", *packages],
                   cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def capture(folder, tens, shape):
    path = folder / "capture.pcap"
    make_capture(path, tens, shape)
    return path


def mebibytes(octets):
    return f"{octets / 2**20:.0f} MiB"


def beside_others(finrst, folder, tens=MILLION, rounds=3):
    require(PACKAGES)
    for shape in ("reset closes", "closes"):
        path = capture(folder, tens, shape)
        commands = {"finrst": (finrst, path), **others(path, folder)}
        used = best(rounds, commands.values())
        print_table(f"Beside others, {10 * tens:,} packets, `{shape}`, best of {rounds}",
                    ("program", "processor time", "finrst / it", "wall time", "memory"),
                    [(name, f"{it.seconds:.2f} s", f"{used[0].seconds / it.seconds:.2f}",
                      f"{it.wall:.2f} s", mebibytes(it.peak))
                     for name, it in zip(commands, used)])


def growth(finrst, folder, tens=MILLION, rounds=3):
    """Of a tenth of the packets, and of all."""
    def rows():
        for shape in SHAPES:
            used = [best(rounds, [(finrst, capture(folder, some, shape))])[0]
                    for some in (tens // 10, tens)]
            each = [it.seconds / (10 * some) for it, some in zip(used, (tens // 10, tens))]
            yield (shape, *(f"{one * 1e9:.0f} ns" for one in each), f"{1 / each[1] / 1e6:.1f} M",
                   mebibytes(used[1].peak))

    print_table(f"As captures grow, best of {rounds}",
                ("capture", f"each of {tens:,} packets", f"each of {10 * tens:,}",
                 "segments in a second", "memory"), rows())


def resident(process):
    status = Path(f"/proc/{process.pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) * 1024


def stream(finrst, _, tens=100 * MILLION, lines=10):
    """Through a pipe, with what is resident as it goes on."""
    def rows():
        command = subprocess.Popen([finrst, "-"], stdin=subprocess.PIPE,
                                   stdout=subprocess.DEVNULL)
        with command.stdin as pipe:
            writer = Writer(pipe)
            for line in range(1, lines + 1):
                for number in range(tens * (line - 1) // lines, tens * line // lines):
                    SHAPES["closes"](writer, number)
                pipe.flush()
                connections = writer.packets // 10
                known = min(connections, int(SECONDS_AFTER * PACKETS_PER_SECOND / 10))
                yield (f"{writer.packets:,}", f"{connections:,}", f"{known:,}",
                       mebibytes(resident(command)), mebibytes((64 << 20) + 300 * known))
        if command.wait() != 0:
            raise RuntimeError(f"finrst: exit status {command.returncode}")

    print_table("Through a pipe",
                ("packets", "connections", "that may go on", "resident", "64 MiB and 300 octets "
                 "for each of these"), rows())


def walk(finrst, folder, tens=210_000):
    """From a capture of two gigabytes to an excerpt, beside loading a tenth of it."""
    require(PACKAGES)
    path = capture(folder, tens, "jumbo answers")
    tenth = folder / "tenth.pcap"
    make_capture(tenth, tens // 10, "jumbo answers")
    size = path.stat().st_size
    used = best(1, [(finrst, path, "-w", folder / "excerpt.pcapng"),
                    ("tshark", "-n", "-r", tenth)])
    print_table(f"A capture of {size / 1e9:.1f} GB, {10 * tens:,} packets",
                ("", "processor time", "wall time", "memory"),
                [(name, f"{it.seconds:.1f} s", f"{it.wall:.1f} s", mebibytes(it.peak))
                 for name, it in zip(("finrst big.pcap -w excerpt.pcapng",
                                      "tshark -n -r tenth.pcap"), used)])


PARTS = {"others": beside_others, "growth": growth, "stream": stream, "walk": walk}


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("finrst", metavar="FINRST", type=Path)
    parser.add_argument("parts", metavar="PART", nargs="*", help=", ".join(PARTS))
    parser.add_argument("--tens", metavar="N", type=int)
    arguments = parser.parse_args()
    unknown = set(arguments.parts) - set(PARTS)
    if unknown:
        parser.error(f"no such part: {', '.join(unknown)}")
    size = {} if arguments.tens is None else {"tens": arguments.tens}
    for part in arguments.parts or PARTS:
        with tempfile.TemporaryDirectory(dir=PARENT) as folder:
            PARTS[part](arguments.finrst.resolve(), Path(folder), **size)


if __name__ == "__main__":
    main()
