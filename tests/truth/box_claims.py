# SPDX-License-Identifier: GPL-2.0-or-later
"""The sentences on what somebody between the hosts sent, held up or did not translate."""

from claim import claim, nanoseconds, require
from conversation import distance, is_copy
from segments import ACK, FIN, RST, SYN, options_of

LARGEST_STEP = 8  # from one RST of a series to the next
AT_ONCE = 10**6  # ns, to both ends
ID_STEP = 256
EARLY, LATE = 10**8, 10**9  # ns, of a timer
CLOCK_UNIT = 16_000  # ns, in which finrst keeps how fast a host answers
WINDOW_SCALE = 3  # the option, RFC 7323, 2.2


@claim("a SYN cookie that the server does not take (its table of half-open connections was full) "
       "is answered with the same RST",
       "Nothing listens on this port: the SYN that a proxy sent on was refused")
def nothing_to_see(scene):
    pass


@claim("TTL {ttl} after {time}, but this host's handshakes show TTL {host_ttl} and take {shortest} "
       "at least: something nearer than the host answered")
def nearer_than_host(scene, ttl, time, host_ttl, shortest):
    scene.is_value(scene.reset.ttl, ttl, "the RST's TTL")
    scene.elapsed(scene.before.sent_by(scene.peer)[-1], scene.reset, time)
    shown = {one.ttl for one in scene.host_segments() if one.has(SYN)}
    require(host_ttl in shown, f"its handshakes show {shown}")
    told, precision = nanoseconds(shortest)
    taken = min(_handshake_times(scene), default=None)
    require(taken is not None and abs(taken - told) <= precision + CLOCK_UNIT, f"it took {taken}")


def _handshake_times(scene):
    """From SYNs to the SYN-ACKs of the sender's host before the RST."""
    for answer in scene.host_segments():
        if not answer.has(SYN | ACK):
            continue
        syns = [one for one in scene.capture.incarnation(answer).before(answer).segments
                if one.source == answer.destination and one.has(SYN)]
        if syns:
            yield answer.time - syns[-1].time


@claim("TTL {ttl}, but the SYN-ACK in frame {frame} had {senders}: something nearer, a proxy, "
       "answered the SYN for the host that resets now")
def proxy_answered(scene, ttl, frame, senders):
    scene.is_value(scene.reset.ttl, ttl, "the RST's TTL")
    answer = scene.own(frame)
    require(answer.has(SYN | ACK), f"frame {frame} is no SYN-ACK")
    scene.is_value(answer.ttl, senders, "its TTL")
    require(ttl != senders, "that is the same")


def _counts_on(earlier, later):
    return (0 < later.ttl - earlier.ttl <= LARGEST_STEP
            and 0 < later.window - earlier.window <= LARGEST_STEP)


@claim("TTL {ttl} and window {window} are both a little more than in the RST before it: a series "
       "that counts up, as no stack sends it")
def counts_up(scene, ttl, window):
    scene.is_value((scene.reset.ttl, scene.reset.window), (ttl, window), "TTL and window")
    before = [one for one in scene.before.segments if one.source == scene.sender and one.has(RST)]
    require(before and _counts_on(before[-1], scene.reset), "the RST before had others")


@claim("the RST in frame {frame} counts on from its TTL {ttl} and window {window}: a series, as no "
       "stack sends it")
def followed_by_count(scene, frame, ttl, window):
    scene.is_value((scene.reset.ttl, scene.reset.window), (ttl, window), "TTL and window")
    later = scene.segment(frame)
    require(later.has(RST) and later.source == scene.sender, f"frame {frame} is no such RST")
    require(_counts_on(scene.reset, later), "it does not")


BOTH = ", at the same moment: no end answers a RST with a RST, so that something between them " \
       "sent both"


@claim("the other end had been reset in frame {frame}" + BOTH,
       "the other end was reset in frame {frame}" + BOTH)
def both_ends_at_once(scene, frame):
    other = scene.segment(frame)
    require(other.has(RST) and other.source == scene.peer, f"frame {frame} resets the same end")
    require(abs(other.time - scene.reset.time) <= AT_ONCE, "not at the same moment")


@claim("the sender's socket went on in frame {frame}: its IP IDs count on, and the RST had none of "
       "them")
