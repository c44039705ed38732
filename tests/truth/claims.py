# SPDX-License-Identifier: GPL-2.0-or-later
"""The sentences of finrst, each with what the packets must show. A new sentence is a template and,
mostly, a line or two of questions to the scene."""

from claim import TIME, claim, nanoseconds, require
from conversation import distance, is_copy
from scene import KEEP_ALIVE, opens, tos_of
from segments import ACK, FIN, RST, SYN
from survivors import waits_of

MAX_ID_STEP = 256  # between neighbours of one counter of IP IDs
TIME_WAIT = 60 * 10**9  # ns
GIVEN_UP = 3  # FINs at least, of a socket that gives up
FAR = 2**16  # octets: more than a capture misses by chance
LONGEST_ANSWER = 10**9  # ns, on its way
WIDEST_OF_SYN = 65535  # octets: without a scale (RFC 7323, 2.2)
CLOCKS_APART = 10**6  # ns, of one machine's interfaces


# What proves nothing of the packets: what other stacks or settings would do.
@claim(
    "a live FIN_WAIT2 bucket, a closed socket and a missing one all answer this with the same RST",
    "a reject rule of a firewall on the host itself sends the same RST",
    "an accepted socket closed with SO_LINGER 0 before its first byte looks the same",
    "a socket with a TTL of its own looks the same, as the stack answers with the default",
    "a reject rule of a firewall on the way or on the host answers so; a stack other than Linux "
    "may",
    "a small stack (lwIP) that does not know the connection answers so, too",
    "what was captured fits no explanation that finrst knows, or only a rare one",
    "nothing that was captured speaks more for one of the explanations left than for another",
    "unread data and SO_LINGER 0 look the same here: the capture shows no window that would tell",
    "The sender does not know this connection and was not seen to close it: it may have crashed, "
    "restarted or been replaced",
    "The sender's socket was aborted instead of closed",
    "The sender closed and wants no FIN-WAIT-2 (TCP_LINGER2 below 0): it resets as soon as its "
    "FIN is ACKed",
    "The connection was reset before it was used",
    "Something between the hosts sent this RST in the sender's name",
    "Something between the hosts, or a firewall or NAT on the sender's host, sent this RST in the "
    "sender's name",
    "The RST says itself why it was sent",
    "The capture does not tell why this RST was sent")
def nothing_to_see(scene):
    pass


# Verdicts

# What a verdict needs, but the capture lacks, it calls so.
UNSEEN_FIN = "its FIN was not captured"
UNSEEN_TRIGGER = "a segment that was not captured"
FIN_WAIT_2_GONE = "The sender closed first ({close}), but its FIN-WAIT-2 socket was gone when " \
                  "{met} came"


def _gone(close, met):
    return FIN_WAIT_2_GONE.replace("{close}", close).replace("{met}", met)


@claim(_gone("frame {own_fin}, ACKed in frame {ack}", "frame {trigger}"),
       _gone("frame {own_fin}, ACKed in frame {ack}", UNSEEN_TRIGGER))
def fin_wait_2_was_missing(scene, own_fin, ack, trigger=None):
    acked = scene.is_acked_by(scene.own_fin(own_fin), ack)
    _was_met(scene, trigger)
    require(acked.frame < (trigger or scene.reset.frame), "the ACK did not come before")


@claim(_gone("frame {own_fin}", "frame {trigger}"), _gone("frame {own_fin}", UNSEEN_TRIGGER))
def fin_wait_2_was_missing_at_its_ack(scene, own_fin, trigger=None):
    fin = scene.own_fin(own_fin)
    _was_met(scene, trigger)
    first = scene.first_ack_of(fin)
    require(first is None or first.has(FIN), f"frame {first and first.frame} ACKed it")
    require(scene.acks_prove(fin.end), "nothing shows that it was ACKed")


@claim(_gone(UNSEEN_FIN, "frame {trigger}"), _gone(UNSEEN_FIN, UNSEEN_TRIGGER))
def fin_wait_2_of_unseen_fin_was_missing(scene, trigger=None):
    require(not scene.before.fins(scene.sender), "the capture has its FIN")
    _was_met(scene, trigger)
    require(scene.acks_prove(_behind_unseen_fin(scene)), "nothing shows that it had sent a FIN")


def _was_met(scene, trigger):
    if trigger is not None:
        scene.peers(trigger)
    else:
        trigger_not_captured(scene)


FIN_WAIT_1_GONE = "The sender closed first (frame {own_fin}), gave its FIN-WAIT-1 socket up " \
                  "before the FIN was ACKed, and met "


@claim(FIN_WAIT_1_GONE + "frame {trigger} with none", FIN_WAIT_1_GONE + UNSEEN_TRIGGER +
       " with none")
def fin_wait_1_was_missing(scene, own_fin, trigger=None):
    fin = scene.own_fin(own_fin)
    _was_met(scene, trigger)
    fins = scene.before.fins(scene.sender)
    earlier = scene.connection.before(scene.peers(trigger)) if trigger else scene.before
    acks = [one.frame for one in earlier.sent_by(scene.peer)
            if one.has(ACK) and distance(one.ack, fin.end) >= 0]
    require(not acks or acks[0] < fins[-1].frame,
            "the FIN had been ACKed before, and did not come again")


TIME_WAIT_GONE = "The sender had ACKed the peer's FIN; when it came again in {met}, no TIME-WAIT " \
                 "socket was there to ACK it once more"


@claim(TIME_WAIT_GONE.replace("{met}", "frame {trigger}"),
       TIME_WAIT_GONE.replace("{met}", UNSEEN_TRIGGER))
def time_wait_was_missing(scene, trigger=None):
    _was_met(scene, trigger)
    if trigger is None:
        return
    came_again = scene.peers(trigger)
    earlier = scene.connection.before(came_again)
    acked = earlier.acked_by(scene.sender)
    require(acked is not None and distance(acked, came_again.end) >= 0
            or _took_fin(scene, earlier.fins(scene.peer), came_again),
            "nothing shows that the sender had ACKed it")


def _took_fin(scene, came_before, again):
    """A socket that had its own FIN ACKed by a FIN, and did not reset, has ACKed that."""
    fins = scene.before.fins(scene.sender)
    return fins and came_before and distance(came_before[0].ack, fins[0].end) >= 0 and not _resets(
        scene, came_before[0], again.frame)


LATE = "The sender had closed already: nobody was left to take "


