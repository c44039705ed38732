// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/verdict_text.h"

namespace finrst {

namespace {

constexpr std::array<VerdictText, kVerdicts> kVerdictTexts = {{
    {Verdict::kFinWait2Missing, "fin_wait_2_missing", Severity::kWarning,
     "FIN-WAIT-2 socket missing",
     "The sender closed first (frame {own_fin}, ACKed in frame {own_fin_ack}), but its FIN-WAIT-2 "
     "socket was gone when frame {trigger} came",
     "the sender had closed, its FIN was ACKed, and its FIN-WAIT-2 socket was gone when the "
     "peer's FIN came"},
    {Verdict::kFinWait1Missing, "fin_wait_1_missing", Severity::kWarning,
     "FIN-WAIT-1 socket missing",
     "The sender closed first (frame {own_fin}), gave its FIN-WAIT-1 socket up before the FIN was "
     "ACKed, and met frame {trigger} with none",
     "the sender had closed and given up waiting for the ACK of its FIN"},
    {Verdict::kTimeWaitMissing, "time_wait_missing", Severity::kWarning, "TIME-WAIT socket missing",
     "The sender had ACKed the peer's FIN; when it came again in frame {trigger}, no TIME-WAIT "
     "socket was there to ACK it once more",
     "the peer's FIN came again, and no TIME-WAIT socket was there to ACK it once more"},
    {Verdict::kHalfOpen, "half_open", Severity::kWarning, "connection unknown",
     "The sender does not know this connection, which it never closed: it crashed, restarted or "
     "was replaced",
     "the sender did not know the connection, which it had never closed"},
    {Verdict::kDataAfterClose, "data_after_close", Severity::kNote, "segment after the close",
     "Frame {trigger} reached a sender that had closed already: nobody was left to take it",
     "something reached a sender that had closed"},
    {Verdict::kAbort, "abort", Severity::kNote, "aborted by the application",
     "The sender's socket was aborted instead of closed",
     "the application aborted its socket (unread data, SO_LINGER 0, keep-alive, ...)"},
    {Verdict::kLinger2Abort, "linger2_abort", Severity::kNote, "no FIN-WAIT-2 wanted",
     "The sender closed and wants no FIN-WAIT-2 (TCP_LINGER2 below 0): it resets as soon as its "
     "FIN is ACKed",
     "the application wants no FIN-WAIT-2 (TCP_LINGER2 below 0)"},
    {Verdict::kRefused, "refused", Severity::kChat, "connection refused",
     "Nothing listens on this port: the SYN in frame {trigger} was refused",
     "nothing listens on the port"},
    {Verdict::kHandshakeReset, "handshake_reset", Severity::kNote, "reset in the handshake",
     "The connection was reset before it was used",
     "the connection was given up before it was used"},
    {Verdict::kMiddlebox, "middlebox", Severity::kWarning, "sent by a middle box",
     "Something between the hosts sent this RST in the sender's name",
     "something between the hosts sent it"},
    {Verdict::kSelfDescribed, "self_described", Severity::kNote, "RST tells its reason",
     "The RST says itself why it was sent", "the RST says so itself (text, MP_TCPRST)"},
    {Verdict::kAfterReset, "after_reset", Severity::kChat, "after an earlier reset",
     "The connection had been reset already in frame {first_reset}; this RST adds nothing",
     "the connection had been reset before"},
    {Verdict::kStray, "stray", Severity::kChat, "no connection captured",
     "The capture holds nothing of this connection but the RST and what it answers",
     "unknown: the capture holds nothing else of the connection"},
}};

constexpr std::array kCertaintyTexts = {
    TokenText{Certainty::kPossible, "possible", "the capture leaves more than one explanation"},
    TokenText{Certainty::kProbable, "probable", "something rare would look the same"},
    TokenText{Certainty::kCertain, "certain", "nothing else sends these segments"},
};

constexpr std::array kOriginTexts = {
    TokenText{Origin::kUnknown, "unknown", "the capture does not tell"},
    TokenText{Origin::kPassive, "passive", "the stack, answering a segment (tcp_v4_send_reset)"},
    TokenText{Origin::kActive, "active", "a socket (tcp_send_active_reset)"},
    TokenText{Origin::kMiddlebox, "middlebox", "something between the hosts"},
};

constexpr std::array kCauseTexts = {
    TokenText{Cause::kNone, "", "the verdict has no causes"},
    TokenText{Cause::kUnknown, "unknown", "the capture does not tell"},
    TokenText{Cause::kTwBucketOverflow, "tw_bucket_overflow",
              "missing socket: all TIME_WAIT buckets were in use (net.ipv4.tcp_max_tw_buckets)"},
    TokenText{Cause::kFinTimeout, "fin_timeout",
              "missing socket: FIN-WAIT-2 had lasted too long (net.ipv4.tcp_fin_timeout)"},
    TokenText{Cause::kOrphanLimit, "orphan_limit",
              "missing socket: too many sockets without a process, or the FIN was sent too often "
              "(net.ipv4.tcp_max_orphans, tcp_orphan_retries)"},
    TokenText{Cause::kUnreadData, "unread_data", "abort: closed before all data was read"},
    TokenText{Cause::kLingerZero, "linger_zero", "abort: closed with SO_LINGER 0"},
    TokenText{Cause::kKeepaliveTimeout, "keepalive_timeout",
              "abort: keep-alive probes got no answer"},
};

constexpr std::array kTriggerTexts = {
    TokenText{Trigger::kNone, "none", "nothing that was captured"},
    TokenText{Trigger::kFin, "fin", "a bare FIN, next in order"},
    TokenText{Trigger::kFinData, "fin_data", "a FIN with data"},
    TokenText{Trigger::kFinGap, "fin_gap", "a FIN behind data that had not arrived"},
    TokenText{Trigger::kData, "data", "data"},
    TokenText{Trigger::kAck, "ack", "an ACK without data"},
    TokenText{Trigger::kSyn, "syn", "a SYN"},
    TokenText{Trigger::kSynAck, "syn_ack", "a SYN with ACK"},
    TokenText{Trigger::kKeepalive, "keepalive", "a keep-alive probe"},
};

constexpr std::array kPoolTexts = {
    TokenText{Pool::kUnknown, "unknown", "the capture does not tell"},
    TokenText{Pool::kPooled, "pooled", "few connections, used again and again"},
    TokenText{Pool::kShort, "short", "one request for each connection: no pool at work"},
    TokenText{Pool::kMixed, "mixed", "short callers take pooled connections and close them"},
    TokenText{Pool::kPoolOverflow, "pool_overflow", "the pool closes connections beyond its size"},
    TokenText{Pool::kServerIdleTimeout, "server_idle_timeout",
              "the server closes idle connections"},
    TokenText{Pool::kClientIdleTimeout, "client_idle_timeout",
              "the client closes idle connections"},
};

template <typename Entries, typename Member>
constexpr bool isInOrder(const Entries& entries, Member value) {
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (static_cast<std::size_t>(entries[i].*value) != i) return false;
    }
    return true;
}
static_assert(isInOrder(kVerdictTexts, &VerdictText::verdict));
static_assert(isInOrder(kCertaintyTexts, &TokenText<Certainty>::value));
static_assert(isInOrder(kOriginTexts, &TokenText<Origin>::value));
static_assert(isInOrder(kCauseTexts, &TokenText<Cause>::value));
static_assert(isInOrder(kTriggerTexts, &TokenText<Trigger>::value));
static_assert(isInOrder(kPoolTexts, &TokenText<Pool>::value));

}  // namespace

