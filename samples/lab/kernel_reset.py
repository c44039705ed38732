# SPDX-License-Identifier: GPL-2.0-or-later
"""A host's own account of the resets it sends: in its record, as finrst reads it."""

import ipaddress
import json
from dataclasses import dataclass
from pathlib import Path

from .namespace import run

READER = Path(__file__).resolve().parents[2] / "build/release/samples/lab/kernel_resets"
NANOSECONDS = 1_000_000_000


@dataclass(frozen=True)
class Socket:
    """An address and a port. The kernel prints zeros for the peer that a listener does not have."""

    address: str
    port: int

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


@dataclass(frozen=True)
class Account:
    """The resets of a record, oldest first, and whether its kernel gives reasons."""

    gives_reasons: bool
    resets: list

    @classmethod
    def read(cls, record, ahead=0):
        """The clock of the record is so far (ns) ahead of this machine's."""
        told = json.loads(run(str(READER), str(record)))
        return cls(told["gives_reasons"], [_reset(one, ahead) for one in told["resets"]])


def _reset(told, ahead):
    return KernelReset(told["time"] - ahead, Socket(*told["source"]), Socket(*told["destination"]),
                       told["state"] or "UNKNOWN", told["reason"])