@claim(LATE + "frame {trigger}", LATE + UNSEEN_TRIGGER)
def reached_a_closed_sender(scene, trigger=None):
    _was_met(scene, trigger)
    met = scene.reset if trigger is None else scene.peers(trigger)
    closed = any(_was_sent_before(one, met) for one in scene.before.fins(scene.sender))
    require(closed or scene.acks_prove(_behind_unseen_fin(scene)),
            f"no FIN of the sender was sent before frame {met.frame} came")


def _came_before(earlier, later):
    """In the capture, or but for the clocks of two interfaces."""
    return earlier.frame < later.frame or earlier.time - later.time < CLOCKS_APART


def _was_sent_before(fin, came):
    """Before the sender of the FIN had the other: captured near the peer, they may cross, and the FIN
    does not acknowledge what had not come."""
    return _came_before(fin, came) or distance(fin.ack, came.end) < 0


def _behind_unseen_fin(scene):
    sent = scene.before.sent_up_to(scene.sender)
    require(sent is not None, "nothing of the sender was captured before")
    return (sent + 1) % 2**32


@claim("Nothing listens on this port: the SYN in frame {trigger} was refused",
       f"Nothing listens on this port: the SYN in {UNSEEN_TRIGGER} was refused")
def nothing_listens(scene, trigger=None):
    if trigger is None:
        require(scene.reset.has(ACK) and scene.reset.seq == 0, "it answers no SYN")
        refused = scene.reset.ack
    else:
        require(opens(scene.peers(trigger)), f"frame {trigger} is no SYN")
        refused = scene.peers(trigger).seq + 1 & 0xFFFFFFFF
    require(not any(one.has(SYN | ACK) and one.source == scene.sender and one.ack == refused
                    for one in scene.connection.segments), "the sender answered with SYN-ACK, too")


@claim("The connection had been reset already in frame {first}; this RST adds nothing",
       "the connection had been reset in frame {first}")
def had_been_reset(scene, first):
    earlier = scene.earlier(first)
    require(earlier.has(RST), f"frame {first} is no RST")
    acked = scene.connection.before(earlier).acked_by(earlier.destination)
    if acked is None or earlier.has(ACK) and earlier.ack == scene.before.first_number(
            earlier.destination):
        return  # a refusal, or nothing to hold its number against
    require(0 <= distance(earlier.seq, acked) <= FAR, f"frame {first} has number {earlier.seq}, "
            f"its receiver waited for {acked}: not accepted (RFC 5961, 3.2)")


@claim("The capture holds nothing of this connection but the RST and what it answers",
       "the capture holds nothing of this connection but the RST and what it answers")
def nothing_else(scene):
    others = [one for one in scene.before.originals if not one.has(RST)]
    require(len({(one.source, one.seq, one.length) for one in others}) <= 1,
            f"it holds {len(others)} frames of it, which do not repeat one")


# Shape

@claim("RST without ACK, its sequence number is the acknowledgement number of frame {trigger} "
       "({seq}), {time} after it: an answer to that segment, which needs no socket")
def quotes_the_acknowledgement(scene, trigger, seq, time):
    answered = scene.peers(trigger)
    require(not scene.reset.has(ACK), "the RST has ACK")
    require(answered.has(ACK), f"frame {trigger} has no ACK")
    scene.is_value(scene.reset.seq, seq, "the RST's number")
    scene.is_value(answered.ack, seq, f"the acknowledgement number of frame {trigger}")
    scene.elapsed(answered, scene.reset, time)


@claim("RST+ACK to frame {trigger}, which had no ACK, {time} after it: an answer to that segment, "
       "which needs no socket")
def answers_what_had_no_ack(scene, trigger, time):
    answered = scene.peers(trigger)
    require(scene.reset.has(ACK), "the RST has no ACK")
    require(not answered.has(ACK), f"frame {trigger} has ACK")
    numbers = {answered.end}
    if answered.has(SYN):  # some stacks leave out its data, or count one less
        numbers |= {answered.seq, (answered.seq + 1) % 2**32}
    require(scene.reset.ack in numbers, f"the RST acknowledges {scene.reset.ack}")
    scene.elapsed(answered, scene.reset, time)


@claim("RST+ACK at the sender's own next sequence number ({seq}), window {window}: as its socket "
       "sends it")
def active_shape(scene, seq, window):
    require(scene.reset.has(ACK), "the RST has no ACK")
    scene.is_value(scene.reset.seq, seq, "the RST's number")
    scene.is_value(scene.reset.window, window, "the RST's window")
    sent = scene.before.sent_up_to(scene.sender)
    require(sent is not None, "nothing of the sender was captured before: its next number is "
            "not known")
    scene.is_value(sent, seq, "the sender's next number")


@claim("RST+ACK with window 0: a Linux socket would have sent its real window, so another stack or "
       "a middle box sent it")
def active_without_window(scene):
    require(scene.reset.has(ACK), "the RST has no ACK")
    scene.is_value(scene.reset.window, 0, "the window")


@claim("RST without ACK that answers no captured segment: its shape does not tell who sent it")
def answers_nothing(scene):
    require(not scene.reset.has(ACK), "the RST has ACK")
    trigger_not_captured(scene)


@claim("what it answers is not in the capture")
def trigger_not_captured(scene):
    answered = [one for one in scene.before.sent_by(scene.peer)
                if not one.has(RST) and _has_numbers_of(scene.reset, one)]
    open_one = next((one for one in answered[-1:] if not _was_answered(scene, one)
                     and scene.reset.time - one.time < _longest_answer(one)), None)
    require(open_one is None, f"frame {open_one and open_one.frame} has the numbers that it takes")


def _longest_answer(segment):
    """What asks for no answer is reset at once or never."""
    return LONGEST_ANSWER if segment.span else LONGEST_ANSWER // 20


def _has_numbers_of(reset, segment):
    """Whether a RST has the numbers of an answer to this segment (RFC 9293, 3.10.7.1)."""
    if reset.has(ACK):
        return not segment.has(ACK) and reset.ack == segment.end
    return segment.has(ACK) and reset.seq == segment.ack


def _was_answered(scene, segment):
    return any(one.source == scene.sender and one.frame > segment.frame
               for one in scene.before.originals)


@claim("window {window} in the RST: Linux answers with 0")
def window_in_passive(scene, window):
    require(window != 0, "that is 0")
    scene.is_value(scene.reset.window, window, "the window")


