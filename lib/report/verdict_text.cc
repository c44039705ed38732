// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/verdict_text.h"

#include "in_order.h"

namespace finrst {

namespace {

constexpr std::string_view kOnMissingSocket =
    "Look for a restart or failover of the sender at that time.";
constexpr std::string_view kOnMissingSocketOfLinux =
    "`nstat -az TcpExtTCPTimeWaitOverflow`, the tracepoint tcp:tcp_send_reset.";

constexpr std::array<VerdictText, kVerdicts> kVerdictTexts = {{
    {Verdict::kFinWait2Missing, "fin_wait_2_missing", Severity::kWarning,
     "FIN-WAIT-2 socket missing",
     "The sender closed first ({the_close}), but its FIN-WAIT-2 socket was gone when {the_trigger} "
     "came",
     "the sender had closed, its FIN was ACKed, and its FIN-WAIT-2 socket was gone when the "
     "peer's FIN came",
     kOnMissingSocket, "", kOnMissingSocketOfLinux,
     "net.ipv4.tcp_max_tw_buckets and TcpExtTCPTimeWaitOverflow on the sender"},
    {Verdict::kFinWait1Missing, "fin_wait_1_missing", Severity::kWarning,
     "FIN-WAIT-1 socket missing",
     "The sender closed first (frame {own_fin}), gave its FIN-WAIT-1 socket up before the FIN was "
     "ACKed, and met {the_trigger} with none",
     "the sender had closed and given up waiting for the ACK of its FIN", kOnMissingSocket, "",
     kOnMissingSocketOfLinux, "TcpExtTCPAbortOnTimeout on the sender"},
    {Verdict::kTimeWaitMissing, "time_wait_missing", Severity::kWarning, "TIME-WAIT socket missing",
     "The sender had ACKed the peer's FIN; when it came again in {the_trigger}, no TIME-WAIT "
     "socket was there to ACK it once more",
     "the peer's FIN came again, and no TIME-WAIT socket was there to ACK it once more",
     kOnMissingSocket, "the sender's ACK of the peer's FIN, in a capture at the sender",
     kOnMissingSocketOfLinux},
    {Verdict::kHalfOpen, "half_open", Severity::kWarning, "connection unknown",
     "The sender does not know this connection and was not seen to close it: it may have crashed, "
     "restarted or been replaced",
     "the sender did not know the connection, and was not seen to close it",
     "Find out whether the sender crashed or restarted, or whether a load balancer sends the "
     "connection to another machine.",
     "a restart or failover of the sender at that time"},
    {Verdict::kDataAfterClose, "data_after_close", Severity::kNote, "segment after the close",
     "The sender had closed already: nobody was left to take {the_trigger}",
     "something reached a sender that had closed",
     "The sender closed while the peer was still sending: let the two agree who closes, or drain "
     "before closing.",
     "data behind the sender's FIN, in a capture of all segments"},
    {Verdict::kAbort, "abort", Severity::kNote, "aborted by the application",
     "The sender's socket was aborted instead of closed",
     "the application aborted its socket (unread data, SO_LINGER 0, keep-alive, ...)",
     "Look at why the sender's application gives the connection up.", "the sender's application",
     "`nstat -az TcpExtTCPAbortOnClose TcpExtTCPAbortOnData` tell unread data from other aborts.",
     "TcpExtTCPAbortOnClose and TcpExtTCPAbortOnData on the sender"},
    {Verdict::kLinger2Abort, "linger2_abort", Severity::kNote, "no FIN-WAIT-2 wanted",
     "The sender closed and wants no FIN-WAIT-2 (TCP_LINGER2 below 0): it resets as soon as its "
     "FIN is ACKed",
     "the application wants no FIN-WAIT-2 (TCP_LINGER2 below 0)",
     "Look for TCP_LINGER2 below 0 in the application.", "", "",
     "TCP_LINGER2 in the application, TcpExtTCPAbortOnLinger on the sender"},
    {Verdict::kRefused, "refused", Severity::kChat, "connection refused",
     "Nothing listens on this port: {the_syn} was refused", "nothing listens on the port",
     "Check that the service runs and listens on this address and port.",
     "whether anything listens there", "`ss -tln`.", "`ss -tln` on the sender"},
    {Verdict::kHandshakeReset, "handshake_reset", Severity::kNote, "reset in the handshake",
     "The connection was reset before it was used",
     "the connection was given up before it was used",
     "Look at the accept queue and at ports used again too early.",
     "the accept queue of the sender", "`ss -tln` shows the accept queue.",
     "TcpExtListenOverflows on the sender"},
    {Verdict::kMiddlebox, "middlebox", Severity::kWarning, "sent by a middle box",
     "Something between the hosts sent this RST in the sender's name",
     "something between the hosts sent it",
     "Capture at both ends: the RST is missing at the end that did not send it. Look at "
     "firewalls and load balancers between them.",
     "a capture at the sender, which lacks this RST"},
    {Verdict::kSelfDescribed, "self_described", Severity::kNote, "RST tells its reason",
     "The RST says itself why it was sent",
     "the RST says so itself (text, MP_TCPRST, a window of NetScaler's)",
     "Read the reason in the RST itself.", "the RST itself"},
    {Verdict::kAfterReset, "after_reset", Severity::kChat, "after an earlier reset",
     "The connection had been reset already in frame {first_reset}; this RST adds nothing",
     "the connection had been reset before", "Look at the first RST of this connection.",
     "whether the first RST was taken"},
    {Verdict::kStray, "stray", Severity::kChat, "no connection captured",
     "The capture holds nothing of this connection but the RST and what it answers",
     "unknown: the capture holds nothing else of the connection",
     "Start the capture earlier, or ignore it: scans look like this.",
     "a capture that begins earlier"},
    {Verdict::kUnexplained, "unexplained", Severity::kNote, "not explained",
     "The capture does not tell why this RST was sent",
     "unknown: nothing that is known explains it, or too much does",
     "Record both directions of the connection, from before it begins, without a filter on flags.",
     ""},
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
    CauseText{{Cause::kNone, "", "the verdict has no causes"}, ""},
    CauseText{{Cause::kUnknown, "unknown", "the capture does not tell"}, ""},
    CauseText{{Cause::kTwBucketOverflow, "tw_bucket_overflow",
               "missing socket: all TIME_WAIT buckets were in use (net.ipv4.tcp_max_tw_buckets)"},
              "Raise the limit, and find out who closes so many connections.",
              "compare `sysctl net.ipv4.tcp_max_tw_buckets` with tw in /proc/net/sockstat; `nstat "
              "-az TcpExtTCPTimeWaitOverflow` counts the refused buckets."},
    CauseText{{Cause::kFinTimeout, "fin_timeout",
               "missing socket, or abort by a stack other than Linux: FIN-WAIT-2 had lasted too "
               "long (net.ipv4.tcp_fin_timeout)"},
              "The peer closes later than the sender waits: look at why (CLOSE-WAIT there), or let "
              "the sender wait longer.",
              "net.ipv4.tcp_fin_timeout."},
    CauseText{{Cause::kOrphanLimit, "orphan_limit",
               "missing socket: too many sockets without a process, or the FIN was sent too often "
               "(net.ipv4.tcp_max_orphans, tcp_orphan_retries)"},
              "The sender's FIN got no ACK: look for loss on the way.",
              "net.ipv4.tcp_orphan_retries and tcp_max_orphans."},
    CauseText{{Cause::kUnreadData, "unread_data", "abort: closed before all data was read"},
              "Let the application read to the end of the data before it closes, or use shutdown "
              "first."},
    CauseText{{Cause::kLingerZero, "linger_zero", "abort: closed with SO_LINGER 0"},
              "Look for SO_LINGER with a timeout of 0 in the application.",
              "`ss -K` does the same."},
    CauseText{
        {Cause::kKeepaliveTimeout, "keepalive_timeout", "abort: keep-alive probes got no answer"},
        "The peer was gone: find out when it last answered, and whether a firewall dropped "
        "the idle connection."},
    CauseText{{Cause::kBoxIdleTimeout, "box_idle_timeout",
               "a box between the hosts forgot the connection: it had been idle too long"},
              "Let the hosts' keep-alive or idle timeouts be shorter than the box's, or raise the "
              "idle timeout of the balancer, NAT or firewall between them."},
    CauseText{{Cause::kNatUntranslated, "nat_untranslated",
               "a NAT did not translate a segment: it arrived under another address"},
              "Harmless behind a RST: the NAT has forgotten the connection. After a silence: raise "
              "its idle timeout. In the handshake: answers do not come back through the NAT that "
              "the SYN took, look at its routes."},
    CauseText{{Cause::kConntrackInvalid, "conntrack_invalid",
               "connection tracking called a segment invalid: the socket lives, and never got it"},
              "Where the NAT runs: set net.netfilter.nf_conntrack_tcp_be_liberal to 1, or drop "
              "what is INVALID (`conntrack -S` counts it)."},
    CauseText{{Cause::kKeepaliveRace, "keepalive_race",
               "segment after the close: a request was on its way when the server closed"},
              "Let the client close idle connections sooner than the server does, and send such a "
              "request again."},
    CauseText{{Cause::kReuseAfterClose, "reuse_after_close",
               "segment after the close: the client sent a request although it had been told"},
              "Let the client look whether its connection was closed before it uses it again: its "
              "pool kept one that the server had closed."},
    CauseText{{Cause::kPortReuse, "port_reuse",
               "reset in the handshake: the peer holds an older connection on the same ports"},
              "Harmless: the next SYN opens the connection. Find out why the peer still holds the "
              "older one, or why the port is used again so soon."},
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

constexpr std::array kConfirmationTexts = {
    TokenText{Confirmation::kAgrees, "agrees", "the kernel sent the RST, and for that"},
    TokenText{Confirmation::kContradicts, "contradicts", "the kernel sent it, but not for that"},
    TokenText{Confirmation::kUntraced, "untraced", "the host's TCP did not send it"},
};

static_assert(isInOrder(kVerdictTexts, &VerdictText::verdict));
static_assert(isInOrder(kCertaintyTexts, &TokenText<Certainty>::value));
static_assert(isInOrder(kOriginTexts, &TokenText<Origin>::value));
static_assert(isInOrder(kCauseTexts, &CauseText::value));
static_assert(isInOrder(kTriggerTexts, &TokenText<Trigger>::value));
static_assert(isInOrder(kPoolTexts, &TokenText<Pool>::value));
static_assert(isInOrder(kConfirmationTexts, &TokenText<Confirmation>::value));

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
std::span<const CauseText> causeTexts() {
    return kCauseTexts;
}
std::span<const TokenText<Trigger>> triggerTexts() {
    return kTriggerTexts;
}
std::span<const TokenText<Pool>> poolTexts() {
    return kPoolTexts;
}
std::span<const TokenText<Confirmation>> confirmationTexts() {
    return kConfirmationTexts;
}

const CauseText& text(Cause cause) {
    return kCauseTexts[static_cast<std::size_t>(cause)];
}

std::string_view senderWords(Origin origin) {
    switch (origin) {
        case Origin::kPassive:
            return "the kernel";
        case Origin::kActive:
            return "a socket";
        case Origin::kMiddlebox:
            return "a box between";
        case Origin::kUnknown:
            break;
    }
    return "";
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
std::string_view token(Confirmation confirmation) {
    return kConfirmationTexts[static_cast<std::size_t>(confirmation)].token;
}

}  // namespace finrst
