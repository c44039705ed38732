# SPDX-License-Identifier: GPL-2.0-or-later
"""How each stack of the lab opens a connection and resets it in each situation, read from the samples' packets."""

import dataclasses
import itertools
import json

import frames
from segments import ACK, SYN, options_of, segments_of
from tshark import SAMPLES

# What happens; the sample of a kernel (of this machine's, or in samples/stacks/, of another release),
# and what those of other stacks end with.
SITUATIONS = (
    ("nobody listens", "refused", "refused"),
    ("the listener was closed", None, "listener-closed"),
    ("the listener is closed before the connection is accepted", "listener-closed-with-children",
     "listener-closed-with-children"),
    ("the same in the handshake", None, "listener-closed-in-handshake"),
    ("data after the close", "live-bucket-data", "data-after-close"),
    ("the same of one who had called", None, "caller-data-after-close"),
    ("FIN with data after the close", "live-bucket-fin-with-data", "fin-with-data-after-close"),
    ("FIN after FIN-WAIT-2 timed out", "fin-wait-2-timeout", "fin-timeout"),
    ("data after FIN-WAIT-2 timed out", None, "data-after-fin-timeout"),
    ("FIN to nothing", "half-open-fin", "half-open-fin"),
    ("data to nothing", "half-open-data", "half-open-data"),
    ("the same without a listener", None, "half-open-no-listener"),
    ("keep-alive probe to nothing", "half-open-keep-alive", "half-open-keep-alive"),
    ("close over unread data", "abort-unread-data", "abort-unread-data"),
    ("the same of one who had called", None, "caller-abort-unread-data"),
    ("the same in CLOSE-WAIT", "abort-unread-data-after-fin", "abort-unread-data-after-fin"),
    ("abort", "abort-linger-zero", "abort"),
    ("abort in CLOSE-WAIT", "abort-linger-zero-close-wait", "abort-close-wait"),
    ("abort in FIN-WAIT-2", "abort-linger-zero-fin-wait-2", "abort-fin-wait-2"),
    ("nobody acknowledges the FIN", None, "fin-unacknowledged"),
    ("nobody answers keep-alive probes", "keep-alive-timeout", "keep-alive-timeout"),
    ("port used again: ACK instead of SYN-ACK", "port-reused", "caller-port-reused"),
)
KERNELS = ("5.10", "6.1", "6.12")
STACKS = ("lwip", "slirp", "passt")
# What opens a connection, and the sample of each stack that shows it.
OPENINGS = (
    ("SYN", ("abort-linger-zero", "lwip-caller-data-after-close", "slirp-caller-data-after-close")),
    ("SYN-ACK", ("healthy-server-closes", "lwip-abort", "slirp-abort", "passt-abort")),
)
OPTION_NAMES = {1: "NOP", 2: "MSS", 3: "window scale", 4: "SACK", 8: "timestamps"}
INITIAL_TTLS = (64, 128, 255)
NANOSECONDS_OF_MS = 1_000_000


def rows():
    """Lines of Markdown: a row for the first reset of each sample in IPv4. Those that look alike
    share one."""
    return _rows("")


def rows_of_ipv6():
    """The same in IPv6."""
    return _rows("-ipv6")


def _rows(suffix):
    for situation, of_linux, ending in SITUATIONS:
        kernels = (f"linux-{release}-{of_linux}" for release in KERNELS)
        others = (f"{stack}-{ending}" for stack in STACKS)
        found = [path for name in (of_linux, *kernels, *others)
                 for path in SAMPLES.glob(f"*/{name}{suffix}.labels.json")]
        for _, same in itertools.groupby(map(_shown, found), key=lambda shown: shown.shape):
            same = list(same)
            links = ", ".join(shown.link for shown in same)
            yield f"| {' | '.join((situation, links, *same[0].cells))} |"


def openings():
    """Lines of Markdown: a row for the first segment with SYN of each stack."""
    for kind, names in OPENINGS:
        for name in names:
            path, = SAMPLES.glob(f"*/{name}.labels.json")
            yield _opening(kind, path)


def _opening(kind, path):
    labels = json.loads(path.read_text())
    segments = segments_of(frames.read(_capture(labels, path)))
    syn = next(one for one in segments if one.has(SYN) and one.has(ACK) == (kind == "SYN-ACK"))
    cells = [kind, _link(labels, path), _options(syn), syn.window, _initial(syn.ttl),
             f"{'its own' if syn.ip_id else 0}, {_fragments(syn)}"]
    return f"| {' | '.join(map(str, cells))} |"


def _capture(labels, path):
    return path.with_name(f"{labels['sample']}.pcapng")


def _link(labels, path):
    stack = labels.get("stack", "Linux " + ".".join(labels["kernel"].split(".")[:2]))
    return f"[{stack}](../{_capture(labels, path).relative_to(SAMPLES.parent)})"


