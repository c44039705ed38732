# SPDX-License-Identifier: GPL-2.0-or-later
"""What is said of the other place is read back from the packets there, without any code of the
analysis."""

import re
import struct
from collections import Counter
from dataclasses import replace
from ipaddress import ip_address

import pytest

import frames as captures
from both_ends import ENDS, NAMES, both, capture, end_of
from segments import ACK, FIN, RST, SYN, options_of, segment_of

PLACE = r"(?P<place>\S+\.pcapng)"
KIND = SYN | FIN | RST | ACK
STATISTICS, DROPS = 5, (5, 7)
MSS, WINDOW_SCALE, SACK_PERMITTED, TIMESTAMPS = 2, 3, 4, 8
CHANGE = re.compile(r"the (?P<whose>sender|peer)'s (?P<what>[\w ]+?)(?: in frame (?P<frame>\d+))? "
                    r"\((?:not|(?P<here>\S+)) here, (?:not|(?P<there>\S+)) there\)")


def is_alike(one, other):
    """Of one packet at two places: also behind a NAT."""
    return (one.seq, one.ack, one.length, one.flags & KIND) == (
        other.seq, other.ack, other.length, other.flags & KIND)


def option(kind, value_of):
    """What the option says, where there is one."""
    def read(segment):
        return next((value_of(data) for found, data in options_of(segment) if found == kind), None)

    return read


# Of a segment, as it is told; none where the segment has none.
CHANGED = {
    "address": lambda segment: str(ip_address(segment.source.address)),
    "port": lambda segment: str(segment.source.port),
    "sequence numbers": lambda segment: str(segment.seq),
    "MSS": option(MSS, lambda data: str(int.from_bytes(data))),
    "window scale": option(WINDOW_SCALE, lambda data: str(data[0])),
    "SACK permitted": option(SACK_PERMITTED, lambda _: "present"),
    "timestamps": option(TIMESTAMPS, lambda _: "present"),
    "options": lambda segment: "present" if segment.options else None,
    "window": lambda segment: str(segment.window),
    "DSCP": lambda segment: str(segment.tos >> 2),
}


class There:
    """The other place, with the RST and the segments here; where numbers are others there, with
    those that they have here."""

    def __init__(self, reset, here, segments, path):
        self.reset = reset
        self.here = here
        self.shift = shift_between(here, segments)
        self.raw = segments
        self.segments = {number: self.as_here(segment) for number, segment in segments.items()}
        self.path = path

    def as_here(self, segment):
        is_client = segment.source.port > segment.destination.port
        own, other = self.shift if is_client else self.shift[::-1]
        return replace(segment, seq=(segment.seq - own) % 2**32,
                       ack=(segment.ack - other) % 2**32 if segment.has(ACK) else segment.ack)

    def changes(self, changes):
        told = list(CHANGE.finditer(changes))
        assert ", ".join(change[0] for change in told) == changes
        for change in told:
            source = self.reset.source if change["whose"] == "sender" else self.reset.destination
            segment = next(segment for number, segment in self.here.items()
                           if segment.source == source
                           and change["frame"] in (None, str(number)) and self.twins_of(segment))
            twin, = self.twins_of(segment)
            value = CHANGED[change["what"]]
            assert (value(segment), value(twin)) == (change["here"], change["there"])
            assert change["here"] != change["there"]

    def twins_of(self, segment):
        return [self.raw[number] for number, other in self.segments.items()
                if is_alike(other, segment) and other.ip_id == segment.ip_id]

    def holds(self, frame, *, before):
        """In that frame, nearer to the sender or not."""
        twin = self.segments[int(frame)]
        assert is_alike(twin, self.reset)
        assert twin.ttl >= self.reset.ttl if before else twin.ttl <= self.reset.ttl

    def lacks_it(self):
        """Or one of several that are equal to the bit."""
        def equal(segments):
            return sum(is_alike(segment, self.reset) and segment.ip_id == self.reset.ip_id
                       for segment in segments.values())

        assert equal(self.segments) < equal(self.here)

    def went_on(self, frame):
        later = self.segments[int(frame)]
        assert not later.has(RST)
        assert (self.reset.source.port == later.source.port
                or self.reset.destination.port == later.destination.port)  # behind a NAT

    def lacks(self, frame):
        lost = self.here[int(frame)]
        assert not lost.has(RST)
        assert not any(is_alike(segment, lost) for segment in self.segments.values())

    def recorder_lost_nothing(self):
        assert dropped(self.path) == 0


