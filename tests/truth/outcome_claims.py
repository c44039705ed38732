# SPDX-License-Identifier: GPL-2.0-or-later
"""Sentences on what became of a connection by a RST, with what the packets must show."""

from claim import claim, nanoseconds, require
from conversation import distance, furthest
from segments import ACK, FIN, RST, SYN

ALL_ACKED = "All data had been acknowledged"
FRAMES = (" in frame {frame}", " from frame {frame} on", "")
OCTETS = ("{octets} octets", "{octets} octet")


def _losses(what, then):
    """The ways in which it is said, at the beginning of a sentence and behind a semicolon."""
    begins = (what[0].upper() + what[1:], what)
    return [f"{begin}{frame} ({octets}) {then}"
            for begin in begins for frame in FRAMES for octets in OCTETS]


def _data_end(segment):
    return (segment.seq + segment.has(SYN) + segment.length) % 2**32


def _unacknowledged(scene, end, other, by_reset=True):
    """Octets of `end` before the RST that no segment of the other, also a later one, acknowledges;
    a RST only where it has something to say of them. `by_reset`: what the RST itself acknowledges
    had been taken."""
    sent = [one for one in scene.before.sent_by(end) if not one.has(RST)]
    require(sent, "nothing of it was captured")
    data_end = furthest(_data_end(one) for one in sent)
    acks = [one.ack for one in scene.connection.sent_by(other) if one.has(ACK) and (
        not one.has(RST) and (one.frame < scene.reset.frame or end == scene.sender)
        or one.frame == scene.reset.frame and by_reset)]
    acked = furthest(ack for ack in acks if distance(ack, furthest(one.end for one in sent)) <= 0)
    require(acked is not None, "nothing was acknowledged")
    return max(0, distance(data_end, acked))


def _is_lost(scene, end, other, octets, frame):
    unacknowledged = [_unacknowledged(scene, end, other, by_reset) for by_reset in (True, False)]
    require(octets in unacknowledged, f"{unacknowledged} octets were not acknowledged")
    if frame is not None:
        first = scene.earlier(frame)
        require(first.source == end and first.length > 0, f"frame {frame} has no data of that end")
        acked = furthest(one.ack for one in scene.before.sent_by(other)
                         if one.has(ACK) and not one.has(RST))
        require(acked is None or distance(first.end, acked) > 0, f"frame {frame} was acknowledged")


@claim(*_losses("the answer", "may be lost"))
def answer_may_be_lost(scene, octets, frame=None):
    _is_lost(scene, scene.sender, scene.peer, octets, frame)
    asked = [one.frame for one in scene.before.sent_by(scene.peer) if one.length > 0]
    require(asked and (frame is None or asked[0] < frame), "nobody had asked before")


@claim(*_losses("the sender's data", "may be lost"))
def senders_data_may_be_lost(scene, octets, frame=None):
    _is_lost(scene, scene.sender, scene.peer, octets, frame)


@claim(*_losses("the peer's data", "may be lost"))
def peers_data_may_be_lost(scene, octets, frame=None):
    _is_lost(scene, scene.peer, scene.sender, octets, frame)


@claim(*_losses("the peer's data", "came after the sender had closed, and was not read"))
def came_too_late(scene, octets, frame=None):
    _is_lost(scene, scene.peer, scene.sender, octets, frame)
    fins = scene.before.fins(scene.sender)
    require(fins and fins[0].frame < frame, f"frame {frame} came before the sender's FIN")


@claim("all else had been acknowledged")
def all_of_the_sender_was_acked(scene):
    scene.is_value(_unacknowledged(scene, scene.sender, scene.peer), 0, "what was not")


@claim(ALL_ACKED)
def all_was_acked(scene, by_reset=True):
    for end, other in ((scene.sender, scene.peer), (scene.peer, scene.sender)):
        unacknowledged = _unacknowledged(scene, end, other, by_reset)
        scene.is_value(unacknowledged, 0, f"what was not of {end}")


@claim(ALL_ACKED + ": nothing was lost")
def nothing_was_lost(scene):
    all_was_acked(scene, by_reset=False)