@dataclasses.dataclass(frozen=True)
class _Shown:
    """What a sample's first reset shows, and what of it makes two samples alike."""

    link: str
    cells: tuple
    shape: tuple


def _shown(path):
    labels = json.loads(path.read_text())
    if not labels["resets"]:
        return _Shown(_link(labels, path), ("no reset", *[""] * 7), ())
    reset = _Reset(_capture(labels, path), labels["resets"][0])
    return _Shown(_link(labels, path), reset.cells(), reset.shape())


class _Reset:
    """A reset, and what its connection and its sender's host showed before it."""

    def __init__(self, capture, label):
        segments = segments_of(frames.read(capture))
        self._reset, = (one for one in segments if one.frame == label["frame"])
        before = [one for one in segments if one.frame < self._reset.frame]
        self._host = [one for one in before if one.source.address == self._reset.source.address]
        self._sent = [one for one in self._host if _way(one) == _way(self._reset)]
        self._came = [one for one in before if _way(one) == _way(self._reset)[::-1]]
        self._answers = label["trigger"] != "none"
        self._kind = label["trigger"]

    def cells(self):
        numbers, header = self._numbers(), self._header()
        return (*numbers, _with_others(self._reset.window, self._other_windows()), *header,
                self._occasion())

    def shape(self):
        """How large windows are, and how soon the answer comes, is not the stack's."""
        is_sockets = bool(self._sent) and not self._other_windows()
        return self._numbers(), is_sockets or self._reset.window, self._header(), self._kind

    def _numbers(self):
        reset, ack = self._reset, self._acknowledgement()
        return ("RST+ACK" if reset.has(ACK) else "RST", self._number(),
                ack if reset.has(ACK) else f"({ack})")

    def _header(self):
        return (self._ttl(), self._identification() if self._is_ipv4 else self._label(),
                _options(self._reset))

    @property
    def _is_ipv4(self):
        return self._reset.flow_label is None

    def _number(self):
        came = self._came[-1]
        next_number = self._next_number()
        return _those_that_hold({
            "SEG.ACK": self._answers and came.has(ACK) and self._reset.seq == came.ack,
            "SND.NXT": self._reset.seq == next_number,
            "SND.UNA": came.has(ACK) and self._reset.seq == came.ack != next_number
                       and not self._answers,
            "0": self._reset.seq == 0})

    def _next_number(self):
        """What follows all that it sent of this connection; None where it sent nothing."""
        ends = []
        for one in self._sent:
            if one.has(SYN):
                first, ends = one.seq, []
            ends.append((one.end - first) % 2**32)
        return (first + max(ends)) % 2**32 if ends else None

    def _acknowledgement(self):
        acked = [one.ack for one in self._sent if one.has(ACK)][-1:]
        holds = {"SEG.SEQ+SEG.LEN": self._answers and self._reset.ack == self._came[-1].end,
                 "RCV.NXT": self._reset.ack in acked
                 or not self._answers and self._reset.ack == self._came[-1].end,
                 "0": self._reset.ack == 0}
        return _those_that_hold(holds)

    def _other_windows(self):
        return {one.window for one in self._sent[-1:] if not one.has(SYN)} - {self._reset.window}

    def _ttl(self):
        other = {_initial(one.ttl) for one in self._sent} - {_initial(self._reset.ttl)}
        return _with_others(_initial(self._reset.ttl), other)

    def _identification(self):
        fragments = _fragments(self._reset)
        last = [one.ip_id for one in self._host[-1:]]
        if last and self._reset.ip_id == last[0] + 1:
            return f"counts on, {fragments}"
        return f"{'its own' if self._reset.ip_id else 0}, {fragments}"

    def _label(self):
        label = self._reset.flow_label
        if label == 0:
            return "0"
        return "the flow's" if label in {one.flow_label for one in self._sent} else "its own"

    def _occasion(self):
        if not self._answers:
            return "unprompted"
        waited = (self._reset.time - self._came[-1].time) / NANOSECONDS_OF_MS
        return f"`{self._kind}`, {waited:.1f} ms"


def _options(segment):
    """Their names, in order."""
    return ", ".join(OPTION_NAMES[kind] for kind, _ in options_of(segment)) or "none"


def _fragments(segment):
    return "DF" if segment.dont_fragment else "no DF"


def _way(segment):
    return segment.source, segment.destination


def _initial(ttl):
    return next(initial for initial in INITIAL_TTLS if ttl <= initial)


def _those_that_hold(holds):
    return " = ".join(name for name, is_true in holds.items() if is_true) or "its own"


def _with_others(value, others):
    return f"{value} (before: {', '.join(map(str, sorted(others)))})" if others else str(value)
