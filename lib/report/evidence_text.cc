// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/evidence_text.h"

#include <array>

namespace finrst {

namespace {

struct Line {
    Evidence kind;
    std::string_view text;
};

constexpr std::array kLines = {
    Line{Evidence::kPassiveShape,
         "RST without ACK, its sequence number is the acknowledgement number of frame {trigger} "
         "({seq}), {response} after it: an answer to that segment, which needs no socket"},
    Line{Evidence::kPassiveShapeWithoutAck,
         "RST+ACK to frame {trigger}, which had no ACK, {response} after it: an answer to that "
         "segment, which needs no socket"},
    Line{Evidence::kActiveShape,
         "RST+ACK at the sender's own next sequence number ({seq}), window {window}: as its socket "
         "sends it"},
    Line{Evidence::kActiveWithoutWindow,
         "RST+ACK with window 0: a Linux socket would have sent its real window, so another stack "
         "or a middle box sent it"},
    Line{Evidence::kBareResetUnanswered,
         "RST without ACK that answers no captured segment: its shape does not tell who sent it"},
    Line{Evidence::kWindowInPassive, "window {window} in the RST: Linux answers with 0"},
    Line{Evidence::kWindowAsItCame,
         "window {window} is that of frame {trigger}, not the sender's own: small stacks turn the "
         "segment around that they answer, without a socket"},
    Line{Evidence::kAckFieldInPassive,
         "the acknowledgement field is set without its bit: Linux leaves it 0"},
    Line{Evidence::kOptionsInPassive, "the RST carries TCP options: Linux answers without"},
    Line{Evidence::kOptionsMissing,
         "no TCP options, but the sender's segments had them: a Linux socket sends its timestamps "
         "in a RST too"},
    Line{Evidence::kSlowAnswer,
         "{response} after frame {trigger}, far longer than this host's other answers: perhaps no "
         "answer to it"},
    Line{
        Evidence::kMoreBehind,
        "behind frame {trigger} came more with the same acknowledgement number: the RST may answer "
        "that"},
    Line{Evidence::kOwnFinAcked,
         "own FIN in frame {own_fin} was ACKed in frame {own_fin_ack}, {fin_wait_2} before frame "
         "{trigger}: the sender was in FIN-WAIT-2"},
    Line{Evidence::kAckDelayed,
         "that ACK came {ack_delay} after the FIN: the peer's stack delayed it, because the peer "
         "had not closed yet"},
    Line{Evidence::kOwnFinImplied,
         "the peer acknowledges one number more than the sender's last captured data: its FIN, "
         "which the capture misses"},
    Line{Evidence::kBareFinInOrder,
         "the FIN in frame {trigger} is bare and next in order ({trigger_seq}): a live socket or "
         "FIN_WAIT2 bucket would have ACKed it"},
    Line{Evidence::kOwnFinUnacked, "own FIN in frame {own_fin} was never ACKed"},
    Line{Evidence::kOwnFinAckedByFin,
         "own FIN in frame {own_fin} was first ACKed by the peer's FIN in frame {own_fin_ack}: the "
         "sender was still in FIN-WAIT-1"},
    Line{Evidence::kOwnFinRepeated,
         "own FIN was sent {fin_copies} times, {fin_age} before the RST for the first time"},
    Line{Evidence::kOwnFinRepeatedAfterAck,
         "own FIN came again after its ACK in frame {own_fin_ack}: that ACK did not arrive"},
    Line{Evidence::kFinRepeated,
         "the peer's FIN (frame {peer_fin}) ACKed the own FIN, and came again in frame {trigger}: "
         "the first one had no reset, so a socket was there to take it"},
    Line{
        Evidence::kFinCameBefore,
        "the FIN had come before, in frame {peer_fin}, without a captured answer: perhaps a socket "
        "took that one"},
    Line{Evidence::kFinAckedBefore,
         "the peer's FIN (frame {peer_fin}) had been ACKed in frame {peer_fin_ack} and came again: "
         "TIME-WAIT would have ACKed it once more"},
    Line{Evidence::kAckOfOwnFin,
         "frame {trigger} is the bare ACK of the own FIN in frame {own_fin}"},
    Line{Evidence::kBareSegmentAfterFin,
         "frame {trigger} carries nothing new: a live FIN_WAIT2 bucket never resets that"},
    Line{Evidence::kLateSegment,
         "both FINs had been ACKed and the sender was not the one to wait: frame {trigger} came "
         "after the end of the connection"},
    Line{Evidence::kDataAfterOwnFin,
         "the sender had sent its FIN (frame {own_fin}) when the data of frame {trigger} came: "
         "nobody is left to read it"},
    Line{Evidence::kRequestCrossedFin,
         "the request in frame {trigger} does not acknowledge the FIN in frame {own_fin}: it was "
         "sent before that had come"},
    Line{Evidence::kRequestWithinRoundTrip,
         "the request in frame {trigger} came {after_fin} after the FIN in frame {own_fin}, less "
         "than a round trip ({round_trip})"},
    Line{Evidence::kRequestAfterFin,
         "the request in frame {trigger} acknowledges the FIN in frame {own_fin}, and came "
         "{after_fin} after it, more than a round trip ({round_trip}): the client had been told"},
    Line{Evidence::kFinBeyondGap,
         "the FIN in frame {trigger} ({trigger_seq}) is beyond what the sender had received "
         "({expected})"},
    Line{Evidence::kAckPerhapsMissed,
         "if the capture missed an ACK of the octets before frame {trigger}, that FIN was next in "
         "order"},
    Line{Evidence::kBucketLooksAlike,
         "a live FIN_WAIT2 bucket, a closed socket and a missing one all answer this with the same "
         "RST"},
    Line{Evidence::kNeverClosed,
         "no FIN or RST of the sender was captured before: it may have lost the connection (crash, "
         "restart, failover, load balancer)"},
    Line{Evidence::kPartNotCaptured,
         "the capture misses a part of the connection: the sender's FIN may have been in it"},
    Line{Evidence::kSenderUnseen, "no other segment of the sender was captured"},
    Line{Evidence::kSenderJustSent,
         "the sender was alive in frame {sender_frame}, just before frame {trigger}"},
    Line{Evidence::kPeerFinAcked,
         "the sender had ACKed the peer's FIN (frame {peer_fin}) in frame {peer_fin_ack}: it reset "
         "in CLOSE-WAIT instead of closing"},
    Line{Evidence::kAckOfFinNotCaptured,
         "no ACK of the own FIN before frame {trigger} is in the capture: it may have been the "
         "first"},
    Line{Evidence::kOwnFinAckedByNumber,
         "the RST's sequence number ({seq}) is one past the own FIN in frame {own_fin}: what it "
         "answers had acknowledged that FIN"},
    Line{Evidence::kDataMayBeBefore,
         "the FIN in frame {trigger} ({trigger_seq}) is beyond what the sender had acknowledged in "
         "the capture ({expected}), which lacks segments without SYN, FIN and RST: data may have "
         "come before it"},
    Line{Evidence::kTriggerNotCaptured, "what it answers is not in the capture"},
    Line{Evidence::kSentBeforeItsFinCame,
         "the RST's sequence number ({seq}) is before the end of the own FIN in frame {own_fin}: "
         "what it answers was sent before that FIN had arrived"},
    Line{
        Evidence::kFinNotRepeated,
        "own FINs before the RST: {fin_copies}; a socket that gives up repeats its FIN more often"},
    Line{Evidence::kNotAtOnce,
         "{response} after that ACK: a socket with TCP_LINGER2 below 0 resets at once"},
    Line{Evidence::kFirewallLooksAlike,
         "a reject rule of a firewall on the host itself sends the same RST"},
    Line{Evidence::kSynAnswered, "answers the SYN in frame {trigger}"},
    Line{Evidence::kSynNotAcknowledged,
         "it acknowledges {ack}, not the SYN: the client ignores it (RFC 9293, 3.10.7.3)"},
    Line{Evidence::kNumberOfItsOwn,
         "its sequence number is {seq}, but the answer to a SYN of a port where nothing listens "
         "has 0: the SYN may have had a SYN-ACK, which the capture misses"},
    Line{Evidence::kSynAckAnswered,
         "answers the SYN-ACK in frame {trigger}: the sender did not, or not any more, want the "
         "connection"},
    Line{Evidence::kChallengeAck,
         "the sender's SYN was answered in frame {trigger} by an ACK for something else: the peer "
         "still holds an older connection of these ports, and the RST ends it"},
    Line{Evidence::kNotYetEstablished, "the handshake was not complete: the sender was in {state}"},
    Line{Evidence::kOlderConnection,
         "the sender had closed an older connection of these ports, whose FIN-WAIT-2 bucket may "
         "have met the SYN"},
    Line{Evidence::kSynWaited,
         "the sender had answered an earlier SYN of these ports and waited for the end of that "
         "handshake; this SYN is within the window that it had offered"},
    Line{Evidence::kEarlierSynUnanswered,
         "an earlier SYN of these ports has no answer in the capture: if there was a SYN-ACK, this "
         "SYN is within the window of that handshake, and a RST ended it"},
    Line{Evidence::kUnacceptedChild,
         "the server sent nothing after its SYN-ACK and acknowledged no data: a listener that "
         "closes resets the connections that nobody accepted"},
    Line{Evidence::kHandshakeIgnored,
         "the server's SYN-ACK came again though the client had acknowledged it, and so did the "
         "client's data: the server took neither, as where its accept queue is full"},
    Line{Evidence::kLinger0LooksAlike,
         "an accepted socket closed with SO_LINGER 0 before its first byte looks the same"},
    Line{Evidence::kTtlAsFlow, "TTL {ttl}, as in the sender's other segments"},
    Line{Evidence::kTtlStep,
         "TTL {ttl}, but the sender's own segments had {sender_ttl}: another machine sent it"},
    Line{Evidence::kTtlCustomLooksAlike,
         "a socket with a TTL of its own looks the same, as the stack answers with the default"},
    Line{Evidence::kTosReflected,
         "TOS {tos} is that of frame {trigger}: the kernel copies it into its answer, a firewall "
         "rule does not"},
    Line{Evidence::kTosNotReflected,
         "TOS {tos} is not that of frame {trigger}: the kernel would have copied it into its "
         "answer"},
    Line{Evidence::kTosStep,
         "TOS {tos}, but the sender's own segments had {sender_tos}: the sender's kernel did not "
         "send it"},
    Line{Evidence::kIpIdInPassive, "IP ID {ip_id} in the RST: Linux answers with 0 (since 4.19)"},
    Line{Evidence::kFragmentsAllowed,
         "DF is not set in the RST: Linux sets it in its answers (since 4.19)"},
    Line{Evidence::kIpIdZero,
         "IP ID 0, while the sender's segments count up (last {sender_ip_id}): no socket sent it"},
    Line{Evidence::kIpIdOfSocket, "IP ID {ip_id} continues the sender's own (last {sender_ip_id})"},
    Line{Evidence::kIpIdOfHost,
         "IP ID {ip_id} continues the one counter that the sender's host has for all connections "
         "(last {sender_ip_id}): that host sent it"},
    Line{Evidence::kIpIdStep,
         "IP ID {ip_id} does not continue the sender's own (last {sender_ip_id})"},
    Line{Evidence::kFlowLabelOfFlow,
         "IPv6 flow label {label} is the flow's: a bucket or a socket still knew the connection"},
    Line{Evidence::kFlowLabelOther,
         "IPv6 flow label {label} is not the flow's ({sender_label}): nothing knew the connection "
         "any more"},
    Line{Evidence::kFlowLabelZero,
         "IPv6 flow label 0, while the sender's other segments have one: the kernel would have "
         "given its answer a label, too"},
    Line{Evidence::kRejectRule,
         "a reject rule of a firewall on the way or on the host answers so; a stack other than "
         "Linux may"},
    Line{Evidence::kHostAnsweredToo,
         "the sender went on in frame {contradiction} as if nothing had been reset: the RST was "
         "not its own"},
    Line{Evidence::kSynAccepted,
         "the SYN was answered by a SYN-ACK in frame {contradiction}: something listens"},
    Line{Evidence::kTurnedAround,
         "length, window {window} and IP ID {ip_id} are those of the packet that came the other "
         "way: it was turned around"},
    Line{Evidence::kSeveralToOne,
         "frame {trigger} had been answered in frame {first_reset} by a RST with another TTL: one "
         "stack answers once"},
    Line{Evidence::kKeepaliveUnanswered,
         "{probes} keep-alive probes in a row had no answer (the last in frame {sender_frame})"},
    Line{Evidence::kNothingToRead, "the peer had sent no data: there was nothing left unread"},
    Line{Evidence::kResetAcksNewData,
         "the RST itself acknowledges frame {trigger}, {response} after it, for the first time"},
    Line{Evidence::kLingerOrUnread,
         "unread data and SO_LINGER 0 look the same here: the capture shows no window that would "
         "tell"},
    Line{Evidence::kWindowOpened,
         "window {latest_window} in the sender's last segment, {window} in the RST less than a "
         "millisecond behind it: what the peer had sent was thrown away unread"},
    Line{Evidence::kNotInSequence,
         "its sequence number ({seq}) is not the sender's next one ({sender_next}) as captured"},
    Line{Evidence::kResetBefore, "the connection had been reset in frame {first_reset}"},
    Line{Evidence::kOwnResetNotTaken,
         "the sender had reset the connection in frame {own_reset}, but not so that its peer took "
         "it"},
    Line{Evidence::kCopyOfReset,
         "the same packet as the RST before it, captured twice: no second reset"},
    Line{Evidence::kNothingElse,
         "the capture holds nothing of this connection but the RST and what it answers"},
    Line{Evidence::kNothingFits,
         "what was captured fits no explanation that finrst knows, or only a rare one"},
    Line{Evidence::kAllAlike,
         "nothing that was captured speaks more for one of the explanations left than for another"},
    Line{Evidence::kResetText, "the RST carries text"},
    Line{Evidence::kMptcpReset, "the RST carries an MP_TCPRST option with the reason"},
    Line{Evidence::kSenderStack, "the sender's stack looks like {stack}: {stack_signs}"},
    Line{Evidence::kActiveAsWindows,
         "RST+ACK at the sender's own next sequence number ({seq}), window 0: as a Windows socket "
         "sends it"},
    Line{Evidence::kAckIsSeqInPassive,
         "the acknowledgement field is the sequence number ({seq}), without its bit: so does "
         "Windows, Linux leaves it 0"},
    Line{Evidence::kNetScalerCode, "window {window} is NetScaler's reason: {netscaler_reason}"},
    Line{Evidence::kFinWait2TimerEnded,
         "{fin_wait_2} after the ACK of the own FIN, without a word of the peer in between: such a "
         "stack resets a closed socket after {stack_timer} in FIN-WAIT-2"},
    Line{Evidence::kTimerOfStackLooksAlike,
         "{fin_wait_2} after the ACK of the own FIN: the timers with which macOS (60 s), Windows "
         "(120 s) and NetScaler (10 s) end FIN-WAIT-2 look the same"},
    Line{Evidence::kSmallStackLooksAlike,
         "a small stack (lwIP) that does not know the connection answers so, too"},
    Line{Evidence::kPeerInCloseWait,
         "the peer ACKed the sender's FIN in frame {own_fin_ack}, and was in CLOSE-WAIT for "
         "{close_wait}"},
    Line{Evidence::kSenderInCloseWait,
         "the sender ACKed the peer's FIN in frame {peer_fin_ack}, and was in CLOSE-WAIT for "
         "{close_wait}"},
    Line{Evidence::kShorterThanTimeout,
         "{fin_wait_2} in FIN-WAIT-2, less than the FIN timeout of {fin_timeout}: the bucket did "
         "not expire, there was none"},
    Line{Evidence::kShorterThanSurvivor,
         "other closes of this host survived up to {longest_survived} in FIN-WAIT-2 ({survivors} "
         "of them)"},
    Line{Evidence::kSurvivorsHadBuckets,
         "{bucket_acks} of this host's survivors were ACKed by a bucket (IP ID 0 in the last ACK), "
         "not by a full socket"},
    Line{Evidence::kTableTurnedFull,
         "{survivors_before} closes of this host had a bucket before the first one that had none; "
         "then {refused_run} in a row had none"},
    Line{Evidence::kManyBucketsHeld,
         "this host held {buckets_met} buckets or more whenever a close was refused one, as "
         "counted from the closes in the capture, and never many more"},
    Line{Evidence::kTimeoutElapsed,
         "{fin_wait_2} in FIN-WAIT-2, not less than the FIN timeout of {fin_timeout}"},
    Line{Evidence::kSurvivorsStop,
         "{survivors} closes of this host survived up to {longest_survived} in FIN-WAIT-2, none "
         "longer; the missing ones start at {shortest_missing}: the timeout lies there"},
    Line{Evidence::kAboveRoundTime,
         "the {missing} missing sockets of this host had waited {shortest_missing} to "
         "{longest_missing}, just above a round time: a timer ends them"},
    Line{Evidence::kLowerTimeoutLooksAlike,
         "a tcp_fin_timeout of less than {fin_wait_2} on this host would look the same"},
    Line{Evidence::kFullTableLooksAlike,
         "a full table of TIME_WAIT buckets on this host (tcp_max_tw_buckets) would look the same"},
    Line{Evidence::kWithinTimeWait,
         "{time_wait} after that ACK, less than the 60 s of TIME-WAIT: the socket did not expire, "
         "there was none"},
    Line{Evidence::kNearerThanHost,
         "TTL {ttl} after {response}, but this host's handshakes show TTL {host_ttl} and take "
         "{host_response} at least: something nearer than the host answered"},
    Line{Evidence::kProxyAnswered,
         "TTL {ttl}, but the SYN-ACK in frame {sender_frame} had {sender_ttl}: something nearer, a "
         "proxy, answered the SYN for the host that resets now"},
    Line{Evidence::kCountsUp,
         "TTL {ttl} and window {window} are both a little more than in the RST before it: a series "
         "that counts up, as no stack sends it"},
    Line{Evidence::kFollowedByCount,
         "the RST in frame {contradiction} counts on from its TTL {ttl} and window {window}: a "
         "series, as no stack sends it"},
    Line{Evidence::kBothEndsAtOnce,
         "the other end had been reset in frame {first_reset}, at the same moment: no end answers "
         "a RST with a RST, so that something between them sent both"},
    Line{Evidence::kOtherEndToo,
         "the other end was reset in frame {contradiction}, at the same moment: no end answers a "
         "RST with a RST, so that something between them sent both"},
    Line{Evidence::kSocketGoesOn,
         "the sender's socket went on in frame {contradiction}: its IP IDs count on, and the RST "
         "had none of them"},
    Line{Evidence::kSocketWentOn,
         "the sender's socket lived on after the first reset in its name (frame {first_reset}): "
         "this one, too, was made without it"},
    Line{Evidence::kCookieLooksAlike,
         "a SYN cookie that the server does not take (its table of half-open connections was full) "
         "is answered with the same RST"},
    Line{Evidence::kSilentBeforeTrigger,
         "nothing of the connection was captured for {idle} before frame {trigger}"},
    Line{Evidence::kSilentBeforeReset,
         "nothing of the connection was captured for {idle} before the RST"},
    Line{Evidence::kSilenceRepeats,
         "{idle_resets} connections of this host were reset after about {idle_timeout} of silence, "
         "as if a timer ended them"},
    Line{Evidence::kSameUnderOtherAddress,
         "the connection of frame {related} has the same client port and numbers under another "
         "address: a NAT is between them"},
    Line{Evidence::kBeyondWindow,
         "frame {trigger} ends {beyond_window} octets beyond the window that the sender had opened "
         "in frame {sender_frame}: connection tracking calls such a segment invalid, and does not "
         "translate it"},
    Line{Evidence::kOnOneSideOnly,
         "the sender's segments to this peer were captured on both sides of a router, with two "
         "TTLs, this RST on one: it may have been made, or lost, between the two"},
    Line{Evidence::kKernelTraced, "the sender's own kernel traced this RST, {kernel_reason}"},
    Line{Evidence::kKernelContradicts,
         "the capture alone looks like {of_capture}, which the kernel's word contradicts"},
    Line{Evidence::kNotTraced,
         "the sender's own kernel was traced at that time, and its TCP did not send this RST"},
    Line{Evidence::kRefusalCounted,
         "this host counted refused TIME_WAIT buckets (TcpExtTCPTimeWaitOverflow) when this close "
         "asked for one: its table was full"},
    Line{Evidence::kNoRefusalCounted,
         "this host counted no refused TIME_WAIT bucket (TcpExtTCPTimeWaitOverflow) from this "
         "close to its RST: its table was not full"},
    Line{Evidence::kHeldTowardSender,
         "it was sent: {toward_sender}, nearer to the sender, holds it (frame "
         "{frame_toward_sender} there)"},
    Line{Evidence::kHeldTowardReceiver,
         "it arrived: {toward_receiver}, nearer to the receiver, holds it (frame "
         "{frame_toward_receiver} there)"},
    Line{Evidence::kNeverArrived,
         "it never came to {toward_receiver}, nearer to the receiver, which recorded this way "
         "before and after: the receiver does not know of it"},
    Line{Evidence::kNeverSent,
         "{toward_sender}, nearer to the sender, recorded this way before and after, and does not "
         "hold this RST: something between the two places made it"},
    Line{Evidence::kTriggerNeverCame,
         "{the_trigger}, which it answers, never came to {toward_sender}"},
    Line{Evidence::kWentOnThere,
         "the sender went on as if nothing was (frame {went_on} in {toward_sender})"},
    Line{Evidence::kRecorderLostNothing,
         "the recorder of {toward_sender} says that it missed no packet"},
    Line{Evidence::kLostBefore,
         "{the_lost} (frame {lost}) never came to {beside}, which recorded this way before and "
         "after"},
    Line{Evidence::kChangedBetween,
         "something between this place and {beside} changes packets: {changes}"},
};
static_assert(kLines.size() == kEvidences);

constexpr bool linesAreInOrder() {
    for (std::size_t i = 0; i < kLines.size(); ++i) {
        if (static_cast<std::size_t>(kLines[i].kind) != i) return false;
    }
    return true;
}
static_assert(linesAreInOrder());

}  // namespace

std::string_view text(Evidence kind) {
    return kLines[static_cast<std::size_t>(kind)].text;
}

}  // namespace finrst