@claim("window {window} is that of frame {trigger}, not the sender's own: small stacks turn the "
       "segment around that they answer, without a socket")
def window_as_it_came(scene, window, trigger):
    scene.is_value(scene.reset.window, window, "the window")
    scene.is_value(scene.peers(trigger).window, window, f"that of frame {trigger}")
    scene.latest_own()
    alike = [one for one in scene.own_others if one.window == window]
    require(not alike, f"frame {alike and alike[0].frame} of the sender had it, too")


@claim("the acknowledgement field is set without its bit: Linux leaves it 0")
def ack_field_without_bit(scene):
    require(not scene.reset.has(ACK) and scene.reset.ack != 0,
            f"flags {scene.reset.flags:#x}, field {scene.reset.ack}")


@claim("the RST carries TCP options: Linux answers without")
def options_in_passive(scene):
    require(scene.reset.options, "it carries none")


@claim("no TCP options, but the sender's segments had them: a Linux socket sends its timestamps in "
       "a RST too")
def options_missing(scene):
    require(not scene.reset.options, "the RST has options")
    require(any(one.options and not one.has(SYN) for one in scene.own_others),
            "no other segment of the sender behind its SYN had options")


@claim("{time} after frame {trigger}, far longer than this host's other answers: perhaps no answer "
       "to it")
def slow_answer(scene, time, trigger):
    scene.elapsed(scene.peers(trigger), scene.reset, time)


@claim("behind frame {trigger} came more with the same acknowledgement number: the RST may answer "
       "that")
def more_behind(scene, trigger):
    answered = scene.peers(trigger)
    require(any(one.frame > trigger and one.has(ACK) and one.ack == answered.ack
                and not is_copy(one, answered) for one in scene.before.sent_by(scene.peer)),
            "nothing did")


# The closing handshake

@claim("own FIN in frame {own_fin} was ACKed in frame {ack}, {time} before frame {trigger}: the "
       "sender was in FIN-WAIT-2")
def own_fin_acked(scene, own_fin, ack, time, trigger):
    acked = scene.is_acked_by(scene.own_fin(own_fin), ack)
    answered = scene.peers(trigger)
    require(not acked.has(FIN), f"frame {ack} is the peer's FIN, too")
    scene.elapsed(acked, answered, time)
    earlier_fins = scene.connection.before(acked).fins(scene.peer)
    require(not earlier_fins, "the peer's FIN had come before: the sender was in CLOSING or "
            "TIME-WAIT")


@claim("that ACK came {time} after the FIN: the peer's stack delayed it, because the peer had not "
       "closed yet")
def ack_delayed(scene, time):
    fins = scene.before.fins(scene.sender)
    require(fins, "no FIN of the sender was captured")
    ack = scene.first_ack_of(fins[0])
    require(ack is not None, "no ACK of the sender's FIN was captured")
    scene.elapsed(fins[0], ack, time)
    require(not any(one.frame < ack.frame for one in scene.before.fins(scene.peer)),
            "the peer had closed before")


@claim("the peer acknowledges one number more than the sender's last captured data: its FIN, which "
       "the capture misses")
def own_fin_implied(scene):
    require(not scene.before.fins(scene.sender), "the capture has that FIN")
    acked = scene.before.acked_by(scene.peer)
    scene.is_value(acked, _behind_unseen_fin(scene), "what the peer acknowledges")


@claim("the FIN in frame {trigger} is bare and next in order ({seq}): a live socket or FIN_WAIT2 "
       "bucket would have ACKed it")
def bare_fin_in_order(scene, trigger, seq):
    fin = scene.peers_fin(trigger)
    require(fin.is_bare, f"it carries {fin.length} octets")
    scene.is_value(fin.seq, seq, "its number")
    scene.is_next_in_order(fin)


@claim("own FIN in frame {own_fin} was never ACKed")
def own_fin_unacked(scene, own_fin):
    fin = scene.own_fin(own_fin)
    first = scene.first_ack_of(fin)
    require(first is None, f"frame {first and first.frame} ACKs it")
    require(not scene.acks_prove(fin.end), "the RST's number quotes an ACK of it")


@claim("own FIN in frame {own_fin} was first ACKed by the peer's FIN in frame {ack}: the sender was "
       "still in FIN-WAIT-1")
def own_fin_acked_by_fin(scene, own_fin, ack):
    acked = scene.is_acked_by(scene.own_fin(own_fin), ack)
    require(acked.has(FIN), f"frame {ack} has no FIN")
    require(not _lacks_plain_acks(scene) or len(scene.before.fins(scene.sender)) >= GIVEN_UP,
            "the capture shows no plain ACKs: one may have come before")


@claim("no ACK of the own FIN before frame {trigger} is in the capture: it may have been the first")
def ack_of_fin_not_captured(scene, trigger):
    scene.peers(trigger)
    fins = scene.before.fins(scene.sender)
    require(fins, "no FIN of the sender was captured")
    ack = scene.first_ack_of(fins[0])
    require(ack is None or ack.frame >= trigger or ack.has(FIN),
            f"frame {ack and ack.frame} ACKs it")


@claim("the RST's sequence number ({seq}) is one past the own FIN in frame {own_fin}: what it "
       "answers had acknowledged that FIN")
def own_fin_acked_by_number(scene, seq, own_fin):
    _quotes_what_it_answers(scene, seq)
    scene.is_value(scene.own_fin(own_fin).end, seq, "the number behind that FIN")


@claim("the RST's sequence number ({seq}) is before the end of the own FIN in frame {own_fin}: "
       "what it answers was sent before that FIN had arrived")
def sent_before_its_fin_came(scene, seq, own_fin):
    _quotes_what_it_answers(scene, seq)
    require(distance(scene.own_fin(own_fin).end, seq) > 0, "it is not before it")


def _quotes_what_it_answers(scene, seq):
    require(not scene.reset.has(ACK), "the RST has ACK: that is its sender's number")
    scene.is_value(scene.reset.seq, seq, "the RST's number")


def _lacks_plain_acks(scene):
    """The peer's captured segments all have SYN, FIN or RST, as a filter would leave them."""
    return all(one.flags & (SYN | FIN | RST) for one in scene.before.sent_by(scene.peer))


@claim("own FIN was sent {copies} times, {time} before the RST for the first time")
def own_fin_repeated(scene, copies, time):
    fins = scene.before.fins(scene.sender)
    scene.is_value(len(fins), copies, "the number of its FINs")
    scene.elapsed(fins[0], scene.reset, time)


