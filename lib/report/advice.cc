// SPDX-License-Identifier: GPL-2.0-or-later
#include "advice.h"

namespace finrst {

namespace {

std::string_view adviceOnMissingSocket(Cause cause) {
    switch (cause) {
        case Cause::kTwBucketOverflow:
            return "On the sender: compare `sysctl net.ipv4.tcp_max_tw_buckets` with tw in "
                   "/proc/net/sockstat; `nstat -az TcpExtTCPTimeWaitOverflow` counts the refused "
                   "buckets. Raise the limit, and find out who closes so many connections.";
        case Cause::kFinTimeout:
            return "The peer took longer to close than the sender waits: look at why the peer "
                   "closes late (CLOSE-WAIT in `ss -tan`), or raise "
                   "net.ipv4.tcp_fin_timeout on the sender.";
        case Cause::kOrphanLimit:
            return "The sender's FIN got no ACK: look for loss on the way, and at "
                   "net.ipv4.tcp_orphan_retries and tcp_max_orphans on the sender.";
        default:
            return "Look at the tracepoint tcp:tcp_send_reset on the sender, and for a restart, a "
                   "failover or a firewall rule at that time.";
    }
}

std::string_view adviceOnAbort(Cause cause) {
    switch (cause) {
        case Cause::kUnreadData:
            return "Let the application read to the end of the data before it closes, or use "
                   "shutdown first.";
        case Cause::kLingerZero:
            return "Look for SO_LINGER with a timeout of 0 in the application, or for `ss -K`.";
        case Cause::kKeepaliveTimeout:
            return "The peer was gone: find out when it last answered, and whether a firewall "
                   "dropped the idle connection.";
        default:
            return "On the sender: `nstat -az TcpExtTCPAbortOnClose TcpExtTCPAbortOnData` tell "
                   "unread data from other aborts.";
    }
}

}  // namespace

std::string_view advice(Verdict verdict, Cause cause) {
    switch (verdict) {
        case Verdict::kFinWait2Missing:
        case Verdict::kFinWait1Missing:
        case Verdict::kTimeWaitMissing:
            return adviceOnMissingSocket(cause);
        case Verdict::kHalfOpen:
            return "Find out whether the sender crashed or restarted, or whether a load balancer "
                   "sends the connection to another machine.";
        case Verdict::kDataAfterClose:
            return "The sender closed while the peer was still sending: let the two agree who "
                   "closes, or drain before closing.";
        case Verdict::kAbort:
            return adviceOnAbort(cause);
        case Verdict::kLinger2Abort:
            return "Look for TCP_LINGER2 below 0 in the application.";
        case Verdict::kRefused:
            return "Check that the service runs and listens on this address and port (`ss -tln`).";
        case Verdict::kHandshakeReset:
            return "Look at the accept queue (`ss -tln`) and at ports used again too early.";
        case Verdict::kMiddlebox:
            return "Capture at both ends: the RST is missing at the end that did not send it. Look "
                   "at firewalls and load balancers between them.";
        case Verdict::kSelfDescribed:
            return "Read the reason in the RST itself.";
        case Verdict::kAfterReset:
            return "Look at the first RST of this connection.";
        case Verdict::kUnexplained:
            return "Record both directions of the connection, from before it begins, without a "
                   "filter on flags.";
        case Verdict::kStray:
            return "Start the capture earlier, or ignore it: scans look like this.";
    }
    return "";
}

}  // namespace finrst
