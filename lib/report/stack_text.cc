// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/stack_text.h"

#include "in_order.h"

#include <algorithm>
#include <array>

namespace finrst {

namespace {

constexpr std::array kStackTexts = {
    TokenText{Stack::kUnknown, "unknown", "the capture does not tell"},
    TokenText{Stack::kLinux, "linux", "Linux, Android included"},
    TokenText{Stack::kWindows, "windows", "Windows"},
    TokenText{Stack::kBsd, "bsd", "macOS, iOS, FreeBSD, OpenBSD and their like"},
    TokenText{Stack::kEmbedded, "embedded", "a small stack, such as lwIP or uIP"},
    TokenText{Stack::kNetScaler, "netscaler", "NetScaler (Citrix ADC)"},
};

struct StackWords {
    Stack stack;
    std::string_view name;
    std::string_view commands;
};

constexpr std::array kWords = {
    StackWords{Stack::kUnknown, "none that is known", ""},
    StackWords{Stack::kLinux, "Linux", ""},
    StackWords{Stack::kWindows, "Windows",
               "`netstat -s -p tcp`, `netstat -ano`, `netsh int tcp show global`, `pktmon`."},
    StackWords{Stack::kBsd, "macOS or BSD",
               "`netstat -s -p tcp`, `netstat -an -p tcp`, `sysctl net.inet.tcp`."},
    StackWords{Stack::kEmbedded, "a small embedded stack",
               "its log, its uptime and the counters of its stack."},
    StackWords{Stack::kNetScaler, "NetScaler", "`stat protocol tcp`, `show ns tcpProfile`."},
};

struct SignText {
    StackSign sign;
    std::string_view text;
};

constexpr std::array kSignTexts = {
    SignText{StackSign::kTtl64, "a TTL that starts at 64"},
    SignText{StackSign::kTtl128, "a TTL that starts at 128"},
    SignText{StackSign::kTtl255, "a TTL that starts at 255"},
    SignText{StackSign::kHopLimit64, "a hop limit that starts at 64"},
    SignText{StackSign::kHopLimit128, "a hop limit that starts at 128"},
    SignText{StackSign::kHopLimit255, "a hop limit that starts at 255"},
    SignText{StackSign::kLinuxOptions, ""},
    SignText{StackSign::kWindowsOptions, ""},
    SignText{StackSign::kDarwinOptions, ""},
    SignText{StackSign::kFreeBsdOptions, ""},
    SignText{StackSign::kBsdOptions, ""},
    SignText{StackSign::kMssAlone, ""},
    SignText{StackSign::kNoIpIdInSynAck, "IP ID 0 in a SYN-ACK"},
    SignText{StackSign::kSmallWindow, "a window below 5000 in a SYN"},
    SignText{StackSign::kWindow8190, "window 8190 in a SYN"},
    SignText{StackSign::kOneIpIdCounter, "IP IDs that count through all its connections"},
    SignText{StackSign::kAckIsSeq,
             "a RST without ACK whose acknowledgement field is its sequence "
             "number"},
    SignText{StackSign::kRefusesLateData,
             "a RST+ACK with window 0 that acknowledges data after the own FIN"},
    SignText{StackSign::kNoTimestamps, "a socket's RST+ACK without its timestamps"},
    SignText{StackSign::kWindowInRefusal, "a window in the answer to a SYN"},
    SignText{StackSign::kWindowAsItCame, "a RST with the window of what it answers"},
    SignText{StackSign::kSynNotAcked, "a refusal that does not acknowledge the SYN"},
    SignText{StackSign::kFragmentsAllowed, "a refusal without DF"},
    SignText{StackSign::kResetCode, "a RST with one of NetScaler's codes as its window"},
};

static_assert(isInOrder(kStackTexts, &TokenText<Stack>::value));
static_assert(isInOrder(kWords, &StackWords::stack));
static_assert(kSignTexts.size() == kStackSigns);
static_assert(isInOrder(kSignTexts, &SignText::sign));

const StackWords& words(Stack stack) {
    return kWords[static_cast<std::size_t>(stack)];
}

std::string_view nameOf(std::uint8_t option) {
    switch (option) {
        case option::kNop:
            return "nop";
        case option::kMss:
            return "mss";
        case option::kWindowScale:
            return "ws";
        case option::kSackPermitted:
            return "sack";
        case option::kTimestamps:
            return "ts";
        default:
            return "other";
    }
}

/// Of the SYN or SYN-ACK whose options tell most.
std::string optionsText(const Host& host) {
    std::string text = "the options";
    const char* separator = " ";
    for (unsigned i = 0; i < host.syn_options.size(); ++i) {
        text += separator + std::string(nameOf(host.syn_options[i]));
        separator = ", ";
    }
    if (host.syn_frame == 0) return text;  // forgotten
    return text + " in frame " + std::to_string(host.syn_frame);
}

struct NetScalerReason {
    std::uint16_t first;
    std::uint16_t last;
    std::string_view text;
};

/// The reasons that people meet (Citrix, CTX200852).
constexpr std::array kNetScalerReasons = {
    NetScalerReason{8201, 8202, "a segment of a connection that it does not hold"},
    NetScalerReason{8204, 8204, "a SYN came again with another number"},
    NetScalerReason{8205, 8205, "the handshake's ACK has a wrong number"},
    NetScalerReason{8206, 8206, "an answer that does not fit its SYN: the ports were used before"},
    NetScalerReason{8207, 8207, "a SYN within an established connection"},
    NetScalerReason{8208, 8208, "too many retransmissions"},
    NetScalerReason{8209, 8209, "no memory"},
    NetScalerReason{8211, 8211, "the connection was idle too long"},
    NetScalerReason{8212, 8212, "a SYN to which nothing listens, or whose cookie does not match"},
    NetScalerReason{9300, 9303, "the connection was idle too long, or its service is down"},
    NetScalerReason{9304, 9304, "the peer's window stayed closed"},
    NetScalerReason{9310, 9310, "keep-alive probes had no answer"},
    NetScalerReason{9400, 9401, "connections are flushed, for want of room or by a change"},
    NetScalerReason{9700, 9701, "it passes on a reset that it got from the other side"},
    NetScalerReason{9702, 9702, "data came after a FIN"},
    NetScalerReason{9800, 9800, "a probe of a monitor timed out"},
    NetScalerReason{9811, 9811, "a fatal TLS alert"},
    NetScalerReason{9814, 9814, "a policy resets such connections"},
};

}  // namespace

std::span<const TokenText<Stack>> stackTexts() {
    return kStackTexts;
}

std::string_view token(Stack stack) {
    return kStackTexts[static_cast<std::size_t>(stack)].token;
}

std::string_view name(Stack stack) {
    return words(stack).name;
}

std::string signsText(const StackFinding& found, const Host& host) {
    std::string text;
    const auto add = [&](const std::string& sign) { text += (text.empty() ? "" : "; ") + sign; };
    bool options = false;
    for (const SignText& sign : kSignTexts) {
        if (!found.signs.has(sign.sign)) continue;
        if (!sign.text.empty()) {
            add(std::string(sign.text));
        } else if (!options) {
            options = true;
            add(optionsText(host));
        }
    }
    return text;
}

std::string whatToRun(Stack stack, std::string_view on_linux, std::string_view who) {
    if (on_linux.empty()) return "";
    const std::string where = "On " + std::string(who);
    if (stack == Stack::kLinux) return where + ": " + std::string(on_linux);
    if (stack == Stack::kUnknown) return where + ", if it is Linux: " + std::string(on_linux);
    const StackWords& other = words(stack);
    return where + " (" + std::string(other.name) + "): " + std::string(other.commands);
}

std::string_view netScalerReason(std::uint16_t window) {
    const auto known = std::find_if(
        kNetScalerReasons.begin(), kNetScalerReasons.end(),
        [&](const NetScalerReason& r) { return window >= r.first && window <= r.last; });
    return known == kNetScalerReasons.end() ? "see its list of reset codes" : known->text;
}

}  // namespace finrst
