// SPDX-License-Identifier: GPL-2.0-or-later
#include "trigger.h"

#include <algorithm>

namespace finrst {

namespace {

/// A stack answers at once. What is older than any round trip was not what the RST answers.
constexpr Duration kLongestAnswer = std::chrono::seconds(1);
/// Room for queues on the way, where the time of an undelayed answer is known.
constexpr int kQueueing = 20;
constexpr Duration kLeastQueueing = std::chrono::milliseconds(50);

/// An answer to a segment without ACK has no number to take.
bool hasNoNumber(const Segment& reset) {
    return reset.seq.value() == 0;
}

/// The numbers of a RST that answers a segment without a socket's help (RFC 9293, 3.10.7.1;
/// `tcp_v4_send_reset`).
bool hasNumbersOfAnswer(const Segment& reset, const SentSegment& segment) {
    if (!reset.has(kAck)) return segment.has(kAck) && reset.seq == segment.ack;
    if (segment.has(kAck) || !hasNoNumber(reset)) return false;
    // Of a SYN with data (Fast Open), some stacks acknowledge the SYN alone; others count one less
    // than they should.
    return reset.ack == segment.end() ||
           (segment.has(kSyn) && (reset.ack == segment.seq + 1 || reset.ack == segment.seq));
}

/// Only the time ties a RST without ACK to one of several segments with the same number.
bool comesTooLate(const Segment& reset, const SentSegment& segment) {
    const bool proven = reset.has(kAck) && !segment.has(kAck) && hasNoNumber(reset);
    return !proven && reset.time - segment.time > kLongestAnswer;
}

/// A segment that was ACKed after it came has had its answer.
bool isAnswered(const SentSegment& segment, const Endpoint& sender) {
    return segment.sequenceLength() > 0 && sender.latest.frame > segment.frame &&
           sender.hasAcknowledged(segment.end());
}

/// A socket that aborts while it takes a segment acknowledges that segment for the first time.
bool acknowledgesFirst(const Segment& reset, const SentSegment& segment, const Endpoint& sender) {
    return reset.has(kAck) && segment.sequenceLength() > 0 && reset.ack == segment.end() &&
           !sender.hasAcknowledged(segment.end());
}

/// The RST takes its numbers from an ACK: they are not those of the sender's socket, which would
/// have its own next number, and acknowledge no less than before. So a small stack answers (lwIP,
/// `tcp_rst`), in SYN-SENT, too.
bool echoes(const Segment& reset, const SentSegment& ack, const Endpoint& sender) {
    const bool takes_numbers = reset.has(kAck) && ack.has(kAck) && ack.sequenceLength() == 0 &&
                               reset.seq == ack.ack && reset.ack == ack.end();
    const bool less_than_before = sender.sent_ack && reset.ack.precedes(sender.acked);
    return takes_numbers && sender.spoke() && (reset.seq != sender.next_seq || less_than_before);
}

/// An ACK asks for no answer, so that only the time ties the RST to it: the sender must not have
/// spoken since, nor have taken longer than for other answers, nor have had a living socket just
/// before (one that was neither opening nor closing, nor reset by either end, and whose last
/// segment was captured: the ACK of one that was not may be of its close).
bool isNoAnswerToAck(const Segment& reset, const SentSegment& ack, const Endpoint& sender,
                     const Endpoint& peer) {
    const bool alive = sender.latest && !sender.latest.has(kSyn) && !sender.sentFin() &&
                       sender.reset_frame == 0 && peer.reset_frame == 0 &&
                       ack.time - sender.latest.time < kLongestAnswer &&
                       !sender.next_seq.precedes(ack.ack);
    return alive || sender.latest.frame > ack.frame || isSlowAnswer(reset.time - ack.time, sender);
}

Trigger kindOf(const SentSegment& segment, const Endpoint& sender) {
    if (segment.has(kSyn)) return segment.has(kAck) ? Trigger::kSynAck : Trigger::kSyn;
    if (isKeepaliveProbe(segment, sender)) return Trigger::kKeepalive;
    if (segment.has(kFin)) {
        // Where its ACKs were not captured, or what came before was reset, a gap shows nothing.
        const bool acks_are_known = sender.sent_ack && sender.sent_plain && sender.reset_frame == 0;
        if (acks_are_known && sender.acked.precedes(segment.seq)) return Trigger::kFinGap;
        return segment.length > 0 ? Trigger::kFinData : Trigger::kFin;
    }
    return segment.length > 0 ? Trigger::kData : Trigger::kAck;
}

}  // namespace

bool isSlowAnswer(Duration response, const Endpoint& sender) {
    const AnswerTime fastest(sender.fastest_answer);
    return response > std::max<Duration>(kQueueing * fastest, kLeastQueueing);
}

Answered findTrigger(const Segment& reset, const Endpoint& sender, const Endpoint& peer) {
    Answered answered;
    const auto is_answered_by_reset = [&](const SentSegment& segment) {
        if (!segment || comesTooLate(reset, segment) || isAnswered(segment, sender)) return false;
        const bool passive = hasNumbersOfAnswer(reset, segment);
        if (!passive && !acknowledgesFirst(reset, segment, sender) &&
            !echoes(reset, segment, sender)) {
            return false;
        }
        const Trigger kind = kindOf(segment, sender);
        if (kind == Trigger::kAck && isNoAnswerToAck(reset, segment, sender, peer)) return false;
        answered = {segment, kind, passive};
        return true;
    };
    // Resets come in the order of what they answer: the oldest open segment goes first.
    if (peer.findUnanswered(is_answered_by_reset) == nullptr) is_answered_by_reset(peer.latest);
    return answered;
}

}  // namespace finrst