@claim("the peer ACKed the sender's FIN in frame {frame}, and was in CLOSE-WAIT for {time}")
def peer_was_in_close_wait(scene, frame, time):
    _waits(scene, scene.sender, scene.peer, frame, time)


@claim("the sender ACKed the peer's FIN in frame {frame}, and was in CLOSE-WAIT for {time}")
def sender_was_in_close_wait(scene, frame, time):
    _waits(scene, scene.peer, scene.sender, frame, time)


def _waits(scene, closer, end, frame, time):
    fins = scene.before.fins(closer)
    require(fins, "the other end had not closed")
    ack = scene.is_acked_by(fins[0], frame)
    require(not ack.has(FIN), f"frame {frame} closes, too")
    own = scene.before.fins(end)
    require(not own or own[0].frame > frame, "it had closed before")
    scene.elapsed(ack, own[0] if own else scene.reset, time)


# Late requests

def _request(scene, trigger):
    """The client's, behind what the server had sent last."""
    request = scene.peers(trigger)
    opening = [one for one in scene.before.originals if one.has(SYN) and not one.has(ACK)]
    if opening:
        require(opening[0].source == scene.peer, "the peer is not the client")
    require(request.length > 0, f"frame {trigger} has no data")
    earlier = [one for one in scene.before.originals
               if one.length > 0 and one.frame < request.frame and not one.has(RST)]
    require(not earlier or earlier[-1].source == scene.sender,
            f"frame {trigger} goes on with what the client had sent before")
    return request


@claim("the request in frame {trigger} does not acknowledge the FIN in frame {own_fin}: it was "
       "sent before that had come")
def request_crossed_the_fin(scene, trigger, own_fin):
    request, fin = _request(scene, trigger), scene.own_fin(own_fin)
    require(distance(request.ack, fin.end) < 0, f"frame {trigger} acknowledges it")


def _told(scene, trigger, time, own_fin, longest):
    request, fin = _request(scene, trigger), scene.own_fin(own_fin)
    require(distance(request.ack, fin.end) >= 0, f"frame {trigger} does not acknowledge the FIN")
    scene.elapsed(fin, request, time)
    after, round_trip = nanoseconds(time)[0], nanoseconds(longest)[0]
    _is_round_trip(scene, round_trip)
    return after, round_trip


def _is_round_trip(scene, told):
    """The fastest answers of both ends make it: no more than the handshake took."""
    syns = [one for one in scene.before.originals if one.has(SYN)]
    if len({one.source for one in syns}) < 2:
        return
    last = next((one for one in scene.before.originals
                 if one.source == syns[0].source and not one.has(SYN)), None)
    require(last is None or told <= 1.01 * (last.time - syns[0].time) + 40_000,
            f"the handshake took {last and last.time - syns[0].time} ns")


@claim("the request in frame {trigger} came {time} after the FIN in frame {own_fin}, less than a "
       "round trip ({longest})")
def request_within_a_round_trip(scene, trigger, time, own_fin, longest):
    after, round_trip = _told(scene, trigger, time, own_fin, longest)
    require(after <= round_trip, f"{after} ns is longer")


@claim("the request in frame {trigger} acknowledges the FIN in frame {own_fin}, and came {time} "
       "after it, more than a round trip ({longest}): the client had been told")
def request_after_the_fin(scene, trigger, own_fin, time, longest):
    after, round_trip = _told(scene, trigger, time, own_fin, longest)
    require(after >= round_trip, f"{after} ns is shorter")


# Resets that were not taken

NOT_TAKEN = ", but not so that its peer took it"


@claim("the sender had reset the connection in frame {first}" + NOT_TAKEN,
       "The sender had reset the connection already in frame {first}" + NOT_TAKEN)
def own_reset_was_not_taken(scene, first):
    earlier = scene.own(first)
    require(earlier.has(RST), f"frame {first} is no RST")
    before, after = (
        [one for one in scene.connection.sent_by(scene.peer) if is_there(one.frame)]
        for is_there in (lambda frame: frame < first, lambda frame: frame > first))
    acked = furthest(one.ack for one in before if one.has(ACK) and not one.has(RST))
    below = acked is not None and distance(earlier.seq, acked) < 0
    require(below or any(not one.has(RST) for one in after),
            "nothing shows that its peer did not take it")
