# SPDX-License-Identifier: GPL-2.0-or-later
"""The kernel's own account of the resets it sends: the tracepoint tcp:tcp_send_reset."""

import ipaddress
import re
import time
from dataclasses import dataclass
from pathlib import Path

from .namespace import run

TRACEFS = Path("/sys/kernel/tracing")
# <task>-<pid> [<cpu>] <flags> <seconds>: tcp_send_reset: ... src=A:P dest=A:P state=S reason=R
EVENT = re.compile(
    r" (?P<seconds>\d+)\.(?P<microseconds>\d{6}): tcp_send_reset: .*"
    r" src=(?P<source>\S+) dest=(?P<destination>\S+) state=(?P<state>\S+) reason=(?P<reason>\S+)"
)
NANOSECONDS = 1_000_000_000


@dataclass(frozen=True)
class Socket:
    """An address and a port. The kernel prints zeros for the peer that a listener does not have."""

    address: str
    port: int

    @classmethod
    def parse(cls, text):
        """Reads "10.0.1.2:80" and "[2001:db8::2]:80"."""
        address, port = text.rsplit(":", 1)
        return cls(str(ipaddress.ip_address(address.strip("[]"))), int(port))

    def covers(self, other):
        """Whether this is the other socket, or the peer that a listener does not have."""
        unknown = self.port == 0 and ipaddress.ip_address(self.address).is_unspecified
        return unknown or self == other


@dataclass(frozen=True)
class KernelReset:
    """A reset as the kernel reported it: who sent it to whom, when (ns of UTC), and why.

    State is that of the socket that the kernel held in hand: LISTEN when a segment of a vanished
    connection found the listener of its port, UNKNOWN when it found none.
    """

    time: int
    source: Socket
    destination: Socket
    state: str
    reason: str


def parse_trace(trace, ahead, addresses):
    """The resets in a trace that were sent from the given addresses, oldest first. The clock of the
    trace is so far (ns) ahead of UTC."""
    found = []
    for event in filter(None, map(EVENT.search, trace.splitlines())):
        at = int(event["seconds"]) * NANOSECONDS + int(event["microseconds"]) * 1000 - ahead
        source, destination = Socket.parse(event["source"]), Socket.parse(event["destination"])
        if source.address in addresses:
            state = event["state"].removeprefix("TCP_")
            found.append(KernelReset(at, source, destination, state, event["reason"]))
    return found


def mount_tracefs():
    """Raises CommandFailed where the kernel has no tracefs."""
    if not (TRACEFS / "instances").is_dir():
        run("mount", "-t", "tracefs", "nodev", str(TRACEFS))


class KernelLog:
    """A context manager: inside the block resets are logged, in a trace instance of our own."""

    gives_reasons = True

    def __init__(self, number):
        self._instance = TRACEFS / "instances" / f"finrst-{number}"
        self._enable = self._instance / "events/tcp/tcp_send_reset/enable"

    def __enter__(self):
        mount_tracefs()
        self._instance.mkdir(exist_ok=True)
        # TAI is the one clock that tracing and, but for whole seconds, packet timestamps share.
        self._instance.joinpath("trace_clock").write_text("tai")
        self._instance.joinpath("trace").write_text("")  # what a killed run may have left
        self._enable.write_text("1")
        return self

    def __exit__(self, *exception):
        self._enable.write_text("0")
        self._instance.rmdir()

    def resets(self, addresses):
        """The resets sent so far from the given addresses, oldest first."""
        clocks = time.clock_gettime(time.CLOCK_TAI) - time.clock_gettime(time.CLOCK_REALTIME)
        leap = round(clocks) * NANOSECONDS
        return parse_trace(self._instance.joinpath("trace").read_text(), leap, addresses)