def socket_goes_on(scene, frame):
    later = scene.segment(frame)
    require(frame > scene.reset.frame and later.source == scene.sender
            and not later.flags & (SYN | RST), f"frame {frame} is no later segment of the sender")
    last = [one.ip_id for one in scene.before.sent_by(scene.sender)
            if one.ip_id and not one.has(RST)][-1]
    between = [one.ip_id for one in scene.connection.sent_by(scene.sender) if one.ip_id
               and not one.has(RST) and scene.reset.frame < one.frame < frame]
    for identification in [*between, later.ip_id]:
        require(0 < (identification - last) % 2**16 <= ID_STEP, f"{identification} after {last}")
        last = identification


@claim("the sender's socket lived on after the first reset in its name (frame {first}): this one, "
       "too, was made without it")
def socket_went_on(scene, first):
    require(scene.own(first).has(RST), f"frame {first} is no RST")
    require(any(one.frame > first and not one.flags & (SYN | RST)
                for one in scene.connection.sent_by(scene.sender)), "it sent nothing more")


@claim("nothing of the connection was captured for {time} before frame {trigger}")
def silent_before_trigger(scene, time, trigger):
    _was_silent(scene, scene.peers(trigger), time)


@claim("nothing of the connection was captured for {time} before the RST")
def silent_before_reset(scene, time):
    _was_silent(scene, scene.reset, time)


def _was_silent(scene, segment, text):
    copies = scene.connection.copies(segment)
    before = [one.time for one in scene.connection.before(copies[0]).originals
              if not is_copy(one, segment)]
    require(before, "nothing was captured before")
    told, precision = nanoseconds(text)
    silences = [one.time - max(before) for one in copies]
    require(any(abs(silence - told) <= precision + 2 for silence in silences),
            f"it was {silences[0]} ns")


@claim("{count} connections of this host were reset after about {time} of silence, as if a timer "
       "ended them")
def silence_repeats(scene, count, time):
    timer, _ = nanoseconds(time)
    ended = [silence for silence in _silences_before_resets(scene)
             if timer - EARLY <= silence <= timer * 1.02 + LATE]
    require(len(ended) >= count, f"{len(ended)} were")


def _silences_before_resets(scene):
    """Of the connections whose first RST is in the name of the sender's host: until that came, or
    until what it may answer."""
    for connection in scene.capture.incarnations:
        resets = [one for one in connection.segments if one.has(RST)]
        if resets and resets[0].source.address == scene.sender.address:
            before = connection.before(resets[0]).originals
            if before:
                yield resets[0].time - before[-1].time
            if len(before) > 1 and before[-1].source == resets[0].destination:
                yield before[-1].time - before[-2].time


@claim("the connection of frame {frame} has the same client port and numbers under another "
       "address: a NAT is between them")
def same_under_other_address(scene, frame):
    other, reset = scene.capture.frame(frame), scene.reset
    require(other is not None, f"frame {frame} holds no TCP segment")
    ends, others = {reset.source, reset.destination}, {other.source, other.destination}
    require(ends != others, "it is the same address")
    require({one.port for one in ends} & {one.port for one in others}, "no port is the same")
    segments = scene.capture.incarnation(other).segments
    numbers = {one.end for one in segments} | {one.ack for one in segments if one.has(ACK)}
    require(reset.seq in numbers or reset.has(ACK) and reset.ack in numbers, "no number is")


@claim("the sender's segments to this peer were captured on both sides of a router, with two TTLs, "
       "this RST on one: it may have been made, or lost, between the two")
def was_captured_on_one_side(scene):
    def hops(segment):
        return {one.ttl for one in scene.capture.incarnation(segment).copies(segment)}

    others = [one for one in scene.host_segments()
              if one.destination.address == scene.peer.address and not one.has(RST)]
    require(any(len(hops(one)) > 1 for one in others), "each of them has one TTL")
    require(len(hops(scene.reset)) == 1, "so has the RST")


@claim("frame {trigger} ends {octets} octets beyond the window that the sender had opened in frame "
       "{frame}: connection tracking calls such a segment invalid, and does not translate it")
def beyond_window(scene, trigger, octets, frame):
    opened, answered = scene.own(frame), scene.peers(trigger)
    shifts = [_window_shift(one) for one in scene.before.segments
              if one.has(SYN) and one.source == scene.sender]
    require(shifts and shifts[0] is not None, "the sender's SYN shows no window scale")
    edge = (scene.connection.before(answered).acked_by(scene.sender)
            + (opened.window << shifts[0])) % 2**32
    scene.is_value(distance(answered.end, edge), octets, "what is beyond the window")


def _window_shift(syn):
    return next((value[0] for kind, value in options_of(syn) if kind == WINDOW_SCALE and value),
                None)
