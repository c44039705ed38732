// SPDX-License-Identifier: GPL-2.0-or-later
#include "verdict.h"

namespace finrst {

namespace {

constexpr std::array<VerdictText, kVerdicts> kVerdictTexts = {{
    {Verdict::kFinWait2Missing, "fin_wait_2_missing", Severity::kWarning,
     "FIN-WAIT-2 socket missing",
     "The sender closed first (frame {own_fin}, ACKed in frame {own_fin_ack}), but its FIN-WAIT-2 "
     "socket was gone when frame {trigger} came"},
    {Verdict::kFinWait1Missing, "fin_wait_1_missing", Severity::kWarning,
     "FIN-WAIT-1 socket missing",
     "The sender closed first (frame {own_fin}), gave its FIN-WAIT-1 socket up before the FIN was "
     "ACKed, and met frame {trigger} with none"},
    {Verdict::kTimeWaitMissing, "time_wait_missing", Severity::kWarning, "TIME-WAIT socket missing",
     "The sender had ACKed the peer's FIN; when it came again in frame {trigger}, no TIME-WAIT "
     "socket was there to ACK it once more"},
    {Verdict::kHalfOpen, "half_open", Severity::kWarning, "connection unknown",
     "The sender does not know this connection, which it never closed: it crashed, restarted or "
     "was replaced"},
    {Verdict::kDataAfterClose, "data_after_close", Severity::kNote, "segment after the close",
     "Frame {trigger} reached a sender that had closed already: nobody was left to take it"},
    {Verdict::kAbort, "abort", Severity::kNote, "aborted by the application",
     "The sender's socket was aborted instead of closed"},
    {Verdict::kLinger2Abort, "linger2_abort", Severity::kNote, "no FIN-WAIT-2 wanted",
     "The sender closed and wants no FIN-WAIT-2 (TCP_LINGER2 below 0): it resets as soon as its "
     "FIN is ACKed"},
    {Verdict::kRefused, "refused", Severity::kChat, "connection refused",
     "Nothing listens on this port: the SYN in frame {trigger} was refused"},
    {Verdict::kHandshakeReset, "handshake_reset", Severity::kNote, "reset in the handshake",
     "The connection was reset before it was used"},
    {Verdict::kMiddlebox, "middlebox", Severity::kWarning, "sent by a middle box",
     "Something between the hosts sent this RST in the sender's name"},
    {Verdict::kSelfDescribed, "self_described", Severity::kNote, "RST tells its reason",
     "The RST says itself why it was sent"},
    {Verdict::kAfterReset, "after_reset", Severity::kChat, "after an earlier reset",
     "The connection had been reset already in frame {first_reset}; this RST adds nothing"},
    {Verdict::kStray, "stray", Severity::kChat, "no connection captured",
     "The capture holds nothing of this connection but the RST and what it answers"},
}};

constexpr bool textsAreInOrder() {
    for (std::size_t i = 0; i < kVerdicts; ++i) {
        if (static_cast<std::size_t>(kVerdictTexts[i].verdict) != i) return false;
    }
    return true;
}
static_assert(textsAreInOrder());

}  // namespace

const std::array<VerdictText, kVerdicts>& verdictTexts() {
    return kVerdictTexts;
}

const VerdictText& text(Verdict verdict) {
    return kVerdictTexts[static_cast<int>(verdict)];
}

std::string_view token(Verdict verdict) {
    return text(verdict).token;
}

std::string_view token(Certainty certainty) {
    switch (certainty) {
        case Certainty::kPossible:
            return "possible";
        case Certainty::kProbable:
            return "probable";
        case Certainty::kCertain:
            return "certain";
    }
    return "";
}

std::string_view token(Origin origin) {
    switch (origin) {
        case Origin::kUnknown:
            return "unknown";
        case Origin::kPassive:
            return "passive";
        case Origin::kActive:
            return "active";
        case Origin::kMiddlebox:
            return "middlebox";
    }
    return "";
}

std::string_view token(Cause cause) {
    switch (cause) {
        case Cause::kNone:
            return "";
        case Cause::kUnknown:
            return "unknown";
        case Cause::kTwBucketOverflow:
            return "tw_bucket_overflow";
        case Cause::kFinTimeout:
            return "fin_timeout";
        case Cause::kOrphanLimit:
            return "orphan_limit";
        case Cause::kUnreadData:
            return "unread_data";
        case Cause::kLingerZero:
            return "linger_zero";
        case Cause::kKeepaliveTimeout:
            return "keepalive_timeout";
    }
    return "";
}

std::string_view token(Trigger trigger) {
    switch (trigger) {
        case Trigger::kNone:
            return "none";
        case Trigger::kFin:
            return "fin";
        case Trigger::kFinData:
            return "fin_data";
        case Trigger::kFinGap:
            return "fin_gap";
        case Trigger::kData:
            return "data";
        case Trigger::kAck:
            return "ack";
        case Trigger::kSyn:
            return "syn";
        case Trigger::kSynAck:
            return "syn_ack";
        case Trigger::kKeepalive:
            return "keepalive";
    }
    return "";
}

}  // namespace finrst