@claim("own FINs before the RST: {copies}; a socket that gives up repeats its FIN more often")
def own_fin_not_repeated(scene, copies):
    scene.is_value(len(scene.before.fins(scene.sender)), copies, "the number of its FINs")
    require(copies < GIVEN_UP, "that is often")


@claim("{time} after that ACK: a socket with TCP_LINGER2 below 0 resets at once")
def not_at_once(scene, time):
    fins = scene.before.fins(scene.sender)
    require(fins, "no FIN of the sender was captured")
    ack = scene.first_ack_of(fins[0])
    require(ack is not None, "no ACK of the sender's FIN was captured")
    scene.elapsed(ack, scene.reset, time)


@claim("own FIN came again after its ACK in frame {ack}: that ACK did not arrive")
def own_fin_repeated_after_ack(scene, ack):
    scene.peers(ack)
    require(any(one.frame > ack for one in scene.before.fins(scene.sender)), "it did not")


@claim("the peer's FIN (frame {peer_fin}) ACKed the own FIN, and came again in frame {trigger}: the "
       "first one had no reset, so a socket was there to take it")
def fin_repeated(scene, peer_fin, trigger):
    first, again = scene.peers_fin(peer_fin), scene.peers_fin(trigger)
    require(peer_fin < trigger and not is_copy(again, first), "they are one FIN")
    fins = scene.before.fins(scene.sender)
    require(fins and distance(first.ack, fins[0].end) >= 0, "it did not ACK the own FIN")
    _had_no_reset(scene, first, trigger)


def _had_no_reset(scene, segment, until):
    require(not _resets(scene, segment, until), "it was reset")


def _resets(scene, segment, until):
    """What the sender sent between a segment and a frame."""
    return [one for one in scene.before.originals if one.has(RST) and one.source == scene.sender
            and segment.frame < one.frame < until]


@claim("the FIN had come before, in frame {peer_fin}, without a captured answer: perhaps a socket "
       "took that one")
def fin_came_before(scene, peer_fin):
    first = scene.peers_fin(peer_fin)
    fins = scene.before.fins(scene.peer)
    require(len(fins) > 1, "there is one FIN")
    ack = scene.first_ack_of(first)
    require(ack is None, f"frame {ack and ack.frame} answered it")
    _had_no_reset(scene, first, fins[1].frame)


@claim("the peer's FIN (frame {peer_fin}) had been ACKed in frame {ack} and came again: TIME-WAIT "
       "would have ACKed it once more")
def fin_acked_before(scene, peer_fin, ack):
    scene.is_acked_by(scene.peers_fin(peer_fin), ack)
    require(any(one.frame > ack for one in scene.before.fins(scene.peer)), "it did not come again")


@claim("frame {trigger} is the bare ACK of the own FIN in frame {own_fin}")
def ack_of_own_fin(scene, trigger, own_fin):
    ack = scene.peers(trigger)
    require(ack.is_bare and not ack.flags & (SYN | FIN | RST), "it is more than an ACK")
    scene.is_acked_by(scene.own_fin(own_fin), trigger)


@claim("frame {trigger} carries nothing new: a live FIN_WAIT2 bucket never resets that")
def carries_nothing_new(scene, trigger):
    answered = scene.peers(trigger)
    require(not scene.is_new(answered), f"{answered.span} numbers up to {answered.end} are new")


@claim("both FINs had been ACKed and the sender was not the one to wait: frame {trigger} came after "
       "the end of the connection")
def late_segment(scene, trigger):
    earlier = scene.connection.before(scene.peers(trigger))
    own, peers = earlier.fins(scene.sender), earlier.fins(scene.peer)
    require(own and peers, "not both FINs were captured before")
    for fin in (own[0], peers[0]):
        ack = scene.first_ack_of(fin)
        require(ack is not None and ack.frame < trigger, f"the FIN of frame {fin.frame} was not "
                "ACKed before")
    require(peers[0].frame < own[0].frame, "the sender closed first")


@claim("the sender had sent its FIN (frame {own_fin}) when the data of frame {trigger} came: nobody "
       "is left to read it")
def data_after_own_fin(scene, own_fin, trigger):
    fin, late = scene.own_fin(own_fin), scene.peers(trigger)
    require(_was_sent_before(fin, late), "the FIN was sent later")
    require(late.length > 0, "it brings no data")
    acked = scene.connection.before(late).acked_by(scene.sender)
    require(acked is None or distance(acked, late.end) < 0, "its data had been acknowledged before")


@claim("the FIN in frame {trigger} ({seq}) is beyond what the sender had received ({expected})")
def fin_beyond_gap(scene, trigger, seq, expected):
    fin = scene.peers_fin(trigger)
    scene.is_value(fin.seq, seq, "its number")
    scene.is_value(scene.connection.before(fin).acked_by(scene.sender), expected,
                   "what the sender had acknowledged")
    require(distance(seq, expected) > 0, "it is next in order")


@claim("the FIN in frame {trigger} ({seq}) is beyond what the sender had acknowledged in the "
       "capture ({expected}), which lacks segments without SYN, FIN and RST: data may have come "
       "before it")
def data_may_be_before(scene, trigger, seq, expected):
    fin_beyond_gap(scene, trigger, seq, expected)
    plain = [one for one in scene.before.segments
             if one.source == scene.sender and not one.flags & (SYN | FIN | RST)]
    require(not plain, f"frame {plain and plain[0].frame} is such a segment")


@claim("if the capture missed an ACK of the octets before frame {trigger}, that FIN was next in "
       "order")
def ack_perhaps_missed(scene, trigger):
    fin = scene.peers_fin(trigger)
    acked = scene.connection.before(fin).acked_by(scene.sender)
    require(acked is None or distance(fin.seq, acked) > 0, "nothing before it waited for an ACK")


@claim("no FIN or RST of the sender was captured before: it may have lost the connection (crash, "
       "restart, failover, load balancer)")
def never_closed(scene):
    closing = [one for one in scene.before.sent_by(scene.sender) if one.flags & (FIN | RST)]
    require(not closing, f"frame {closing and closing[0].frame} was")


