# SPDX-License-Identifier: GPL-2.0-or-later
"""Closes of a host, told by each whole connection: which waited in FIN-WAIT-2, and how they ended."""

from dataclasses import dataclass

from conversation import distance
from segments import ACK, FIN, RST, Segment


@dataclass(frozen=True)
class Wait:
    """A close that was acknowledged in a segment of its own, and the peer's FIN that came then.
    `answer`: the host's ACK of that FIN, or its RST, or None; `sent_before`: by its socket."""

    ack: Segment
    peer_fin: Segment
    answer: Segment | None
    sent_before: list

    @property
    def time(self):
        return self.peer_fin.time - self.ack.time

    @property
    def survived(self):
        return self.answer is not None and not self.answer.has(RST)


def _first(segments, *conditions):
    return next((one for one in segments if all(condition(one) for condition in conditions)), None)


def _acks(number):
    return lambda one: one.has(ACK) and not one.has(RST) and distance(one.ack, number) >= 0


def wait_of(connection, host):
    """The wait of this host (an address) in a connection, or None."""
    originals = connection.originals
    fin = _first(originals, lambda one: one.source.address == host and one.has(FIN))
    if fin is None:
        return None
    peers = [one for one in originals if one.source == fin.destination]
    ack = _first(peers, _acks(fin.end))
    peer_fin = _first(peers, lambda one: one.has(FIN))
    if ack is None or peer_fin is None or ack.has(FIN):
        return None
    if peer_fin.frame < ack.frame:
        return None  # it did not wait
    answer = _first(
        originals, lambda one: one.source == fin.source and one.frame > peer_fin.frame,
        lambda one: one.has(RST) or _acks(peer_fin.end)(one))
    sent_before = [one for one in originals
                   if one.source == fin.source and one.frame < peer_fin.frame]
    return Wait(ack, peer_fin, answer, sent_before)


def waits_of(capture, host):
    waits = (wait_of(connection, host) for connection in capture.incarnations
             if any(one.source.address == host for one in connection.segments[:8]))
    return [wait for wait in waits if wait]
