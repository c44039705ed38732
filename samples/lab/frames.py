# SPDX-License-Identifier: GPL-2.0-or-later
"""The RST frames of a capture file, as tshark reads them."""

from dataclasses import dataclass

from .kernel_reset import NANOSECONDS, Socket
from .namespace import run

FIELDS = ("frame.number", "frame.time_epoch", "ip.src", "ipv6.src", "tcp.srcport")
FIELDS += ("ip.dst", "ipv6.dst", "tcp.dstport")


@dataclass(frozen=True)
class ResetFrame:
    """A segment with RST: its number in the capture, its time (ns of UTC), sender and receiver."""

    number: int
    time: int
    source: Socket
    destination: Socket


def read_resets(path):
    """All frames with RST, in the order of the capture."""
    columns = [word for field in FIELDS for word in ("-e", field)]
    table = run("tshark", "-r", str(path), "-Y", "tcp.flags.reset == 1", "-T", "fields", *columns)
    return [_parse(line) for line in table.splitlines()]


def read_start(path):
    """The time of the first frame, in seconds of UTC."""
    return float(run("tshark", "-r", str(path), "-c", "1", "-T", "fields", "-e", "frame.time_epoch"))


def read_addresses(path):
    """Those of all frames."""
    columns = [word for field in ("ip.src", "ipv6.src", "ip.dst", "ipv6.dst")
               for word in ("-e", field)]
    return set(run("tshark", "-r", str(path), "-T", "fields", *columns).split())


def _parse(line):
    number, time, source4, source6, source_port, to4, to6, to_port = line.split("\t")
    seconds, fraction = time.split(".")
    return ResetFrame(
        int(number),
        int(seconds) * NANOSECONDS + int(fraction),
        Socket(source4 or source6, int(source_port)),
        Socket(to4 or to6, int(to_port)),
    )