@claim("the capture misses a part of the connection: the sender's FIN may have been in it")
def part_not_captured(scene):
    sent = scene.before.sent_up_to(scene.sender)
    complete = scene.connection.has_handshake() and sent is not None and not scene.acks_prove(
        sent + 1)
    require(not complete or any(
        not scene.before.is_received(end, scene.before.sent_up_to(end))
        for end in (scene.sender, scene.peer)), "nothing is seen to miss")


@claim("no other segment of the sender was captured",
       "The capture holds nothing of the sender but the RST: whether it had the connection is not "
       "known")
def sender_unseen(scene):
    others = [one for one in scene.before.originals if one.source == scene.sender]
    require(not others, f"frame {others and others[0].frame} was")


@claim("the sender was alive in frame {frame}, just before frame {trigger}")
def sender_just_sent(scene, frame, trigger):
    require(frame < trigger, "it came later")
    require(not scene.own(frame).has(RST), f"frame {frame} is a RST")
    scene.peers(trigger)


@claim("the sender had ACKed the peer's FIN (frame {peer_fin}) in frame {ack}: it reset in "
       "CLOSE-WAIT instead of closing")
def peer_fin_acked(scene, peer_fin, ack):
    scene.is_acked_by(scene.peers_fin(peer_fin), ack)
    require(not scene.before.fins(scene.sender), "the sender had closed: that is no CLOSE-WAIT")


# The opening handshake

@claim("answers the SYN in frame {trigger}")
def syn_answered(scene, trigger):
    require(opens(scene.peers(trigger)), f"frame {trigger} is no SYN")


@claim("it acknowledges {ack}, not the SYN: the client ignores it (RFC 9293, 3.10.7.3)")
def syn_not_acknowledged(scene, ack):
    require(scene.reset.has(ACK), "it acknowledges nothing")
    scene.is_value(scene.reset.ack, ack, "what it acknowledges")
    syns = [one for one in scene.before.sent_by(scene.peer) if opens(one)]
    require(syns, "no SYN of the peer was captured")
    require(all(distance(ack, one.seq) <= 0 for one in syns), "it acknowledges a SYN")


@claim("its sequence number is {seq}, but the answer to a SYN of a port where nothing listens has 0: "
       "the SYN may have had a SYN-ACK, which the capture misses")
def has_a_number_of_its_own(scene, seq):
    scene.is_value(scene.reset.seq, seq, "its number")
    require(seq != 0, "that is 0")
    require(any(opens(one) for one in scene.before.sent_by(scene.peer)), "no SYN was captured")
    require(not scene.own_others, "so was what the sender said")


@claim("the SYN was answered by a SYN-ACK in frame {frame}: something listens")
def syn_accepted(scene, frame):
    answer = scene.segment(frame)
    require(frame > scene.reset.frame, "it came before the RST")
    require(answer.source == scene.sender and answer.has(SYN | ACK),
            "it is no SYN-ACK of the sender")
    require(any(opens(one) and one.seq + 1 & 0xFFFFFFFF == answer.ack
                for one in scene.connection.sent_by(scene.peer)), "it acknowledges no SYN")


@claim("answers the SYN-ACK in frame {trigger}: the sender did not, or not any more, want the "
       "connection")
def syn_ack_answered(scene, trigger):
    syn_ack = scene.peers(trigger)
    require(syn_ack.has(SYN | ACK), f"frame {trigger} is no SYN-ACK")
    require(syn_ack.ack == scene.reset.seq or scene.reset.has(ACK), "the RST has another number")


@claim("the sender's SYN was answered in frame {trigger} by an ACK for something else: the peer "
       "still holds an older connection of these ports, and the RST ends it")
def challenge_ack(scene, trigger):
    ack = scene.peers(trigger)
    syns = [one for one in scene.before.sent_by(scene.sender) if opens(one)]
    require(syns, "no SYN of the sender was captured")
    require(ack.has(ACK) and not ack.has(SYN), f"frame {trigger} is no plain ACK")
    require(ack.ack != syns[-1].end, "it acknowledges the SYN")


@claim("the handshake was not complete: the sender was in {state}")
def not_yet_established(scene, state):
    sent = scene.before.sent_by(scene.sender)
    beyond = [one for one in sent if not one.flags & (SYN | RST)]
    require(not beyond or state in ("SYN-RECEIVED", "LISTEN"),
            f"frame {beyond and beyond[0].frame} of the sender is beyond the SYN")
    require(not any(one.length or one.has(FIN) for one in beyond),
            "the sender sent data or its FIN")
    if state == "SYN-SENT":
        require(any(opens(one) for one in sent), "no SYN of the sender was captured")
    if state == "SYN-RECEIVED":
        require(any(one.has(SYN) for one in sent), "no SYN-ACK of the sender was captured")
        require(not scene.acks_prove(_first_number(scene)) or _answers_its_ack(scene),
                "the peer had ACKed the SYN-ACK")


def _first_number(scene):
    return scene.before.first_number(scene.sender)


def _answers_its_ack(scene):
    """The RST answers the very first segment that completes the handshake."""
    acks = [one for one in scene.before.sent_by(scene.peer) if not one.has(SYN)]
    return len(acks) <= 1


def _earlier_connections(scene):
    """Of the same ports."""
    return [connection for connection in scene.capture.incarnations
            if connection.segments[0].frame < scene.connection.segments[0].frame
            and {one.source for one in connection.segments} <= {scene.sender, scene.peer}]


@claim("the sender had answered an earlier SYN of these ports and waited for the end of that "
       "handshake; this SYN is within the window that it had offered")
def syn_waited(scene):
    earlier = _earlier_connections(scene)
    require(earlier, "no earlier connection of these ports")
    require(all(one.has(SYN) for one in earlier[-1].segments), "it was more than SYNs")
    answers = earlier[-1].sent_by(scene.sender)
    require(answers and answers[-1].has(ACK), "its SYN was not answered")
    syn = scene.before.sent_by(scene.peer)[-1]
    require(opens(syn), f"frame {syn.frame} opens nothing")
    require(0 <= distance(syn.seq, answers[-1].ack) < answers[-1].window,
            f"frame {syn.frame} is not within the window of frame {answers[-1].frame}")


@claim("an earlier SYN of these ports has no answer in the capture: if there was a SYN-ACK, this SYN "
       "is within the window of that handshake, and a RST ended it")
