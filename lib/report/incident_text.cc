// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/incident_text.h"

#include "full_table_text.h"
#include "in_order.h"
#include "incident_kind.h"
#include "incident_names.h"
#include "incident_words.h"
#include "report/explanation.h"
#include "report/stack_text.h"
#include "report/text_template.h"
#include "text_layout.h"

#include <algorithm>
#include <array>

namespace finrst {

namespace {

using Kind = IncidentKind;
using Row = IncidentKindText;

/// The names in braces are those of incident_names.cc.
constexpr std::array kRows = {
    Row{{Kind::kTableFull, "tw_table_full",
         "A host closes so many connections that it has no TIME_WAIT bucket left: it drops the "
         "socket of the next one, and the peer's FIN meets none"},
        "{sender_host} {did ran|run} out of TIME_WAIT buckets",
        ""},
    Row{{Kind::kFinTimeout, "fin_timeout",
         "The end that closed first gave up before the other closed, too"},
        "{sender_host} {did stopped|stopped} waiting before {peers} closed",
        "{sender_host} had closed first, and heard the FIN of {its|their} peer only {times} later: "
        "longer than {its stack waits|their stacks wait}."},
    Row{{Kind::kOrphanGivenUp, "orphan_given_up",
         "The end that closed first got no ACK of its FIN, and dropped the socket"},
        "{sender_host} {did dropped|dropped} sockets whose FIN {peers} had not acknowledged",
        "{sender_host} had closed, nobody acknowledged {its FIN|their FINs}, and {it|they} gave "
        "the {socket|sockets} up; what {peers} sent then met none."},
    Row{{Kind::kFinMetNoSocket, "fin_met_no_socket",
         "A FIN met no socket, and the capture does not show why"},
        "{sender_host} {did had|had} no socket any more when {peers} closed",
        "{sender_host} had closed first and waited for the other FIN ({times}); when that came, "
        "nothing took it. The capture does not show that {sender_host} had run out of TIME_WAIT "
        "buckets: a shorter FIN timeout, a restart or a firewall there look the same."},
    Row{{Kind::kHostLost, "host_lost",
         "A host knows none of several connections: it was restarted, or another machine has its "
         "address now"},
        "{sender_host} may have been restarted or replaced: it knows none of {n}",
        "{sender_host} never closed these connections, and answers what comes on them as one that "
        "does not know them.",
        "Look for a restart, a crash or a failover of {sender_host} before {first}, or a balancer "
        "that sends open connections to another machine.",
        "`uptime`, `last -x reboot`, `journalctl -b`."},
    Row{{Kind::kConnectionUnknown, "connection_unknown",
         "A host does not know a connection that it was not seen to close"},
        "{sender} {did lost|lost} {n} with {peers}",
        "{sender} {was|were} not seen to close, and {answers|answer} what comes as {one that "
        "knows|hosts that know} no such connection."},
    Row{{Kind::kProcessGone, "process_gone",
         "A service resets many connections within a second: its process was killed, crashed or "
         "stopped"},
        "The process behind {sender} may have ended: it reset {n} at once",
        "{sender} reset {n} within {span}: the kernel does so for a process that ends with data "
        "unread. A service that is told to drop its connections looks the same.",
        "Look in the log of the service at {first}: a crash, the OOM killer, a deploy, a stop.",
        "`journalctl -k | grep -i -e oom -e segfault`, `systemctl status`."},
    Row{{Kind::kUploadRefused, "upload_refused",
         "A server closed while it had data of the client unread: the kernel resets, and the "
         "answer may be lost on the way"},
        "{sender} {did closed|closed} without reading all that {peers} had sent",
        "A server that closes with data unread resets the connection, and the client may lose the "
        "answer that came before."},
    Row{{Kind::kServerAborts, "server_aborts", "A server resets connections instead of closing"},
        "{sender} {did aborted|aborted} {n}",
        "Its socket was there and sent the RST itself: the application (or a limit of its own) "
        "gave the connection up.{silence}{share}"},
    Row{{Kind::kAcceptQueueFull, "accept_queue_full",
         "A server answered the SYN, then reset instead of taking the connection: its accept "
         "queue was full"},
        "The accept queue of {sender} may have been full: {n} not taken",
        "{sender} answered the SYN, and reset instead of taking the connection when the client had "
        "acknowledged that. A full accept queue does so: at once where tcp_abort_on_overflow is 1; "
        "else the server ignores the client until it gives up, and further SYNs altogether. A SYN "
        "cookie that is refused looks alike.",
        "Let the service accept faster, or give its listener a larger backlog (and "
        "net.core.somaxconn).",
        "`ss -tln` (Recv-Q against Send-Q), `nstat -az TcpExtListenOverflows`."},
    Row{{Kind::kListenerClosed, "listener_closed",
         "A listener was closed over connections that no application had accepted"},
        "{sender} {did closed|closed} its listener over {n} that nobody had accepted",
        "The server had answered the SYN and sent nothing else: a listener that closes (stop, "
        "restart, deploy) resets what waits in its accept queue.",
        "Let the service accept what waits before it closes its listener, or hand the listener "
        "over (SO_REUSEPORT, socket activation)."},
    Row{{Kind::kSynCookie, "syn_cookie",
         "A server kept nothing of a connection but a SYN cookie, and refused that"},
        "{sender} may have refused SYN cookies: {n} reset at the first data",
        "{sender} answered the SYN, and does not know the connection at its first data: a SYN "
        "cookie that has become too old looks so, and so does a restart.",
        "If its queue of half-open connections was full: a larger backlog, or fewer SYNs.",
        "`nstat -az TcpExtSyncookiesSent TcpExtSyncookiesFailed`."},
    Row{{Kind::kPortClosed, "port_closed", "Nothing listens where clients connect"},
        "{server} refused {clients}: {perhaps}nothing listened there",
        "{n_attempts} answered by a RST.{served}"},
    Row{{Kind::kHandshakeReset, "handshake_reset", "An end gave connections up as they opened"},
        "{sender} {did gave|given} up {n} in the handshake",
        "",
        "{handshake}"},
    Row{{Kind::kKeepaliveRace, "keepalive_race",
         "A server closed idle connections as requests were on their way"},
        "{server} {did closed|closed} idle connections as {clients} sent requests",
        "The request crossed the server's FIN or came less than a round trip behind it: the client "
        "could not know.{idle_timeouts}"},
    Row{{Kind::kReuseAfterClose, "reuse_after_close",
         "A client sent requests on connections that it had been told are closed"},
        "{clients} {did used|used} connections that {server} had closed",
        "The request came {times} after the server's FIN, and acknowledges it: the client's stack "
        "knew, its application had not looked.{idle_timeouts}"},
    Row{{Kind::kKeepaliveTimeout, "keepalive_timeout", "A peer did not answer keep-alive probes"},
        "{peers} did not answer {sender} any more",
        "The keep-alive probes of {sender} had no answer, and its stack gave the connection up."},
    Row{{Kind::kCloseWait, "close_wait",
         "An end did not close connections that the other had closed (CLOSE-WAIT)"},
        "{waiter} {did left|left} {n} in CLOSE-WAIT for {times}",
        "{closer} had closed, {waiter} was told so and acknowledged it, and its application did "
        "not close its side.{leak}",
        "Look at the application on {waiter}: it does not close a socket when the other end has. "
        "Each one costs it a file descriptor until then.",
        "`ss -tanp state close-wait` shows the process, and how many there are."},
    Row{{Kind::kClientAborts, "client_aborts",
         "Clients reset connections instead of closing: a download cut, a tab closed, a timeout"},
        "{sender} {did aborted|aborted} {n} to {server}",
        "The client's socket was there and sent the RST itself: its application (or a limit of its "
        "own) gave the connection up: a cancelled request or download, a timeout, SO_LINGER 0."
        "{silence}{share}",
        "Where users leave, that is normal. Else compare {first} with timeouts and cancelled "
        "requests in the client's log."},
    Row{{Kind::kClosedEarly, "closed_early", "An end closed while its peer was still sending"},
        "{sender} {did closed|closed} while {peers} {were} still sending",
        "What came behind its FIN {did found|found} nobody to read it, and was answered by a RST."},
    Row{{Kind::kBoxIdleTimeout, "box_idle_timeout",
         "A box between the hosts (NAT, balancer, firewall) forgot idle connections"},
        "A box before {sender_host} {did forgot|forgotten} connections that were idle for {idle}",
        "Nothing was sent for {times}; then the box reset the connection, in the name of "
        "{sender_host}."},
    Row{{Kind::kConntrackInvalid, "conntrack_invalid",
         "Connection tracking did not translate a segment, and the host reset what it did not "
         "know"},
        "Connection tracking before {sender_host} {did called|called} segments invalid: {n} reset",
        "The segment did not reach the socket of {sender_host}, which lives on: the host answered "
        "a segment that its NAT had not translated."},
    Row{{Kind::kFirewallRefuses, "firewall_refuses",
         "A firewall refuses connections in the name of a host"},
        "A firewall {did refused|refused} {clients} in the name of {server}",
        "{n_attempts} refused by something nearer than the host itself.",
        "If they are to be allowed, look at the reject rules on the way to {server}; the service "
        "itself has not seen these SYNs."},
    Row{{Kind::kForgedResets, "forged_resets",
         "Something between the hosts resets in the name of one of them"},
        "Something on the way {did reset|reset} {n} in the name of {sender}",
        "The RST is not of the host whose address it bears."},
    Row{{Kind::kNatUntranslated, "nat_untranslated",
         "A NAT let a segment through without translating it"},
        "A NAT {did let|let} segments through untranslated: {n} reset",
        "The same connection is in the capture under another address."},
    Row{{Kind::kSelfDescribed, "self_described", "The RST says why it was sent"},
        "{sender} reset {n}, and says why",
        ""},
    Row{{Kind::kNoFinWait2, "no_fin_wait_2",
         "An application wants no FIN-WAIT-2 (TCP_LINGER2 below 0)"},
        "{sender_host} {does|do} not wait for {peers} to close",
        "{Its socket|Their sockets} reset as soon as {its FIN was|their FINs were} acknowledged: "
        "TCP_LINGER2 below 0 asks for that."},
    Row{{Kind::kUnexplained, "unexplained", "The capture does not tell why"},
        "{sender} reset {n}, and the capture does not tell why",
        ""},
    Row{{Kind::kPortReuse, "port_reuse",
         "A client used a port again while the server held the older connection"},
        "{clients} used ports again that {server} still held",
        "The server answered the SYN for the older connection, the client cleared that by a RST, "
        "and the next SYN opened the new one."},
    Row{{Kind::kScan, "scan", "One client tries many ports"},
        "{clients} may have scanned {ports}",
        "It was refused, or answered as nobody's connection, at {ports}, and asked few of them "
        "again. "
        "Passive FTP whose data ports are refused looks the same.",
        "Nothing is to be mended on the hosts that were scanned. If it is none of your own tools: "
        "look at {clients}."},
    Row{{Kind::kStray, "stray", "The capture holds too little of the connection to tell why"},
        "RSTs of {sender} in {n}, of which the capture holds too little to tell why",
        ""},
    Row{{Kind::kHarmlessTail, "harmless_tail",
         "Nothing but a late ACK or a goodbye came behind a close; nothing that mattered was lost"},
        "RSTs of {sender_host} behind the end of {n} harmed nothing",
        "What came behind a close (a late ACK, or a goodbye as TLS sends it) found nobody who "
        "waited for it; all that mattered had been acknowledged.",
        "Nothing is to be done."},
};
static_assert(kRows.size() == kIncidentKinds);

static_assert(isInOrder(kRows, &Row::value));

constexpr std::array kHarmTexts = {
    TokenText{Harm::kNothing, "nothing_lost", "all that was sent before had been acknowledged"},
    TokenText{Harm::kUnknown, "unknown", "the capture does not show whether anything was lost"},
    TokenText{Harm::kRequestFailed, "requests_failed",
              "requests, or attempts to connect, had no answer"},
    TokenText{Harm::kDataLost, "data_lost", "data that was sent may not have arrived"},
};
static_assert(isInOrder(kHarmTexts, &TokenText<Harm>::value));

const Row& rowOf(Kind kind) {
    return kRows[static_cast<std::size_t>(kind)];
}

std::string clock(Time time) {
    return timestamp(time).substr(11, 12);  // of 2026-11-29T13:08:07.000000123Z
}

std::string when(const Incident& incident) {
    const std::string day = timestamp(incident.first).substr(0, 10);
    std::string text = day + " " + clock(incident.first);
    const std::string last_day = timestamp(incident.last).substr(0, 10);
    const std::string last = (last_day == day ? "" : last_day + " ") + clock(incident.last);
    if (incident.first != incident.last && last != clock(incident.first)) text += " to " + last;
    return text + " UTC";
}

/// "certain", or how many are how sure.
std::string howSure(const Incident& incident) {
    std::string text(token(incident.certainty()));
    std::string counts;
    int different = 0;
    for (const Certainty c : {Certainty::kCertain, Certainty::kProbable, Certainty::kPossible}) {
        const std::uint32_t count = incident.by_certainty[static_cast<std::size_t>(c)];
        if (count == 0) continue;
        ++different;
        counts +=
            (counts.empty() ? "" : ", ") + std::to_string(count) + " " + std::string(token(c));
    }
    return different > 1 ? text + " (the RSTs: " + counts + ")" : text;
}

/// The frames that are named are found again in copies, see frame_references.h.
std::string factsOf(const Incident& incident) {
    constexpr std::size_t kMostNamed = 3;
    const std::size_t named = std::min(incident.frames.size(), kMostNamed);
    std::string frames;
    for (std::size_t i = 0; i < named; ++i) {
        frames += ", frame " + std::to_string(incident.frames[i]);
    }
    const bool more = incident.connections > named;
    return counted(incident.resets, "RST", "RSTs") + " in " +
           counted(incident.connections, "connection", "connections") + ", " + when(incident) +
           frames + (more ? ", …" : "") + "; " + howSure(incident) + ".";
}

/// "Data may be lost in 3 of 5 connections."
std::string harmTextOf(const Incident& incident) {
    const auto of = [&](Harm harm) { return incident.by_harm[static_cast<std::size_t>(harm)]; };
    const auto in = [&](std::uint32_t count) {
        if (incident.connections == 1) return std::string();
        return " in " + std::to_string(count) + " of " + std::to_string(incident.connections) +
               " connections";
    };
    switch (incident.harm()) {
        case Harm::kDataLost:
            return "Data may be lost" + in(of(Harm::kDataLost)) + ".";
        case Harm::kRequestFailed:
            return (of(Harm::kRequestFailed) == 1 ? "A request failed" : "Requests failed") +
                   in(of(Harm::kRequestFailed)) + ".";
        case Harm::kUnknown:
            if (incident.kind == Kind::kClosedEarly &&
                incident.certainty() != Certainty::kPossible) {
                return "What came too late was not read.";
            }
            return "The capture does not show whether anything was lost.";
        case Harm::kNothing:
            break;
    }
    return incident.kind == Kind::kHarmlessTail ? "Nothing that mattered was lost."
                                                : "Nothing was lost.";
}

/// The advice of the kind, the cause or the verdict, what to run, and what would tell more.
std::vector<std::string> adviceOn(const Incident& incident, const IncidentNames& names) {
    const Row& row = rowOf(incident.kind);
    if (incident.kind == Kind::kHarmlessTail) return {std::string(row.advice)};
    if (!incident.where_to_look.empty()) return {incident.where_to_look};
    const bool is_of_many = incident.kind == Kind::kProcessGone || incident.kind == Kind::kScan;
    const CauseText& on_cause = text(incident.example.cause);
    const VerdictText& on_verdict = text(incident.verdict());
    const bool of_cause = !on_cause.advice.empty() && !is_of_many;
    std::string_view run = row.on_linux;
    std::string advice = names.fillIn(row.advice);
    if (of_cause || advice.empty()) {
        advice = of_cause ? on_cause.advice : on_verdict.advice;
        run = of_cause ? on_cause.on_linux : on_verdict.on_linux;
    }
    std::vector<std::string> lines = {advice};
    const std::string commands = whatToRun(incident.stack, run, names.actor());
    if (!commands.empty()) lines.push_back(commands);
    if (rule(incident.kind).may_be_of_peer && onlyPeer(incident) && !names.isOfOneHost()) {
        lines.push_back("All have it with " + names.peers() +
                        ": look for what they share, a NAT, "
                        "firewall or balancer on the way, or one configuration.");
    }
    if (incident.certainty() != Certainty::kCertain) {
        const std::string left = whatWouldDecide(incident.alternatives(), incident.stack);
        if (!left.empty()) lines.push_back(left);
    }
    return lines;
}

}  // namespace

std::span<const IncidentKindText> incidentKindTexts() {
    return kRows;
}
std::span<const TokenText<Harm>> harmTexts() {
    return kHarmTexts;
}
std::string_view token(IncidentKind kind) {
    return rowOf(kind).token;
}
std::string_view token(Harm harm) {
    return kHarmTexts[static_cast<std::size_t>(harm)].token;
}

std::string titleOf(const Incident& incident) {
    const Report no_report;
    const ReportIndex nothing_else(no_report);
    return IncidentNames(incident, nothing_else).fillIn(rowOf(incident.kind).title);
}

IncidentText textOf(const Incident& incident, const ReportIndex& report, const Settings& settings) {
    const IncidentNames names(incident, report);
    const Row& row = rowOf(incident.kind);
    IncidentText text{titleOf(incident), factsOf(incident), harmTextOf(incident), {}, {}};
    if (!row.reason.empty()) {
        text.reason.push_back(names.fillIn(row.reason));
    } else if (incident.kind != Kind::kTableFull) {
        text.reason.push_back(incident.example.sentence + ".");
    }
    text.advice = adviceOn(incident, names);
    if (incident.kind == Kind::kTableFull) tellFullTable(incident, report, settings, text);
    return text;
}

}  // namespace finrst
