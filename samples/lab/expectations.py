# SPDX-License-Identifier: GPL-2.0-or-later
"""What a scenario means to make happen, to be held against the capture and the kernel's account."""

import socket
from dataclasses import dataclass, replace

SOME = "some"  # instead of a number of times: at least once


@dataclass(frozen=True)
class ExpectedReset:
    """Resets of one kind that follow each other in the capture: true by the way they are made."""

    sender: str
    reason: str | None  # the kernel's; None for a reset that no TCP sent
    verdict: str
    trigger: str
    cause: str | None
    decidable: bool  # False where the wire cannot tell which way the kernel went
    times: int | str


@dataclass(frozen=True)
class ExpectedCounter:
    """How far a counter of a host must have moved."""

    host: str
    name: str
    delta: int


class Expectations:
    """A scenario states here what it makes, in the order of the capture."""

    def __init__(self):
        self.resets = []
        self.uncaptured = []
        self.counters = []
        self.facts = {}
        self.series = {}

    def reset(self, by, reason, verdict, trigger, cause=None, decidable=True, times=1):
        """The next reset in the capture, or the next number of alike ones."""
        self.resets.append(
            ExpectedReset(by.role, reason, verdict, trigger, cause, decidable, times)
        )

    def data_after_close(self, by, reason, trigger):
        """A reset for data after a close, whoever sends it: FIN-WAIT-1, a bucket, or no socket.

        On IPv4 these look alike; on IPv6 a reset without a socket has another flow label.
        """
        decidable = by.family == socket.AF_INET6
        self.reset(by, reason, "data_after_close", trigger, decidable=decidable)

    def uncaptured_reset(self, reason):
        """The kernel reports this reset, but it dies before the capture."""
        self.uncaptured.append(reason)

    def forget_reasons(self):
        """The kernel reports no resets."""
        self.resets = [replace(reset, reason=None) for reset in self.resets]
        self.uncaptured = []

    def counter(self, host, name, delta):
        """The counter, e.g. "TcpExtTCPTimeWaitOverflow", moves by this much at this host."""
        self.counters.append(ExpectedCounter(host.role, name, delta))

    def fact(self, **facts):
        """What else is true by the way the sample is made, e.g. fact(pool="mixed")."""
        self.facts |= facts

    def observed(self, name, series):
        """Something measured during the capture: pairs of a time (seconds of UTC) and a value."""
        self.series[name] = series
