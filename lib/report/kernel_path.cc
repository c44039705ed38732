// SPDX-License-Identifier: GPL-2.0-or-later
#include "kernel_path.h"

#include <string_view>

namespace finrst {

namespace {

constexpr std::string_view kBucket = "tcp_timewait_state_process";
constexpr std::string_view kNoSocket = "no_tcp_socket";
constexpr std::string_view kStateMachine = "tcp_rcv_state_process";

/// What finds the segment that is answered. A server's listener takes the place of the missing
/// socket (`__inet_lookup_skb`): on the wire nothing differs.
std::string passiveStep(const Reset& reset) {
    switch (reset.verdict) {
        case Verdict::kDataAfterClose:
            if (reset.header.has(Evidence::kFlowLabelOfFlow)) return std::string(kBucket);
            if (reset.sender_state == TcpState::kFinWait1) {
                return std::string(kStateMachine) + " | " + std::string(kNoSocket);
            }
            if (reset.header.has(Evidence::kFlowLabelOther)) return std::string(kNoSocket);
            return std::string(kBucket) + " | " + std::string(kNoSocket);
        case Verdict::kLinger2Abort:
        case Verdict::kHandshakeReset:
            return std::string(reset.sender_state == TcpState::kFinWait2 ? kBucket : kStateMachine);
        default:
            if (reset.sender_accepted && isMissingSocket(reset.verdict)) {
                return std::string(kNoSocket) + " | " + std::string(kStateMachine);
            }
            return std::string(kNoSocket);
    }
}

std::string_view activeStep(const Reset& reset) {
    switch (reset.cause) {
        case Cause::kKeepaliveTimeout:
            return "tcp_keepalive_timer";
        default:
            return reset.verdict == Verdict::kHandshakeReset ? "inet_csk_listen_stop" : "tcp_close";
    }
}

std::string linuxPath(const Reset& reset) {
    const std::string version = reset.v6 ? "tcp_v6_" : "tcp_v4_";
    switch (reset.origin) {
        case Origin::kPassive:
            return version + "rcv > " + passiveStep(reset) + " > " + version + "send_reset";
        case Origin::kActive:
            return std::string(activeStep(reset)) + " > tcp_send_active_reset";
        default:
            return "";
    }
}

/// FreeBSD's and XNU's names; the timer is XNU's.
std::string bsdPath(const Reset& reset) {
    if (reset.origin == Origin::kPassive) return "tcp_input > tcp_respond";
    if (reset.origin != Origin::kActive) return "";
    const bool timer = reset.cause == Cause::kFinTimeout || reset.cause == Cause::kKeepaliveTimeout;
    return std::string(timer ? "tcp_timers" : "tcp_disconnect") + " > tcp_drop > tcp_output";
}

}  // namespace

std::string kernelPath(const Reset& reset, Stack stack) {
    if (stack == Stack::kBsd) return bsdPath(reset);
    if (isAnotherThanLinux(stack)) return "";
    const std::string path = linuxPath(reset);
    return path.empty() || stack == Stack::kLinux ? path : "if Linux: " + path;
}

}  // namespace finrst