def earlier_syn_has_no_answer(scene):
    earlier = _earlier_connections(scene)
    require(earlier, "no earlier connection of these ports")
    require(not earlier[-1].sent_by(scene.sender), "it was answered")
    before, syn = earlier[-1].sent_by(scene.peer)[-1], scene.before.sent_by(scene.peer)[-1]
    require(opens(before) and opens(syn), "these are no SYNs")
    require(0 < distance(syn.seq, before.seq) <= WIDEST_OF_SYN,
            f"frame {syn.frame} is not within the window of frame {before.frame}")


@claim("the sender had closed an older connection of these ports, whose FIN-WAIT-2 bucket may have "
       "met the SYN")
def older_connection(scene):
    require(any(connection.fins(scene.sender) for connection in _earlier_connections(scene)),
            "no older connection with a FIN of the sender")


@claim("the server sent nothing after its SYN-ACK and acknowledged no data: a listener that closes "
       "resets the connections that nobody accepted")
def unaccepted_child(scene):
    sent = scene.before.sent_by(scene.sender)
    require(any(one.has(SYN | ACK) for one in sent), "no SYN-ACK of the sender was captured")
    require(all(one.has(SYN) or not one.span for one in sent), "it sent more")
    data = [one for one in scene.before.sent_by(scene.peer) if one.length]
    acks = [one.ack for one in [*sent, scene.reset] if one.has(ACK)]
    require(all(distance(ack, one.seq) <= 0 for one in data for ack in acks),
            f"data of frame {data and data[0].frame} were acknowledged")


@claim("the server's SYN-ACK came again though the client had acknowledged it, and so did the "
       "client's data: the server took neither, as where its accept queue is full")
def handshake_ignored(scene):
    sent = scene.before.sent_by(scene.sender)
    require(all(one.has(SYN | ACK) for one in sent), "the sender sent more than its SYN-ACK")
    acks = [one.frame for one in scene.before.sent_by(scene.peer) if one.ack == sent[0].end]
    require(acks and acks[0] < sent[-1].frame, "no SYN-ACK came behind the client's ACK")
    data = [one.seq for one in scene.before.sent_by(scene.peer) if one.length]
    require(len(data) > len(set(data)), "no data came again")


# The IP header

@claim("TTL {ttl}, as in the sender's other segments")
def ttl_as_flow(scene, ttl):
    scene.is_value(scene.reset.ttl, ttl, "the RST's TTL")
    scene.latest_own()
    for other in scene.own_others:
        require(any(copy.ttl == ttl for copy in scene.connection.copies(other)),
                f"frame {other.frame} has TTL {other.ttl}")


@claim("TTL {ttl}, but the sender's own segments had {senders}: another machine sent it")
def ttl_step(scene, ttl, senders):
    scene.is_value(scene.reset.ttl, ttl, "the RST's TTL")
    others = scene.own_others or scene.connection.others(scene.reset)
    require(any(one.ttl == senders for one in others), f"none had {senders}")
    alike = [one for one in scene.own_others if one.ttl == ttl]
    require(not alike, f"frame {alike and alike[0].frame} had {ttl}, too")


@claim("TOS {tos} is that of frame {trigger}: the kernel copies it into its answer, a firewall rule "
       "does not")
def tos_reflected(scene, tos, trigger):
    scene.is_value(scene.reset.tos, tos, "the RST's TOS")
    scene.is_value(tos_of(scene.peers(trigger)), tos_of(scene.reset), f"that of frame {trigger}")


@claim("TOS {tos} is not that of frame {trigger}: the kernel would have copied it into its answer")
def tos_not_reflected(scene, tos, trigger):
    scene.is_value(scene.reset.tos, tos, "the RST's TOS")
    require(tos_of(scene.peers(trigger)) != tos_of(scene.reset), "it is")


@claim("TOS {tos}, but the sender's own segments had {senders}: the sender's kernel did not send it")
def tos_step(scene, tos, senders):
    scene.is_value(scene.reset.tos, tos, "the RST's TOS")
    scene.is_value(scene.latest_own().tos, senders, "that of the sender's last segment")
    require(all(tos_of(one) != tos_of(scene.reset) for one in scene.own_others),
            "some segment of the sender had it, too")


@claim("IP ID {ip_id} in the RST: Linux answers with 0 (since 4.19)")
def ip_id_in_passive(scene, ip_id):
    require(ip_id != 0, "that is 0")
    scene.is_value(scene.reset.ip_id, ip_id, "the RST's IP ID")


@claim("DF is not set in the RST: Linux sets it in its answers (since 4.19)")
def fragments_allowed(scene):
    require(scene.reset.dont_fragment is False, "DF is set")


def _counts_up(segments, back=MAX_ID_STEP):
    """Whether the IP IDs (0 is none) of all segments follow closely on each other, but for some
    that changed places: by so much they may step back."""
    identifications = [one.ip_id for one in segments if one.ip_id]
    steps = [(later - earlier) % 2**16
             for earlier, later in zip(identifications, identifications[1:])]
    return len(steps) >= 2 and all(step <= MAX_ID_STEP or 2**16 - step <= back for step in steps)


def _is_last_ip_id(scene, senders):
    """The last IP ID before the RST, of the connection or of the host: what was captured behind it
    had been overtaken."""
    for segments in (scene.before.sent_by(scene.sender), scene.host_segments()):
        counted = [one.ip_id for one in segments if one.ip_id and not one.has(RST)]
        if senders in counted:
            behind = counted[len(counted) - counted[::-1].index(senders):]
            if all((senders - one) % 2**16 <= MAX_ID_STEP for one in behind):
                return
    require(False, "the sender's last IP ID is another")


@claim("IP ID 0, while the sender's segments count up (last {senders}): no socket sent it")
def ip_id_zero(scene, senders):
    scene.is_value(scene.reset.ip_id, 0, "the RST's IP ID")
    _is_last_ip_id(scene, senders)
    require(_counts_up(scene.before.sent_by(scene.sender)) or _counts_up(scene.host_segments()),
            "they do not count up")


@claim("IP ID {ip_id} continues the sender's own (last {senders})")
def ip_id_of_socket(scene, ip_id, senders):
    scene.is_value(scene.reset.ip_id, ip_id, "the RST's IP ID")
    _is_last_ip_id(scene, senders)
    require(0 < (ip_id - senders) % 2**16 <= MAX_ID_STEP, "it does not")


@claim("IP ID {ip_id} continues the one counter that the sender's host has for all connections "
       "(last {senders}): that host sent it")
