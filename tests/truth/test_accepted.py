# SPDX-License-Identifier: GPL-2.0-or-later
"""`finrst.accepted` against what the receivers' kernels counted, over the samples.

The labels hold how far each host's counters moved:

- TcpEstabResets: sockets that went from ESTABLISHED or CLOSE-WAIT to CLOSED (`tcp_set_state`). A RST
  that is taken does that (`tcp_reset`); so does a socket that its own host aborts or destroys.
- TcpAttemptFails: sockets that went to CLOSED from SYN-SENT or SYN-RECEIVED (`tcp_done`,
  `tcp_check_req`), which a RST alone does in the samples.
- TcpExtTCPChallengeACK: challenges, to RSTs of another number than the next one, and to SYNs, which
  TcpExtTCPSYNChallenge counts too (`tcp_send_challenge_ack`).

No counter tells of a RST that is taken after the receiver's own FIN, or by a TIME_WAIT bucket.
"""

import collections
import json
import os
from ipaddress import ip_address

import pytest

import frames
from calibration import labelled_samples
from conversation import Capture
from finrst import Finrst
from segments import ACK, SYN, segments_of

COUNTERS = ("TcpEstabResets", "TcpAttemptFails", "challenges")
# In these a segment by hand or by a scanner is reset: there is no socket that could take the RST.
BY_HAND = ("another-syn-in-window", "live-bucket-syn", "mptcp-join-unknown", "port-scan",
           "stray-ack", "stray-data", "syn-ack-of-another-time", "syns-cross-ack-of-unsent-data")
# A host of which this is said may have ended the connection itself, with a counted reset or without
# a word (`vanish` in the lab).
OF_THE_SENDERS_OWN = ("abort", "linger2_abort", "half_open", "handshake_reset")


def role(address):
    """By the lab's network: 10.N.1.2 and 2001:db8:N:1::2 are the client, N.2.2 the server. What goes
    to the router's own address goes through its NAT to the server."""
    octets = ip_address(address).packed
    is_host = octets[-1] == 2
    net = octets[2] if len(octets) == 4 else octets[7]
    return "client" if is_host and net == 1 else "server"


def counter(connection, reset):
    """Which one moves when the receiver takes the RST, by its state as the segments show it; None:
    none does."""
    before = connection.before(reset)
    receiver, sender = reset.destination, reset.source
    sent = before.sent_by(receiver)
    # A FIN that was captured after the RST was on its way already when that was taken.
    if connection.fins(receiver):
        return None
    if sent and all(one.has(SYN) for one in sent):
        is_open = sent[-1].has(ACK) and any(not one.has(SYN) for one in before.sent_by(sender))
        return "TcpEstabResets" if is_open else "TcpAttemptFails"
    return "TcpEstabResets"


class Tally:
    """Of one sample: by host and counter, the sockets to which a RST was sent that finrst calls
    accepted, challenged, or neither of these nor refused; and those that hosts ended themselves."""

    def __init__(self, labels, segments, said):
        self._sockets = collections.defaultdict(set)
        capture = Capture(segments)
        seen = set()
        for one in said:
            reset = capture.frame(one.frame)
            if one.related not in seen:  # else it is the same RST, behind the NAT
                self._add(one.accepted, reset, counter(capture.incarnation(reset), reset))
            seen.add(one.frame)
        for label in labels["resets"]:
            if label["verdict"] in OF_THE_SENDERS_OWN:
                reset = capture.frame(label["frame"])
                self._note("own", reset.source, reset.destination, "TcpEstabResets")

    def _add(self, accepted, reset, name):
        if accepted in ("challenged", "unknown"):
            self._note(accepted, reset.destination, reset.source, "challenges")
        if accepted in ("yes", "unknown") and name is not None:
            self._note(accepted, reset.destination, reset.source, name)

    def _note(self, word, end, other, name):
        self._sockets[role(end.address), name, word].add((end, other))

    def bounds(self, host, name):
        """How far the counter moved at least and at most, as finrst has it."""
        sure, more = ({ends for word in words for ends in self._sockets[host, name, word]}
                      for words in (("yes", "challenged"), ("unknown", "own")))
        return len(sure), len(sure | more)


def counted(labels, host):
    counters = collections.Counter(labels["counters"].get(host, {}))
    counters["challenges"] = counters["TcpExtTCPChallengeACK"] - counters["TcpExtTCPSYNChallenge"]
    return counters


@pytest.fixture(scope="module")
def comparisons():
    """Sample, host, counter, how far it moved, and the bounds."""
    found = []
    with Finrst(os.environ["FINRST_PLUGIN_DIR"]) as finrst:
        for sample in labelled_samples():
            labels = json.loads(sample.with_suffix(".labels.json").read_text())
            on_another_wire = "web" in labels
            if on_another_wire or sample.stem.removesuffix("-ipv6") in BY_HAND:
                continue
            tally = Tally(labels, segments_of(frames.read(sample)), finrst(sample))
            # The kernel behind another stack has sockets of its own.
            for host in ("client",) if "stack" in labels else ("client", "server"):
                moved = counted(labels, host)
                found += [(sample.stem, host, name, moved[name], *tally.bounds(host, name))
                          for name in COUNTERS]
    return found


def test_as_many_resets_are_called_accepted_as_the_receivers_counted(comparisons):
    wrong = [one for one in comparisons if not one[4] <= one[3] <= one[5]]
    assert not wrong, "\n".join(
        f"{sample}: {name} of the {host} moved by {moved}, which finrst has between {least} and "
        f"{most}" for sample, host, name, moved, least, most in wrong)


def test_most_of_what_the_receivers_counted_is_known(comparisons):
    """The bounds could not fail if they were wide."""
    for name, fewest in zip(COUNTERS, (35, 8, 1)):
        known = sum(moved for *_, which, moved, least, most in comparisons
                    if which == name and least == most)
        assert known >= fewest, f"{name}: {known}"
