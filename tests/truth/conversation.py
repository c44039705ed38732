# SPDX-License-Identifier: GPL-2.0-or-later
"""What a capture shows of its conversations, computed from the segments alone.

Nothing is assumed that no frame shows: where a question has no answer, it is None.
"""

import collections
from functools import cached_property

from segments import ACK, FIN, RST, SYN

WORD = 2**32
# A copy of a packet, made by what recorded it, comes at once.
LONGEST_COPY_GAP = 5_000_000  # ns


def distance(later, earlier):
    """How far a sequence number is behind another; negative before it (RFC 9293, 3.4)."""
    return (later - earlier + WORD // 2) % WORD - WORD // 2


def is_copy(segment, earlier):
    """Of the same packet: a network may only have changed TTL, TOS and MAC addresses."""
    def same(one):
        return (one.source, one.destination, one.seq, one.ack, one.flags, one.window, one.length,
                one.options, one.ip_id, one.flow_label)
    return same(segment) == same(earlier) and abs(segment.time - earlier.time) <= LONGEST_COPY_GAP


def furthest(numbers):
    """The last of some sequence numbers, or None."""
    last = None
    for number in numbers:
        if last is None or distance(number, last) > 0:
            last = number
    return last


class Incarnation:
    """One connection of a four-tuple: segments in the order of the capture."""

    def __init__(self, segments):
        self.segments = segments

    @cached_property
    def originals(self):
        """Without copies."""
        kept = []
        for segment in self.segments:
            if not any(is_copy(segment, earlier) for earlier in kept[-8:]):
                kept.append(segment)
        return kept

    def copies(self, segment):
        """The segment itself and its copies, in either order."""
        return [other for other in self.segments if is_copy(other, segment)]

    def before(self, segment):
        """As much of it as came before a segment."""
        return Incarnation([one for one in self.segments if one.frame < segment.frame])

    def sent_by(self, end):
        return [segment for segment in self.originals if segment.source == end]

    def others(self, segment):
        """What the sender of a segment sent beside it (and its copies), resets left out."""
        return [one for one in self.segments if one.source == segment.source
                and not one.has(RST) and not is_copy(one, segment)]

    def fins(self, end):
        return [segment for segment in self.sent_by(end) if segment.has(FIN)]

    def sent_up_to(self, end):
        """The number behind all that an end was seen to send, or None."""
        return furthest(one.end for one in self.sent_by(end) if not one.has(RST))

    def acked_by(self, end):
        """The furthest number that an end was seen to acknowledge, or None."""
        return furthest(one.ack for one in self.sent_by(end)
                        if one.has(ACK) and not one.has(RST))

    def first_number(self, end):
        """Of the data of an end, told by its SYN, or else None."""
        return next((one.seq + 1 & WORD - 1 for one in self.sent_by(end) if one.has(SYN)), None)

    def has_handshake(self):
        ends = {one.source for one in self.segments if one.has(SYN)}
        return len(ends) == 2

    def is_received(self, sender, up_to):
        """Whether what `sender` sent is seen to be complete up to a number: acknowledged by the
        other end, or captured without a hole."""
        acked = furthest(one.ack for one in self.originals if one.source != sender
                         and one.has(ACK) and not one.has(RST))
        start = acked if acked is not None else self.first_number(sender)
        if start is None:
            return False
        for one in sorted(self.sent_by(sender), key=lambda one: distance(one.seq, start)):
            if not one.has(RST) and distance(one.seq, start) <= 0 < distance(one.end, start):
                start = one.end
        return distance(start, up_to) >= 0


class Capture:
    """All conversations of a capture."""

    def __init__(self, segments):
        self.segments = segments
        self._by_frame = {segment.frame: segment for segment in segments}
        self._incarnations = {}
        for four_tuple in self._conversations().values():
            for incarnation in _incarnations(four_tuple):
                for segment in incarnation.segments:
                    self._incarnations[segment.frame] = incarnation

    def _conversations(self):
        by_ends = collections.defaultdict(list)
        for segment in self.segments:
            by_ends[frozenset((segment.source, segment.destination))].append(segment)
        return by_ends

    def frame(self, number):
        return self._by_frame.get(number)

    def incarnation(self, segment):
        return self._incarnations[segment.frame]

    @cached_property
    def incarnations(self):
        return list({id(one): one for one in self._incarnations.values()}.values())


def _incarnations(segments):
    """A SYN with another number begins a new connection once the old one had begun otherwise;
    unless its answer came before it, as clocks of two interfaces may have it."""
    parts = [[]]
    opening = None
    for segment in segments:
        if segment.flags & (SYN | ACK) == SYN:
            if segment.seq != opening and not all(_belongs(one, segment) for one in parts[-1]):
                parts.append([])
            opening = segment.seq
        parts[-1].append(segment)
    return [Incarnation(part) for part in parts]


def _belongs(segment, syn):
    """Whether a segment before a SYN may be of the same connection, which both ends may open."""
    if segment.source == syn.source or not segment.has(ACK):
        return segment.has(SYN)
    return 0 < distance(segment.ack, syn.seq) < WORD // 4