def ip_id_of_host(scene, ip_id, senders):
    ip_id_of_socket(scene, ip_id, senders)
    require(len({one.source.port for one in scene.host_segments()}) > 1
            or len({one.destination for one in scene.host_segments()}) > 1,
            "the capture shows one connection of the host")


@claim("IP ID {ip_id} does not continue the sender's own (last {senders})")
def ip_id_step(scene, ip_id, senders):
    scene.is_value(scene.reset.ip_id, ip_id, "the RST's IP ID")
    _is_last_ip_id(scene, senders)
    require(not 0 <= (ip_id - senders) % 2**16 <= MAX_ID_STEP, "it does")


@claim("IPv6 flow label {label} is the flow's: a bucket or a socket still knew the connection")
def flow_label_of_flow(scene, label):
    scene.is_value(scene.reset.flow_label, label, "the RST's flow label")
    scene.is_value(scene.latest_own().flow_label, label, "that of the sender's last segment")


@claim("IPv6 flow label {label} is not the flow's ({flow_label}): nothing knew the connection any "
       "more")
def flow_label_other(scene, label, flow_label):
    scene.is_value(scene.reset.flow_label, label, "the RST's flow label")
    scene.is_value(scene.latest_own().flow_label, flow_label, "that of the sender's last segment")
    require(all(one.flow_label != label for one in scene.own_others), "some segment had it, too")


@claim("IPv6 flow label 0, while the sender's other segments have one: the kernel would have given "
       "its answer a label, too")
def flow_label_zero(scene):
    scene.is_value(scene.reset.flow_label, 0, "the RST's flow label")
    require(scene.latest_own().flow_label, "the sender's last segment has none")


@claim("the sender went on in frame {frame} as if nothing had been reset: the RST was not its own")
def went_on(scene, frame):
    later = scene.segment(frame)
    require(frame > scene.reset.frame, "it came before the RST")
    require(later.source == scene.sender and not later.flags & (SYN | RST),
            "it is no segment of that connection's sender")
    require(not any(is_copy(later, one) for one in scene.before.segments),
            "it is a copy of one before")
    sent, acked = scene.before.sent_up_to(scene.sender), scene.before.acked_by(scene.sender)
    new = sent is None or distance(later.end, sent) > 0
    newer = acked is None or distance(later.ack, acked) > 0
    require(new or newer, "it brings and acknowledges nothing new: it may have been overtaken")


@claim("length, window {window} and IP ID {ip_id} are those of the packet that came the other way: "
       "it was turned around")
def turned_around(scene, window, ip_id):
    reset = scene.reset
    scene.is_value(reset.window, window, "the window")
    scene.is_value(reset.ip_id, ip_id, "the IP ID")
    require(ip_id and reset.length, "no IP ID, or no data: they tell nothing")
    require(any((one.length, one.window, one.ip_id) == (reset.length, window, ip_id)
                for one in scene.before.sent_by(scene.peer)), "no packet of the peer had them")


@claim("frame {trigger} had been answered in frame {first} by a RST with another TTL: one stack "
       "answers once")
def several_to_one(scene, trigger, first):
    answered, earlier = scene.peers(trigger), scene.own(first)
    require(trigger < first, "the RST came before")
    require(earlier.has(RST), f"frame {first} is no RST")
    for reset in (earlier, scene.reset):
        require(_has_numbers_of(reset, answered) or reset.has(ACK) and reset.ack == answered.end,
                f"frame {reset.frame} does not answer frame {trigger}")
    require(earlier.ttl != scene.reset.ttl, f"both have TTL {earlier.ttl}")


# Aborts

@claim("{probes} keep-alive probes in a row had no answer (the last in frame {frame})")
def keepalive_unanswered(scene, probes, frame):
    last = scene.own(frame)
    heard = max((one.frame for one in scene.before.sent_by(scene.peer)), default=0)
    sent = [one for one in scene.before.sent_by(scene.sender) if one.frame > heard]
    edge = scene.before.sent_up_to(scene.sender)
    silent = [one for one in sent if not one.has(SYN | FIN) and one.length <= KEEP_ALIVE
              and one.seq == (edge - 1) % 2**32]
    scene.is_value(len(silent), probes, "the number of unanswered probes")
    require(any(last in scene.connection.copies(one) for one in silent[-1:]),
            f"the last is in frame {silent and silent[-1].frame}")


@claim("window {before} in the sender's last segment, {window} in the RST less than a millisecond "
       "behind it: what the peer had sent was thrown away unread")
def window_opened(scene, before, window):
    latest = scene.latest_own()
    scene.is_value(latest.window, before, "the window of the last segment")
    scene.is_value(scene.reset.window, window, "the RST's window")
    require(latest.length or latest.has(FIN), "the application said nothing")
    require(0 <= scene.reset.time - latest.time < 1_000_000, "the RST came later")
    require(scene.reset.ack == latest.ack, "something came meanwhile")
    shrunk = [one.window for one in scene.own_others if not one.has(SYN)]
    require(before < max(shrunk), "the window had not shrunk")
    require(before < window, "the window did not open")
    require(any(one.length for one in scene.before.sent_by(scene.peer)), "the peer sent no data")


@claim("its sequence number ({seq}) is not the sender's next one ({following}) as captured")
def not_in_sequence(scene, seq, following):
    scene.is_value(scene.reset.seq, seq, "the RST's number")
    scene.is_value(scene.before.sent_up_to(scene.sender), following, "the sender's next number")
    require(seq != following, "it is that")


@claim("the peer had sent no data: there was nothing left unread")
def nothing_to_read(scene):
    data = [one for one in scene.before.sent_by(scene.peer) if one.length]
    require(not data, f"frame {data and data[0].frame} has data")
    first, sent = scene.before.first_number(scene.peer), scene.before.sent_up_to(scene.peer)
    require(first is not None, "the peer's SYN was not captured: it may have sent data before")
    numbers = [sent, scene.before.acked_by(scene.sender)]
    numbers += [scene.reset.ack] if scene.reset.has(ACK) else []
    require(all(number is None or distance(number, first) <= bool(scene.before.fins(scene.peer))
                for number in numbers), "the numbers prove that data came")


@claim("the RST itself acknowledges frame {trigger}, {time} after it, for the first time")
def reset_acks_new_data(scene, trigger, time):
    answered = scene.peers(trigger)
    require(scene.reset.has(ACK), "the RST has no ACK")
    require(distance(scene.reset.ack, answered.end) >= 0, "it does not acknowledge it")
    acked = scene.before.acked_by(scene.sender)
    require(acked is None or distance(answered.end, acked) > 0, "it had been acknowledged before")
    scene.elapsed(answered, scene.reset, time)


