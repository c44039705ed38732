// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/outcome_text.h"

#include <array>
#include <chrono>

namespace finrst {

namespace {

constexpr std::array kAcceptedTexts = {
    TokenText{Accepted::kUnknown, "unknown", "the capture does not tell"},
    TokenText{Accepted::kYes, "yes", "it has the number that its receiver waited for"},
    TokenText{Accepted::kChallenged, "challenged",
              "its receiver asked by a challenge ACK whether it is meant (RFC 5961, 3.2)"},
    TokenText{Accepted::kNo, "no",
              "its number is none that its receiver takes (RFC 9293, 3.10.7), nothing was left to "
              "reset, or its receiver went on"},
};

constexpr std::array kStageTexts = {
    TokenText{Stage::kUnknown, "", "the capture does not tell"},
    TokenText{Stage::kSyn, "syn", "a SYN had been sent, and no SYN-ACK to it"},
    TokenText{Stage::kHandshake, "handshake", "a SYN-ACK had been sent, and no ACK to it"},
    TokenText{Stage::kBeforeData, "before_data", "open, before the first data"},
    TokenText{Stage::kData, "data", "open, behind the first data"},
    TokenText{Stage::kClosing, "closing", "an end had sent its FIN"},
    TokenText{Stage::kClosed, "closed",
              "both FINs had been acknowledged, or a RST had been taken before"},
};

/// No application takes so long to close what it knows to be closed.
constexpr Duration kLongCloseWait = std::chrono::seconds(1);

bool waitedLong(const Reset& reset) {
    return reset.close_wait_time >= kLongCloseWait;
}

std::string octets(const Unacknowledged& data) {
    const std::string count = std::to_string(data.octets);
    return count + (data.octets == 1 ? " octet" : " octets");
}

/// "the answer in frame 8 (253 octets)".
std::string nameOf(const Unacknowledged& data, std::string_view what) {
    const std::string frame = std::to_string(data.frame);
    std::string words(what);
    if (data.in_one_frame) {
        words += " in frame " + frame;
    } else if (data.frame != 0) {
        words += " from frame " + frame + " on";
    }
    return words + " (" + octets(data) + ")";
}

std::string lostOfSender(const Reset& reset) {
    const bool answers = reset.sender_accepted && reset.requests > 0;
    const std::string_view what = answers ? "the answer" : "the sender's data";
    return nameOf(*reset.unacked_of_sender, what) + " may be lost";
}

bool isLost(const std::optional<Unacknowledged>& data) {
    return data && data->octets > 0;
}

/// What the peer sent behind the sender's FIN, nobody waited for.
bool cameTooLate(const Reset& reset) {
    const Unacknowledged& data = *reset.unacked_of_receiver;
    return reset.own_fin_frame != 0 && data.frame > reset.own_fin_frame;
}

/// It was not taken, the connection was not used, or another RST ended it.
bool endsNoData(const Reset& reset) {
    const bool had_data = reset.stage == Stage::kData || reset.stage == Stage::kClosing;
    return isRefused(reset.accepted) || !had_data || reset.evidence.has(Evidence::kResetBefore);
}

/// What a socket has acknowledged, its application may not have read when it aborts.
bool wasRead(const Reset& reset) {
    return reset.own_fin_frame != 0 && reset.verdict != Verdict::kAbort;
}

std::string lostOfReceiver(const Reset& reset) {
    const bool late = cameTooLate(reset);
    const std::string name = nameOf(*reset.unacked_of_receiver, "the peer's data");
    return late ? name + " came after the sender had closed, and was not read"
                : name + " may be lost";
}

std::string capitalised(std::string text) {
    if (!text.empty() && text.front() >= 'a' && text.front() <= 'z') text.front() -= 'a' - 'A';
    return text;
}

}  // namespace

std::span<const TokenText<Accepted>> acceptedTexts() {
    return kAcceptedTexts;
}
std::span<const TokenText<Stage>> stageTexts() {
    return kStageTexts;
}
std::string_view token(Accepted accepted) {
    return kAcceptedTexts[static_cast<std::size_t>(accepted)].token;
}
std::string_view token(Stage stage) {
    return kStageTexts[static_cast<std::size_t>(stage)].token;
}

std::optional<bool> losesData(const Reset& reset) {
    if (endsNoData(reset)) return false;
    const auto& of_sender = reset.unacked_of_sender;
    const auto& of_receiver = reset.unacked_of_receiver;
    if (isLost(of_sender) || (isLost(of_receiver) && !cameTooLate(reset))) return true;
    const bool all_acked = of_sender && of_receiver && !isLost(of_receiver);
    return all_acked && wasRead(reset) ? std::optional(false) : std::nullopt;
}

std::string lossText(const Reset& reset) {
    const auto& of_sender = reset.unacked_of_sender;
    const auto& of_receiver = reset.unacked_of_receiver;
    if (endsNoData(reset)) return "";
    if (isLost(of_sender) && isLost(of_receiver)) {
        return capitalised(lostOfSender(reset) + "; " + lostOfReceiver(reset));
    }
    if (isLost(of_sender)) return capitalised(lostOfSender(reset));
    if (isLost(of_receiver)) {
        const bool all_else = of_sender && cameTooLate(reset);
        return capitalised(lostOfReceiver(reset)) +
               (all_else ? "; all else had been acknowledged" : "");
    }
    if (!of_sender || !of_receiver) return "";
    return wasRead(reset) ? "All data had been acknowledged: nothing was lost"
                          : "All data had been acknowledged";
}

std::string_view closeWaitAdvice(const Reset& reset) {
    if (!waitedLong(reset)) return "";
    if (reset.verdict == Verdict::kDataAfterClose && reset.receiver_waited) {
        return "The peer had been told, and was in CLOSE-WAIT for {close_wait}: look there at why "
               "it did not close.";
    }
    if (reset.verdict == Verdict::kAbort && !reset.receiver_waited) {
        return "The sender had been told, and was in CLOSE-WAIT for {close_wait}: look at why its "
               "application did not close.";
    }
    return "";
}

EvidenceSet outcomeEvidence(const Reset& reset) {
    if (!waitedLong(reset)) return {};
    return {reset.receiver_waited ? Evidence::kPeerInCloseWait : Evidence::kSenderInCloseWait};
}

}  // namespace finrst
