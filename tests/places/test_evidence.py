# SPDX-License-Identifier: GPL-2.0-or-later
"""What is said of the other place is read back from the packets there, without any code of the
analysis."""

import re
import struct
from collections import Counter

import pytest

import frames as captures
from both_ends import ENDS, NAMES, both, capture, end_of
from segments import ACK, FIN, RST, SYN, segment_of

PLACE = r"(?P<place>\S+\.pcapng)"
KIND = SYN | FIN | RST | ACK
STATISTICS, DROPS = 5, (5, 7)


def is_alike(one, other):
    """Of one packet at two places: also behind a NAT."""
    return (one.seq, one.ack, one.length, one.flags & KIND) == (
        other.seq, other.ack, other.length, other.flags & KIND)


class There:
    """The other place, with the RST and the segments here."""

    def __init__(self, reset, here, segments, path):
        self.reset = reset
        self.here = here
        self.segments = segments
        self.path = path

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
]
NAMED = re.compile(PLACE)


def segments(name, end):
    found = {}
    for number, frame in enumerate(captures.read(capture(name, end)), start=1):
        if segment := segment_of(frame, number):
            found[number] = segment
    return found


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