# Other resets

@claim("the same packet as the RST before it, captured twice: no second reset")
def copy_of_reset(scene):
    resets = [one for one in scene.before.segments if one.source == scene.sender and one.has(RST)]
    require(resets, "no RST of the sender came before")
    require(is_copy(scene.reset, resets[-1]), f"that in frame {resets[-1].frame} is another packet")


@claim("the RST carries text")
def reset_text(scene):
    require(scene.reset.length, "it carries nothing")


@claim("the RST carries an MP_TCPRST option with the reason")
def mptcp_reset(scene):
    mptcp, subtype = 30, 8
    at, options = 0, scene.reset.options
    while at + 2 < len(options) and options[at]:
        if options[at] == mptcp and options[at + 2] >> 4 == subtype:
            return
        at += 1 if options[at] == 1 else max(options[at + 1], 2)
    require(False, "it carries none")


# Causes

def _own_wait(scene, text):
    """The time in FIN-WAIT-2 of the RST's sender, from the ACK of its FIN to the next segment of
    the peer that the RST may answer."""
    fins = scene.before.fins(scene.sender)
    require(fins, "no FIN of the sender was captured")
    ack = scene.first_ack_of(fins[0])
    require(ack is not None, "no ACK of the sender's FIN was captured")
    told, half_a_digit = nanoseconds(text)
    until = [one for one in scene.before.sent_by(scene.peer) if one.frame > ack.frame]
    require(any(abs(one.time - ack.time - told) <= half_a_digit + 1
                for one in [*until, scene.reset]), "no frame came so long after the ACK")
    return told


@claim("{time} in FIN-WAIT-2, less than the FIN timeout of {timeout}: the bucket did not expire, "
       "there was none")
def shorter_than_timeout(scene, time, timeout):
    require(_own_wait(scene, time) < nanoseconds(timeout)[0], "it is not less")


@claim("{time} in FIN-WAIT-2, not less than the FIN timeout of {timeout}")
def timeout_elapsed(scene, time, timeout):
    require(_own_wait(scene, time) >= nanoseconds(timeout)[0] * 0.995, "it is less")


@claim("a tcp_fin_timeout of less than {time} on this host would look the same")
def lower_timeout(scene, time):
    _own_wait(scene, time)


def _survivors(scene):
    return [wait for wait in waits_of(scene.capture, scene.sender.address) if wait.survived]


def _are_survivors(scene, survivors, longest):
    waits = _survivors(scene)
    scene.is_value(len(waits), survivors, "the number of survivors")
    scene.is_time(max(wait.time for wait in waits), longest, "survived the longest")


@claim("other closes of this host survived up to {longest} in FIN-WAIT-2 ({survivors} of them)")
def shorter_than_survivor(scene, longest, survivors):
    _are_survivors(scene, survivors, longest)


@claim("{acks} of this host's survivors were ACKed by a bucket (IP ID 0 in the last ACK), not by a "
       "full socket")
def survivors_had_buckets(scene, acks):
    by_bucket = [wait for wait in _survivors(scene) if wait.answer.ip_id == 0]
    surely = [wait for wait in by_bucket if _counts_up(wait.sent_before, back=0)]
    require(len(surely) <= acks <= len(by_bucket), f"{len(by_bucket)} ACKs have IP ID 0, "
            f"{len(surely)} of them of a socket whose segments count up")


@claim("{survivors} closes of this host survived up to {longest} in FIN-WAIT-2, none longer; the "
       "missing ones start at {shortest}: the timeout lies there")
def survivors_stop(scene, survivors, longest, shortest):
    _are_survivors(scene, survivors, longest)
    missing = [wait.time for wait in waits_of(scene.capture, scene.sender.address)
               if wait.answer is not None and not wait.survived]
    require(missing, "none is missing")
    scene.is_time(min(missing), shortest, "waited the shortest of the missing ones")


@claim("{survivors} closes of this host had a bucket before the first one that had none; then {run} "
       "in a row had none")
def turned_full(scene, survivors, run):
    waits = sorted(waits_of(scene.capture, scene.sender.address), key=lambda wait: wait.ack.time)
    first = min((wait.ack.time for wait in waits if wait.answer and not wait.survived),
                default=scene.reset.time)
    survived = [wait.ack.time for wait in waits if wait.survived]
    scene.is_value(sum(time <= first for time in survived), survivors, "the number before it")
    next_one = min((time for time in survived if time > first), default=scene.capture.segments[-1].time)
    missing = [wait for wait in waits if not wait.survived and first <= wait.ack.time <= next_one]
    require(run <= max(1, len(missing)), f"{len(missing)} had none before the next that had one")


@claim("this host held {count} buckets or more whenever a close was refused one, as counted from "
       "the closes in the capture, and never many more")
def many_buckets_held(scene, count):
    closes = {id(incarnation) for incarnation in scene.capture.incarnations
              if any(one.source.address == scene.sender.address and one.has(FIN)
                     for one in incarnation.segments)}
    require(len(closes) > count, f"{len(closes)} connections were closed by it")


@claim("the {count} missing sockets of this host had waited {shortest} to {longest}, just above a "
       "round time: a timer ends them")
def above_round_time(scene, count, shortest, longest):
    missing = [wait.time for wait in waits_of(scene.capture, scene.sender.address)
               if wait.answer is not None and not wait.survived]
    scene.is_value(len(missing), count, "the number of missing sockets")
    scene.is_time(min(missing), shortest, "waited the shortest")
    scene.is_time(max(missing), longest, "waited the longest")


@claim("a full table of TIME_WAIT buckets on this host (tcp_max_tw_buckets) would look the same")
def full_table(scene):
    require(not scene.reset.has(ACK), "a RST with ACK is not the answer to a FIN without a socket")


@claim("{time} after that ACK, less than the 60 s of TIME-WAIT: the socket did not expire, there "
       "was none")
def within_time_wait(scene, time):
    require(TIME.fullmatch(time) and nanoseconds(time)[0] < TIME_WAIT, "it is not less")
    fins = scene.before.fins(scene.peer)
    require(fins, "no FIN of the peer was captured")
    ack = scene.first_ack_of(fins[0])
    require(ack is not None, "no ACK of the peer's FIN was captured")
    scene.elapsed(ack, scene.reset, time)
