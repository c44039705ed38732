# SPDX-License-Identifier: GPL-2.0-or-later
"""The counters that tell about resets, as they moved while a scenario played."""

import re

from .labels import NotAsMeant

TELLING = re.compile(
    r"Tcp(OutRsts|EstabResets|AttemptFails"
    r"|Ext(TCPTimeWaitOverflow|TCPAbortOn\w+|TCPAbortFailed|TCPKeepAlive|TCPChallengeACK"
    r"|TCPSYNChallenge|TCPOrphan\w*|PAWS\w+|TW\w*|TCPACKSkipped\w+|TCPFastOpen\w+"
    r"|TCPSynRetrans|TCPRetransFail|TCPTimeouts|ListenDrops|ListenOverflows))"
)


def moved(before, after):
    """The telling counters that are not where they were, with their deltas, sorted by name."""
    deltas = {name: after[name] - before[name] for name in sorted(after) if TELLING.fullmatch(name)}
    return {name: delta for name, delta in deltas.items() if delta}


def check(expected_counters, deltas):
    """Deltas are those of each host, by role. Raises NotAsMeant."""
    for expected in expected_counters:
        delta = deltas[expected.host].get(expected.name, 0)
        if delta != expected.delta:
            raise NotAsMeant(f"{expected}, but it moved by {delta}")