const std::array<VerdictText, kVerdicts>& verdictTexts() {
    return kVerdictTexts;
}

const VerdictText& text(Verdict verdict) {
    return kVerdictTexts[static_cast<std::size_t>(verdict)];
}

std::span<const TokenText<Certainty>> certaintyTexts() {
    return kCertaintyTexts;
}
std::span<const TokenText<Origin>> originTexts() {
    return kOriginTexts;
}
std::span<const TokenText<Cause>> causeTexts() {
    return kCauseTexts;
}
std::span<const TokenText<Trigger>> triggerTexts() {
    return kTriggerTexts;
}
std::span<const TokenText<Pool>> poolTexts() {
    return kPoolTexts;
}

std::string_view token(Verdict verdict) {
    return text(verdict).token;
}
std::string_view token(Certainty certainty) {
    return kCertaintyTexts[static_cast<std::size_t>(certainty)].token;
}
std::string_view token(Origin origin) {
    return kOriginTexts[static_cast<std::size_t>(origin)].token;
}
std::string_view token(Cause cause) {
    return kCauseTexts[static_cast<std::size_t>(cause)].token;
}
std::string_view token(Trigger trigger) {
    return kTriggerTexts[static_cast<std::size_t>(trigger)].token;
}

std::string_view token(Pool pool) {
    return kPoolTexts[static_cast<std::size_t>(pool)].token;
}

}  // namespace finrst