CLAIMS = [
    (rf"it was sent: {PLACE}, nearer to the sender, holds it \(frame (?P<frame>\d+) there\)",
     lambda there, frame: there.holds(frame, before=True)),
    (rf"it arrived: {PLACE}, nearer to the receiver, holds it \(frame (?P<frame>\d+) there\)",
     lambda there, frame: there.holds(frame, before=False)),
    (rf"it never came to {PLACE}, nearer to the receiver, which recorded this way before and "
     "after: the receiver does not know of it", There.lacks_it),
    (rf"{PLACE}, nearer to the sender, recorded this way before and after, and does not hold this "
     "RST: something between the two places made it", There.lacks_it),
    (r"the sender went on as if nothing was \(frame (?P<frame>\d+) in " + PLACE + r"\)",
     There.went_on),
    (r"(?:the sender's FIN|the peer's FIN|the ACK of the sender's FIN|the ACK of the peer's FIN|what "
     rf"it answers|the first segment) \(frame (?P<frame>\d+)\) never came to {PLACE}, which recorded "
     "this way before and after", There.lacks),
    (rf"the recorder of {PLACE} says that it missed no packet", There.recorder_lost_nothing),
    (rf"something between this place and {PLACE} changes packets: (?P<changes>.+)", There.changes),
]
NAMED = re.compile(PLACE)


def segments(name, end):
    found = {}
    for number, frame in enumerate(captures.read(capture(name, end)), start=1):
        if segment := segment_of(frame, number):
            found[number] = segment
    return found


def shift_between(here, there):
    """How far the numbers of client and server are from those here, where one connection alone is
    at both places."""
    def first(segments, flags):
        return {segment.seq for segment in segments.values() if segment.flags & KIND == flags}

    syns = [(first(here, flags), first(there, flags)) for flags in (SYN, SYN | ACK)]
    if any(len(numbers) != 1 for pair in syns for numbers in pair):
        return 0, 0
    return tuple(after.pop() - before.pop() for before, after in syns)


def dropped(path):
    """Packets, as Interface Statistics Blocks say (draft-ietf-opsawg-pcapng, 4.6); None: none
    does."""
    octets, at, counts = path.read_bytes(), 0, []
    while at < len(octets):
        kind, length = struct.unpack_from("<II", octets, at)
        option = at + 20
        while kind == STATISTICS and option + 4 <= at + length - 4:
            code, size = struct.unpack_from("<HH", octets, option)
            if code in DROPS:
                counts += struct.unpack_from("<Q", octets, option + 4)
            option += 4 + size + -size % 4
        at += length
    return sum(counts) if counts else None


def check(line, name, seen, flow):
    """The number of the claim that `line` makes."""
    here = seen[end_of(flow["place"])]
    for number, (template, holds) in enumerate(CLAIMS):
        if match := re.fullmatch(template, line):
            values = match.groupdict()
            end = end_of(values.pop("place"))
            there = There(here[flow["reset_frame"]], here, seen[end], capture(name, end))
            holds(there, **values)
            return number
    raise AssertionError(f"nobody knows the sentence: {line}")


@pytest.fixture(scope="module")
def said():
    """How often each claim was made, and true."""
    times = Counter()
    for name in NAMES:
        if name == "syn-proxy-server-refuses":
            continue
        seen = {end: segments(name, end) for end in ENDS}
        for flow in both(*(capture(name, end) for end in ENDS))["flows"]:
            for line in flow["evidence"] + flow["counter_evidence"]:
                if NAMED.search(line):
                    times[check(line, name, seen, flow)] += 1
    return times


@pytest.mark.parametrize("number", range(len(CLAIMS)))
def test_each_sentence_is_said_and_true(number, said):
    assert said[number] > 0
