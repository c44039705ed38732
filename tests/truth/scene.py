# SPDX-License-Identifier: GPL-2.0-or-later
"""A RST and the conversation around it, with the questions that claims are made of."""

from functools import cached_property

from claim import nanoseconds, require
from conversation import Incarnation, distance, furthest, is_copy
from segments import ACK, FIN, RST, SYN

ECN = 0x03
KEEP_ALIVE = 1  # octets at most
CLOCK = 2  # ns that rounding may lose


class Scene:
    """`sender` sent the RST, `peer` is the other end. `before` is what was captured of the
    connection before the RST. A RST that a NAT did not translate, and of whose connection nothing
    else was captured, is one of the connection that the frame `related` is of. `kernel`: the word
    of the sender's kernel on the RST, where a host record holds it."""

    def __init__(self, capture, reset, related=0, kernel=None):
        self.capture = capture
        self.kernel = kernel
        self.reset = reset
        self.sender = reset.source
        self.peer = reset.destination
        self.connection = capture.incarnation(reset)
        if related and all(one.has(RST) for one in self.connection.segments):
            self._take_for_translated(capture.frame(related))
        self.before = self.connection.before(reset)

    def _take_for_translated(self, other):
        """By the client's port, which a NAT leaves alone."""
        by_port = {end.port: end for end in (other.source, other.destination)}
        if self.peer.port in by_port:
            self.peer = by_port.pop(self.peer.port)
            self.sender, = by_port.values()
        else:
            self.sender = by_port.pop(self.sender.port)
            self.peer, = by_port.values()
        segments = [*self.capture.incarnation(other).segments, self.reset]
        self.connection = Incarnation(sorted(segments, key=lambda one: one.frame))

    # Frames

    def segment(self, frame):
        """A segment of the same four-tuple."""
        found = self.capture.frame(frame)
        require(found is not None, f"frame {frame} holds no TCP segment")
        require({found.source, found.destination} == {self.sender, self.peer},
                f"frame {frame} is of another connection")
        return found

    def earlier(self, frame):
        found = self.segment(frame)
        require(frame < self.reset.frame, f"frame {frame} comes after the RST")
        return found

    def own(self, frame):
        """A segment of the RST's sender, before the RST."""
        found = self.earlier(frame)
        require(found.source == self.sender, f"frame {frame} is not from the RST's sender")
        return found

    def peers(self, frame):
        """A segment of its peer, before the RST."""
        found = self.earlier(frame)
        require(found.source == self.peer, f"frame {frame} is not from the peer")
        return found

    def own_fin(self, frame):
        found = self.own(frame)
        require(found.has(FIN), f"frame {frame} has no FIN")
        return found

    def peers_fin(self, frame):
        found = self.peers(frame)
        require(found.has(FIN), f"frame {frame} has no FIN")
        return found

    # Acknowledgements

    def first_ack_of(self, segment):
        """The first frame before the RST that acknowledges all of a segment, or None."""
        return next((one for one in self.before.originals
                     if one.source == segment.destination and one.has(ACK) and not one.has(RST)
                     and distance(one.ack, segment.end) >= 0), None)

    def is_acked_by(self, segment, frame):
        """The frame is the first captured one that acknowledges it."""
        ack = self.segment(frame)
        require(ack.source == segment.destination and ack.has(ACK),
                f"frame {frame} acknowledges nothing of that end")
        require(distance(ack.ack, segment.end) >= 0,
                f"frame {frame} acknowledges {ack.ack}, frame {segment.frame} ends at "
                f"{segment.end}")
        first = self.first_ack_of(segment)
        require(first is not None and (first.frame == frame or ack in self.before.copies(first)),
                f"frame {first and first.frame} acknowledged it first")
        return ack

    def acks_prove(self, number):
        """Whether the numbers of any frame, the RST too, prove that the peer had acknowledged up
        to a number of the sender: a RST without ACK quotes the acknowledgement it answers."""
        proofs = [one.ack for one in self.before.originals
                  if one.source == self.peer and one.has(ACK)]
        if not self.reset.has(ACK):
            proofs.append(self.reset.seq)
        acked = furthest(proofs)
        return acked is not None and distance(acked, number) >= 0

    def is_next_in_order(self, segment):
        """What comes before a peer's segment is seen to have reached the sender."""
        before = self.connection.before(segment)
        acked = before.acked_by(self.sender)
        require(acked is None or distance(acked, segment.seq) <= 0,
                f"the sender had acknowledged {acked} already")
        require(before.is_received(self.peer, segment.seq),
                f"the capture does not show that all before {segment.seq} had arrived")

    def is_new(self, segment):
        """Whether a segment brings what the capture had not shown before."""
        sent = self.connection.before(segment).sent_up_to(segment.source)
        return segment.span > 0 and (sent is None or distance(segment.end, sent) > 0)

    # Times

    def elapsed(self, earlier, later, text):
        """The time from one frame to another, or a copy of it, as precisely as it is printed."""
        told, precision = nanoseconds(text)
        times = [max(0, end.time - start.time) for start in self.connection.copies(earlier)
                 for end in self.connection.copies(later)]
        require(any(abs(time - told) <= precision + CLOCK for time in times),
                f"{times[0]} ns from frame {earlier.frame} to {later.frame}")

    @staticmethod
    def is_time(actual, text, what):
        told, half_a_digit = nanoseconds(text)
        require(abs(actual - told) <= half_a_digit + CLOCK, f"{actual} ns {what}")

    # Headers

    @cached_property
    def own_others(self):
        """The sender's other segments before the RST."""
        return [one for one in self.before.segments if one.source == self.sender
                and not one.has(RST) and not is_copy(one, self.reset)]

    def latest_own(self):
        require(self.own_others, "no other segment of the sender was captured")
        return self.own_others[-1]

    def is_value(self, actual, told, name):
        require(actual == told, f"{name} is {actual}")

    def host_segments(self):
        """What the sender's host sent before the RST, in all connections."""
        return [one for one in self.capture.segments
                if one.source.address == self.sender.address and one.frame < self.reset.frame]


def tos_of(segment):
    """Without the bits of ECN, which belong to the network (RFC 3168, 5)."""
    return segment.tos & ~ECN


def opens(segment):
    return segment.flags & (SYN | ACK) == SYN
