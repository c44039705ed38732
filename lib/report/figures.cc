// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/figures.h"

#include "report/incident_text.h"
#include "report/outcome_text.h"
#include "report/places_text.h"
#include "report/pool_text.h"
#include "report/quality_text.h"
#include "report/stack_text.h"
#include "report/verdict_text.h"

#include <algorithm>
#include <functional>
#include <type_traits>

namespace finrst {

namespace {

// What the analysis holds, as values.

template <typename Plain>
Value toValue(const Plain& plain) {
    if constexpr (std::is_enum_v<Plain>) {
        const std::string_view word = token(plain);
        return word.empty() ? Value() : Token{word, {}, static_cast<std::uint8_t>(plain)};
    } else if constexpr (std::is_integral_v<Plain> && !std::is_same_v<Plain, bool>) {
        return static_cast<std::uint64_t>(plain);
    } else {
        return plain;
    }
}
template <typename Plain>
Value toValue(const std::optional<Plain>& plain) {
    return plain ? toValue(*plain) : Value();
}
Value toValue(Duration duration) {
    return duration < Duration::zero() ? Value() : duration;
}
Value toValue(Verdict verdict) {
    return Token{token(verdict), text(verdict).summary, static_cast<std::uint8_t>(verdict)};
}
Value toValue(TcpState state) {
    return std::string(name(state));
}

template <typename Item>
const Item& holder(const Item& item) {
    return item;
}
const Reset& holder(const ResetItem& item) {
    return item.reset();
}
template <auto member, typename Item>
Value of(const Item& item) {
    return toValue(std::invoke(member, holder(item)));
}
template <auto member>
Value explained(const ResetItem& item) {
    return item.explanation().*member;
}
/// No frame has the number 0.
template <auto member>
Value frame(const ResetItem& item) {
    const std::uint64_t number = item.analysis().frameInCapture(item.reset().*member);
    return number == 0 ? Value() : toValue(number);
}

template <auto texts>
std::vector<std::string_view> words() {
    std::vector<std::string_view> all;
    for (const auto& text : texts()) {
        if (!text.token.empty()) all.push_back(text.token);
    }
    return all;
}

Value stream(const ResetItem& item) {
    const std::uint32_t number = item.reset().stream;
    return number == kNoStream ? Value() : toValue(number);
}
Value sinceBegin(const ResetItem& item) {
    return item.reset().time - item.analysis().firstTime();
}
Value client(const ResetItem& item) {
    const Flow flow = flowOf(item.analysis(), item.reset());
    return SocketAddress{flow.client, flow.client_port};
}
Value clientPort(const ResetItem& item) {
    return toValue(flowOf(item.analysis(), item.reset()).client_port);
}
Value server(const ResetItem& item) {
    const Flow flow = flowOf(item.analysis(), item.reset());
    return SocketAddress{flow.server, flow.server_port};
}
Value serverPort(const ResetItem& item) {
    return toValue(flowOf(item.analysis(), item.reset()).server_port);
}
Value otherVerdicts(const ResetItem& item) {
    std::vector<std::string> tokens;
    for (const Verdict verdict : alternatives(item.reset())) tokens.emplace_back(token(verdict));
    return tokens;
}
Value kernelReason(const ResetItem& item) {
    const KernelWord* word = item.analysis().kernelWord(item.reset());
    if (word == nullptr || word->report.reason.empty()) return {};
    return toValue(word->report.reason);
}
Value confirmation(const ResetItem& item) {
    const KernelWord* word = item.analysis().kernelWord(item.reset());
    if (word == nullptr) return {};
    return toValue(word->confirmed);
}
/// What captures at other places show; none where there are no others.
template <auto member>
Value elsewhere(const ResetItem& item) {
    const PlacesReport* report = item.analysis().placesReport(item.reset());
    return report == nullptr ? Value() : toValue(report->*member);
}
Value twinFrame(const ResetItem& item) {
    const PlacesReport* report = item.analysis().placesReport(item.reset());
    if (report == nullptr) return {};
    for (const std::uint32_t frame : {report->frame_toward_sender, report->frame_toward_receiver}) {
        if (frame != 0) return toValue(frame);
    }
    return {};
}
Value changes(const ResetItem& item) {
    const PlacesReport* report = item.analysis().placesReport(item.reset());
    std::vector<std::string> tokens;
    if (report == nullptr || !report->beside) return tokens;
    for (const Change& change : report->beside->changes) {
        const std::string_view told = token(change.what);
        if (std::find(tokens.begin(), tokens.end(), told) == tokens.end()) {
            tokens.emplace_back(told);
        }
    }
    return tokens;
}
Value stack(const ResetItem& item) {
    const CaptureAnalysis& analysis = item.analysis();
    const Host& host = analysis.hostOf(analysis.connectionOf(item.reset()), item.reset().sender);
    return toValue(findStack(item.reset(), host).stack);
}
/// Nothing is lost where the RST was not taken.
template <auto member>
Value unacknowledged(const ResetItem& item) {
    const std::optional<Unacknowledged>& data = item.reset().*member;
    if (!data || isRefused(item.reset().accepted)) return {};
    return toValue(data->octets);
}
Value cause(const ResetItem& item) {
    return toValue(item.cause());
}

/// The one that all share.
template <typename Shared, typename All, typename Read>
Value theOne(const FewOf<All>& all, Read read) {
    std::optional<Shared> one;
    for (const All& value : all.values()) {
        if (one && *one != read(value)) return {};
        one = read(value);
    }
    return all.hasMore() || !one ? Value() : toValue(*one);
}
Value client(const Incident& incident) {
    return theOne<Address>(incident.clients, [](const Address& client) { return client; });
}
Value server(const Incident& incident) {
    return theOne<Address>(incident.servers, [](const SocketAddress& s) { return s.address; });
}
Value serverPort(const Incident& incident) {
    return theOne<std::uint16_t>(incident.servers, [](const SocketAddress& s) { return s.port; });
}
template <auto few>
Value names(const Incident& incident) {
    std::vector<std::string> lines;
    for (const auto& value : (incident.*few).values()) lines.push_back(value.toString());
    return lines;
}
template <Harm harm>
Value connectionsWith(const Incident& incident) {
    return toValue(incident.by_harm[static_cast<std::size_t>(harm)]);
}
Value verdictsLeft(const Incident& incident) {
    std::vector<std::string> tokens;
    for (const Verdict verdict : incident.alternatives()) tokens.emplace_back(token(verdict));
    return tokens;
}
Value reason(const Incident& incident) {
    std::vector<std::string> lines = {incident.text.facts, incident.text.harm};
    lines.insert(lines.end(), incident.text.reason.begin(), incident.text.reason.end());
    return lines;
}

Value limit(const HostStatistics& host) {
    if (!host.tw_bucket_limit) return {};
    return BoundedCount{*host.tw_bucket_limit, host.limit_is_lower_bound};
}
Value seconds(const HostStatistics& host) {
    return std::span<const HostSecond>(host.seconds);
}

Value server(const ServiceStatistics& service) {
    return SocketAddress{service.server, service.port};
}
Value evidenceOfPool(const ServiceStatistics& service) {
    return poolEvidence(service.pool, service.pool_figures);
}

/// None where there is no segment.
Value timeOf(const Report& report, Time time) {
    return report.segments == 0 ? Value() : timestamp(time);
}

constexpr std::array kCaptureFigures = {
    Figure<Report>{.name = "segments",
                   .key = "segments",
                   .type = Type::kCount,
                   .title = "Segments",
                   .meaning = "TCP segments, those left out included",
                   .value = of<&Report::segments>},
    Figure<Report>{.name = "segments_left_out",
                   .key = "segments_left_out",
                   .type = Type::kCount,
                   .title = "Segments left out",
                   .meaning = "Of connections beyond finrst.max_connections: counted, not analysed",
                   .value = [](const Report& report) { return toValue(report.left_out.segments); }},
    Figure<Report>{.name = "resets_left_out",
                   .key = "resets_left_out",
                   .type = Type::kCount,
                   .title = "Resets left out",
                   .meaning = "RSTs among segments_left_out; all other counts leave them out",
                   .value = [](const Report& report) { return toValue(report.left_out.resets); }},
    Figure<Report>{.name = "connections",
                   .key = "connections",
                   .type = Type::kCount,
                   .title = "Connections",
                   .meaning = "TCP connections",
                   .value = of<&Report::connections>},
    Figure<Report>{.name = "resets",
                   .key = "resets",
                   .type = Type::kCount,
                   .title = "Resets",
                   .meaning = "RSTs; copies are not counted",
                   .value = of<&Report::resets>},
    Figure<Report>{.name = "affected",
                   .key = "affected",
                   .type = Type::kCount,
                   .title = "Affected",
                   .meaning = "Connections in which a RST answered a FIN because the socket was "
                              "missing",
                   .value = of<&Report::affected>},
    Figure<Report>{.name = "start",
                   .key = "start",
                   .type = Type::kTimestamp,
                   .title = "Start",
                   .meaning = "The time of the first segment",
                   .value = [](const Report& report) { return timeOf(report, report.start); },
                   .optional = true},
    Figure<Report>{.name = "end",
                   .key = "end",
                   .type = Type::kTimestamp,
                   .title = "End",
                   .meaning = "The time of the latest segment",
                   .value = [](const Report& report) { return timeOf(report, report.end); },
                   .optional = true},
    Figure<Report>{.name = "duration",
                   .key = "duration",
                   .type = Type::kDuration,
                   .title = "Duration",
                   .meaning = "From the first segment to the last",
                   .value = of<&Report::duration>},
    Figure<Report>{.name = "host_records",
                   .key = "host_records",
                   .type = Type::kLines,
                   .title = "Host records",
                   .meaning = "What the hosts' own records say beside the capture",
                   .value = of<&Report::host_records>},
};

using ResetFigure = Figure<ResetItem>;

constexpr std::array kFieldFigures = {
    ResetFigure{.name = "tcp.stream",
                .key = "stream",
                .type = Type::kNumber,
                .title = "Stream",
                .meaning = "Wireshark's number of the connection",
                .value = stream,
                .optional = true},
    ResetFigure{
        .name = "frame.time",
        .key = "time",
        .type = Type::kTimestamp,
        .title = "Absolute time",
        .meaning = "When the RST came",
        .value = [](const ResetItem& item) -> Value { return timestamp(item.reset().time); }},
    ResetFigure{.name = "frame.time_relative",
                .key = nullptr,
                .type = Type::kTime,
                .title = "Time",
                .meaning = "Seconds from the first TCP segment of the capture",
                .value = sinceBegin},
    ResetFigure{.name = "client",
                .key = "client",
                .type = Type::kEndpoint,
                .title = "Client",
                .meaning = "The end that opened the connection",
                .value = client},
    ResetFigure{.name = "client_port",
                .key = "client_port",
                .type = Type::kNumber,
                .title = "Client's port",
                .meaning = "The port from which the connection was opened",
                .value = clientPort},
    ResetFigure{.name = "server",
                .key = "server",
                .type = Type::kEndpoint,
                .title = "Server",
                .meaning = "The end that was connected to",
                .value = server},
    ResetFigure{.name = "server_port",
                .key = "server_port",
                .type = Type::kNumber,
                .title = "Server's port",
                .meaning = "The port that was connected to",
                .value = serverPort},
    ResetFigure{.name = "frame.number",
                .key = "reset_frame",
                .type = Type::kFrame,
                .title = "Frame",
                .meaning = "Frame of the RST",
                .value = frame<&Reset::frame>},
    ResetFigure{.name = "finrst.verdict",
                .key = "verdict",
                .type = Type::kToken,
                .title = "Verdict",
                .meaning = "Why this RST was sent",
                .value = of<&Reset::verdict>,
                .carrier = Carrier::kReset,
                .words = words<verdictTexts>},
    ResetFigure{.name = "finrst.affected",
                .key = "affected",
                .type = Type::kFlag,
                .title = "Affected conversation",
                .meaning = "In this conversation a RST answered a FIN because the socket was "
                           "missing",
                .value = of<&Reset::isAffected>,
                .carrier = Carrier::kAffected},
    ResetFigure{.name = "finrst.certainty",
                .key = "certainty",
                .type = Type::kToken,
                .title = "Certainty",
                .meaning = "How sure the verdict is: certain, probable or possible",
                .value = of<&Reset::certainty>,
                .carrier = Carrier::kReset,
                .words = words<certaintyTexts>},
    ResetFigure{.name = "finrst.incident",
                .key = "incident",
                .type = Type::kNumber,
                .title = "Incident",
                .meaning = "Number of the incident that this RST belongs to, see -z "
                           "finrst,incidents; not before all of the capture has been read",
                .value = [](const ResetItem& item) { return toValue(item.incident()); },
                .carrier = Carrier::kReset,
                .optional = true},
    ResetFigure{.name = "finrst.cause",
                .key = "cause",
                .type = Type::kToken,
                .title = "Cause",
                .meaning = "Why the socket was missing or aborted, or what a box or a NAT did",
                .value = cause,
                .carrier = Carrier::kReset,
                .words = words<causeTexts>,
                .optional = true},
    ResetFigure{.name = "finrst.origin",
                .key = nullptr,
                .type = Type::kToken,
                .title = "Origin",
                .meaning = "Who made the RST: passive (the stack, answering a segment), active (a "
                           "socket), middlebox or unknown",
                .value = of<&Reset::origin>,
                .carrier = Carrier::kReset,
                .words = words<originTexts>},
    ResetFigure{
        .name = "finrst.stack",
        .key = "stack",
        .type = Type::kToken,
        .title = "Sender's stack",
        .meaning = "The TCP stack of the RST's sender, by what its host does in the capture",
        .value = stack,
        .carrier = Carrier::kReset,
        .words = words<stackTexts>},
    ResetFigure{.name = "finrst.kernel_path",
                .key = nullptr,
                .type = Type::kText,
                .title = "Kernel path",
                .meaning = "The functions the sender's kernel goes through to send this RST, where "
                           "its source is public; Linux' where the stack is not known",
                .value = explained<&Explanation::kernel_path>,
                .carrier = Carrier::kReset},
    ResetFigure{.name = "finrst.sender_state",
                .key = nullptr,
                .type = Type::kText,
                .title = "Sender's state",
                .meaning = "The state (RFC 9293) that the sender's socket should have been in",
                .value = of<&Reset::sender_state>,
                .carrier = Carrier::kReset},
    ResetFigure{.name = "finrst.trigger",
                .key = "trigger",
                .type = Type::kToken,
                .title = "Trigger",
                .meaning = "What the RST answers",
                .value = of<&Reset::trigger>,
                .carrier = Carrier::kReset,
                .words = words<triggerTexts>},
    ResetFigure{.name = "finrst.trigger_frame",
                .key = "trigger_frame",
                .type = Type::kFrame,
                .title = "Answers frame",
                .meaning = "The frame that the RST answers",
                .value = frame<&Reset::trigger_frame>,
                .carrier = Carrier::kReset,
                .optional = true},
    ResetFigure{.name = "finrst.own_fin_frame",
                .key = "own_fin_frame",
                .type = Type::kFrame,
                .title = "Sender's FIN",
                .meaning = "The frame in which the sender of the RST closed",
                .value = frame<&Reset::own_fin_frame>,
                .carrier = Carrier::kReset,
                .optional = true},
    ResetFigure{.name = "finrst.own_fin_ack_frame",
                .key = "own_fin_ack_frame",
                .type = Type::kFrame,
                .title = "ACK of the sender's FIN",
                .meaning = "The frame in which the peer acknowledged that FIN first",
                .value = frame<&Reset::own_fin_ack_frame>,
                .carrier = Carrier::kReset,
                .optional = true},
    ResetFigure{.name = "finrst.first_reset_frame",
                .key = nullptr,
                .type = Type::kFrame,
                .title = "First reset",
                .meaning = "The first RST of this connection that may have been taken",
                .value = frame<&Reset::first_reset_frame>,
                .carrier = Carrier::kReset,
                .optional = true},
    ResetFigure{.name = "finrst.fin_wait_2_time",
                .key = "fin_wait_2_time",
                .type = Type::kDuration,
                .title = "Time in FIN-WAIT-2",
                .meaning = "From the ACK of the sender's FIN to the frame that the RST answers",
                .value = of<&Reset::fin_wait_2_time>,
                .carrier = Carrier::kReset,
                .optional = true},
    ResetFigure{.name = "finrst.response_time",
                .key = "response_time",
                .type = Type::kDuration,
                .title = "Response time",
                .meaning = "From the frame that the RST answers to the RST",
                .value = of<&Reset::response_time>,
                .carrier = Carrier::kReset,
                .optional = true},
    ResetFigure{.name = "finrst.connection_age",
                .key = "age",
                .type = Type::kDuration,
                .title = "Connection age",
                .meaning = "From the first captured frame of the connection to the RST",
                .value = of<&Reset::connection_age>,
                .carrier = Carrier::kReset},
    ResetFigure{.name = "finrst.idle_time",
                .key = "idle_time",
                .type = Type::kDuration,
                .title = "Idle before",
                .meaning = "How long nothing of the connection was captured before the RST, or "
                           "before the frame that it answers",
                .value = of<&Reset::idle_time>,
                .carrier = Carrier::kReset,
                .optional = true},
    ResetFigure{.name = "finrst.related_frame",
                .key = "related_frame",
                .type = Type::kFrame,
                .title = "Same connection",
                .meaning = "A frame of the same connection under another address, its RST if it "
                           "was reset",
                .value = frame<&Reset::related_frame>,
                .carrier = Carrier::kReset,
                .optional = true},
    ResetFigure{.name = "finrst.accepted",
                .key = "accepted",
                .type = Type::kToken,
                .title = "Accepted",
                .meaning = "Whether the receiver took the RST, by its number and by what the "
                           "receiver did next: yes, challenged, no or unknown",
                .value = of<&Reset::accepted>,
                .carrier = Carrier::kReset,
                .words = words<acceptedTexts>},
    ResetFigure{.name = "finrst.stage",
                .key = "stage",
                .type = Type::kToken,
                .title = "Stage",
                .meaning = "How far the connection had come before the RST",
                .value = of<&Reset::stage>,
                .carrier = Carrier::kReset,
                .words = words<stageTexts>,
                .optional = true},
    ResetFigure{.name = "finrst.unacked_from_sender",
                .key = "unacked_from_sender",
                .type = Type::kCount,
                .title = "Unacknowledged of the sender",
                .meaning = "Octets of the RST's sender that its peer had not acknowledged",
                .value = unacknowledged<&Reset::unacked_of_sender>,
                .carrier = Carrier::kReset,
                .optional = true},
    ResetFigure{.name = "finrst.unacked_from_receiver",
                .key = "unacked_from_receiver",
                .type = Type::kCount,
                .title = "Unacknowledged of the receiver",
                .meaning = "Octets of the RST's receiver that the sender had not acknowledged",
                .value = unacknowledged<&Reset::unacked_of_receiver>,
                .carrier = Carrier::kReset,
                .optional = true},
    ResetFigure{.name = "finrst.close_wait_time",
                .key = "close_wait_time",
                .type = Type::kDuration,
                .title = "Time in CLOSE-WAIT",
                .meaning = "How long the end that was told of the other's close had been in "
                           "CLOSE-WAIT: until its own FIN, or the RST",
                .value = of<&Reset::close_wait_time>,
                .carrier = Carrier::kReset,
                .optional = true},
    ResetFigure{.name = "requests",
                .key = "requests",
                .type = Type::kNumber,
                .title = "Requests",
                .meaning = "Turns from data of the client to data of the server",
                .value = of<&Reset::requests>},
    ResetFigure{.name = "finrst.tw_buckets",
                .key = nullptr,
                .type = Type::kCount,
                .title = "TIME_WAIT buckets",
                .meaning = "Estimate of the TIME_WAIT buckets that the sender's host held at that "
                           "moment",
                .value = of<&Reset::tw_buckets>,
                .carrier = Carrier::kReset},
    ResetFigure{.name = "finrst.alternatives",
                .key = "alternatives",
                .type = Type::kLines,
                .title = "Alternatives",
                .meaning = "Verdicts that the capture leaves beside this one, likeliest first",
                .value = otherVerdicts,
                .carrier = Carrier::kReset},
    ResetFigure{.name = "finrst.kernel_reason",
                .key = "kernel_reason",
                .type = Type::kText,
                .title = "Kernel's reason",
                .meaning = "Why the sender's kernel sent the RST, in its own word, where a host "
                           "record tells",
                .value = kernelReason,
                .carrier = Carrier::kReset,
                .optional = true},
    ResetFigure{.name = "finrst.confirmed",
                .key = "confirmed",
                .type = Type::kToken,
                .title = "Confirmed",
                .meaning = "Whether the word of the sender's kernel, in a host record, and the "
                           "verdict of the capture alone go together: agrees, contradicts (the "
                           "kernel counts), or untraced (the host's TCP did not send the RST)",
                .value = confirmation,
                .carrier = Carrier::kReset,
                .words = words<confirmationTexts>,
                .optional = true},
    ResetFigure{.name = "finrst.evidence",
                .key = "evidence",
                .type = Type::kLines,
                .title = "Evidence",
                .meaning = "Speaks for the verdict",
                .value = explained<&Explanation::evidence>,
                .carrier = Carrier::kReset},
    ResetFigure{.name = "finrst.counter_evidence",
                .key = "counter_evidence",
                .type = Type::kLines,
                .title = "Counter-evidence",
                .meaning = "Speaks against the verdict, or leaves it open",
                .value = explained<&Explanation::counter_evidence>,
                .carrier = Carrier::kReset},
    ResetFigure{.name = "finrst.advice",
                .key = nullptr,
                .type = Type::kText,
                .title = "Advice",
                .meaning = "What to run or change next",
                .value = explained<&Explanation::advice>,
                .carrier = Carrier::kReset},
    ResetFigure{.name = "finrst.reset_frame",
                .key = nullptr,
                .type = Type::kFrame,
                .title = "Led to RST",
                .meaning = "The RST that this FIN led to",
                .value = frame<&Reset::frame>,
                .carrier = Carrier::kFin},
    // What captures at other places show stands last: `placesFigures`.
    ResetFigure{.name = "finrst.place",
                .key = "place",
                .type = Type::kText,
                .title = "Place",
                .meaning = "The capture, or the interface, that recorded this frame",
                .value = elsewhere<&PlacesReport::place>,
                .carrier = Carrier::kReset},
    ResetFigure{.name = "finrst.twin_frame",
                .key = "twin_frame",
                .type = Type::kFrame,
                .title = "The same elsewhere",
                .meaning = "The frame in which another place captured the same packet",
                .value = twinFrame,
                .carrier = Carrier::kReset,
                .optional = true},
    ResetFigure{.name = "finrst.sent",
                .key = "sent",
                .type = Type::kToken,
                .title = "Sent",
                .meaning = "Whether the place nearest to its sender holds the RST: no, where that "
                           "place recorded and it was not there",
                .value = elsewhere<&PlacesReport::sent>,
                .carrier = Carrier::kReset,
                .words = words<seenTexts>},
    ResetFigure{.name = "finrst.arrived",
                .key = "arrived",
                .type = Type::kToken,
                .title = "Arrived",
                .meaning = "Whether the place nearest to its receiver holds the RST",
                .value = elsewhere<&PlacesReport::arrived>,
                .carrier = Carrier::kReset,
                .words = words<seenTexts>},
    ResetFigure{.name = "finrst.changed",
                .key = "changed",
                .type = Type::kLines,
                .title = "Changed",
                .meaning = "What something between the places changes in the RST, in the handshake "
                           "and in what the verdict rests on",
                .value = changes,
                .carrier = Carrier::kReset,
                .words = words<changedTexts>},
};
constexpr std::size_t kOfPlaces = 5;

using IncidentFigure = Figure<Incident>;

/// Of signed durations, which `toValue` takes for unknown ones; in seconds.
Value seconds(std::optional<Duration> duration) {
    return duration ? Value(*duration) : Value();
}

constexpr std::array kPlaceFigures = {
    Figure<PlaceFinding>{.name = "name",
                         .key = "name",
                         .type = Type::kText,
                         .title = "Place",
                         .meaning = "The capture",
                         .value = of<&PlaceFinding::name>},
    Figure<PlaceFinding>{.name = "segments",
                         .key = "segments",
                         .type = Type::kCount,
                         .title = "Segments",
                         .meaning = "TCP segments",
                         .value = of<&PlaceFinding::segments>},
    Figure<PlaceFinding>{.name = "connections",
                         .key = "connections",
                         .type = Type::kCount,
                         .title = "Connections",
                         .meaning = "TCP connections",
                         .value = of<&PlaceFinding::connections>},
    Figure<PlaceFinding>{
        .name = "start",
        .key = "start",
        .type = Type::kTimestamp,
        .title = "Start",
        .meaning = "The time of the first segment, by the clock of the place",
        .value = [](const PlaceFinding& place) -> Value { return timestamp(place.start); }},
    Figure<PlaceFinding>{
        .name = "end",
        .key = "end",
        .type = Type::kTimestamp,
        .title = "End",
        .meaning = "The time of the latest segment, by the clock of the place",
        .value = [](const PlaceFinding& place) -> Value { return timestamp(place.end); }},
    Figure<PlaceFinding>{
        .name = "round_trip_to_client",
        .key = "round_trip_to_client",
        .type = Type::kDuration,
        .title = "To a client",
        .meaning = "The least time until a client answered what passed there, in steps of 16 µs",
        .value = [](const PlaceFinding& place) { return seconds(place.round_trip_to_client); },
        .optional = true},
    Figure<PlaceFinding>{
        .name = "round_trip_to_server",
        .key = "round_trip_to_server",
        .type = Type::kDuration,
        .title = "To a server",
        .meaning = "The least time until a server answered what passed there, in steps of 16 µs",
        .value = [](const PlaceFinding& place) { return seconds(place.round_trip_to_server); },
        .optional = true},
    Figure<PlaceFinding>{.name = "hops",
                         .key = "hops",
                         .type = Type::kCount,
                         .title = "Hops",
                         .meaning = "Routers between it and the first place, by TTL",
                         .value = of<&PlaceFinding::hops>,
                         .optional = true},
    Figure<PlaceFinding>{.name = "shared",
                         .key = "shared",
                         .type = Type::kCount,
                         .title = "Shared",
                         .meaning = "Connections that the first place holds, too",
                         .value = of<&PlaceFinding::shared>},
    Figure<PlaceFinding>{.name = "dropped",
                         .key = "dropped",
                         .type = Type::kCount,
                         .title = "Dropped",
                         .meaning = "Packets that came and were not captured, as the recorder says",
                         .value = of<&PlaceFinding::dropped>,
                         .optional = true},
    Figure<PlaceFinding>{
        .name = "clock_ahead",
        .key = "clock_ahead",
        .type = Type::kOffset,
        .title = "Clock ahead",
        .meaning = "By so many seconds the clock was ahead of that of the first place, when that "
                   "began",
        .value = [](const PlaceFinding& place) { return seconds(place.clock_ahead); },
        .optional = true},
    Figure<PlaceFinding>{
        .name = "clock_uncertainty",
        .key = "clock_uncertainty",
        .type = Type::kDuration,
        .title = "Uncertainty",
        .meaning = "By so many seconds clock_ahead may be wrong",
        .value = [](const PlaceFinding& place) { return seconds(place.clock_uncertainty); },
        .optional = true},
    Figure<PlaceFinding>{.name = "clock_drift",
                         .key = "clock_drift",
                         .type = Type::kOffset,
                         .title = "Drift",
                         .meaning = "Microseconds that the clock gains in a second of the first "
                                    "place's",
                         .value = [](const PlaceFinding& place) -> Value {
                             if (!place.clock_drift) return {};
                             return *place.clock_drift * 1e6;
                         },
                         .optional = true},
};

constexpr std::array kIncidentFigures = {
    IncidentFigure{.name = "number",
                   .key = "number",
                   .type = Type::kNumber,
                   .title = "Incident",
                   .meaning = "From 1 on, those that did most harm first; finrst.incident",
                   .value = of<&Incident::number>},
    IncidentFigure{.name = "kind",
                   .key = "kind",
                   .type = Type::kToken,
                   .title = "Kind",
                   .meaning = "What happened",
                   .value = of<&Incident::kind>,
                   .words = words<incidentKindTexts>},
    IncidentFigure{.name = "severity",
                   .key = "severity",
                   .type = Type::kToken,
                   .title = "Severity",
                   .meaning = "The worst that it did to one of its connections",
                   .value = of<&Incident::harm>,
                   .words = words<harmTexts>},
    IncidentFigure{.name = "title",
                   .key = "title",
                   .type = Type::kText,
                   .title = "Title",
                   .meaning = "What happened, to whom",
                   .value = [](const Incident& incident) { return toValue(incident.text.title); }},
    IncidentFigure{.name = "text",
                   .key = "text",
                   .type = Type::kLines,
                   .title = "Text",
                   .meaning = "How many, when, what was lost, and why that is so",
                   .value = reason},
    IncidentFigure{.name = "advice",
                   .key = "advice",
                   .type = Type::kLines,
                   .title = "Advice",
                   .meaning = "What to do, and what would tell more",
                   .value = [](const Incident& incident) -> Value { return incident.text.advice; }},
    IncidentFigure{.name = "certainty",
                   .key = "certainty",
                   .type = Type::kToken,
                   .title = "Certainty",
                   .meaning = "How sure that is",
                   .value = of<&Incident::certainty>,
                   .words = words<certaintyTexts>},
    IncidentFigure{.name = "verdict",
                   .key = "verdict",
                   .type = Type::kToken,
                   .title = "Verdict",
                   .meaning = "That of most of its RSTs",
                   .value = of<&Incident::verdict>,
                   .words = words<verdictTexts>},
    IncidentFigure{.name = "alternatives",
                   .key = "alternatives",
                   .type = Type::kLines,
                   .title = "Alternatives",
                   .meaning = "Verdicts that are left beside it, likeliest first",
                   .value = verdictsLeft},
    IncidentFigure{.name = "time",
                   .key = "time",
                   .type = Type::kTimestamp,
                   .title = "First",
                   .meaning = "When it began: its first RST",
                   .value = [](const Incident& i) -> Value { return timestamp(i.first); }},
    IncidentFigure{.name = "end",
                   .key = "end",
                   .type = Type::kTimestamp,
                   .title = "Last",
                   .meaning = "Its last RST",
                   .value = [](const Incident& i) -> Value { return timestamp(i.last); }},
    IncidentFigure{.name = "resets",
                   .key = "resets",
                   .type = Type::kCount,
                   .title = "Resets",
                   .meaning = "RSTs; copies are not counted",
                   .value = of<&Incident::resets>},
    IncidentFigure{.name = "connections",
                   .key = "connections",
                   .type = Type::kCount,
                   .title = "Connections",
                   .meaning = "Connections with such a RST",
                   .value = of<&Incident::connections>},
    IncidentFigure{.name = "data_lost",
                   .key = "data_lost",
                   .type = Type::kCount,
                   .title = "Data lost",
                   .meaning = "Connections in which data may be lost",
                   .value = connectionsWith<Harm::kDataLost>},
    IncidentFigure{.name = "requests_failed",
                   .key = "requests_failed",
                   .type = Type::kCount,
                   .title = "Requests failed",
                   .meaning = "Connections in which a request, or the attempt to connect, failed",
                   .value = connectionsWith<Harm::kRequestFailed>},
    IncidentFigure{.name = "by_server",
                   .key = "by_server",
                   .type = Type::kFlag,
                   .title = "By server",
                   .meaning = "The RSTs came in the name of the server",
                   .value = of<&Incident::is_by_server>},
    IncidentFigure{.name = "client",
                   .key = "client",
                   .type = Type::kAddress,
                   .title = "Client",
                   .meaning = "The client, where there is one",
                   .value = client,
                   .optional = true},
    IncidentFigure{.name = "server",
                   .key = "server",
                   .type = Type::kAddress,
                   .title = "Server",
                   .meaning = "The server, where there is one",
                   .value = server,
                   .optional = true},
    IncidentFigure{.name = "server_port",
                   .key = "server_port",
                   .type = Type::kNumber,
                   .title = "Server's port",
                   .meaning = "The port that was connected to, where there is one",
                   .value = serverPort,
                   .optional = true},
    IncidentFigure{.name = "clients",
                   .key = "clients",
                   .type = Type::kLines,
                   .title = "Clients",
                   .meaning = "All clients, 64 at most",
                   .value = names<&Incident::clients>},
    IncidentFigure{.name = "services",
                   .key = "services",
                   .type = Type::kLines,
                   .title = "Services",
                   .meaning = "Servers with their ports, 64 at most",
                   .value = names<&Incident::servers>},
    IncidentFigure{.name = "frames",
                   .key = "frames",
                   .type = Type::kFrames,
                   .title = "Frames",
                   .meaning = "Of its first RSTs, 5 at most",
                   .value = [](const Incident& incident) -> Value { return incident.frames; }},
};

using HostFigure = Figure<HostStatistics>;

constexpr std::array kHostFigures = {
    HostFigure{.name = "address",
               .key = "address",
               .type = Type::kAddress,
               .title = "Host",
               .meaning = "Address of the host",
               .value = of<&HostStatistics::address>},
    HostFigure{.name = "resets_sent",
               .key = "resets_sent",
               .type = Type::kCount,
               .title = "Resets sent",
               .meaning = "RSTs sent by the host's own kernel, as TcpOutRsts counts them",
               .value = of<&HostStatistics::resets_sent>},
    HostFigure{.name = "resets_by_verdict",
               .key = "resets_by_verdict",
               .type = Type::kVerdictCounts,
               .title = "Resets by verdict",
               .meaning = "RSTs in the host's name, whoever sent them, by verdict",
               .value = of<&HostStatistics::resets_by_verdict>},
    HostFigure{.name = "active_closes",
               .key = "active_closes",
               .type = Type::kCount,
               .title = "Closed first",
               .meaning = "Connections that the host closed first: each needs a TIME_WAIT bucket",
               .value = of<&HostStatistics::active_closes>},
    HostFigure{.name = "passive_closes",
               .key = "passive_closes",
               .type = Type::kCount,
               .title = "Closed second",
               .meaning = "Connections that the peer closed first",
               .value = of<&HostStatistics::passive_closes>},
    HostFigure{.name = "closes_per_second",
               .key = "closes_per_second",
               .type = Type::kRate,
               .title = "Closes/s",
               .meaning = "Connections that the host closed first, per second",
               .value = of<&HostStatistics::closes_per_second>},
    HostFigure{.name = "missing_socket_resets",
               .key = "missing_socket_resets",
               .type = Type::kCount,
               .title = "No socket",
               .meaning = "RSTs sent because the socket of the connection was missing",
               .value = of<&HostStatistics::missing_socket_resets>},
    HostFigure{.name = "silent_overflows_estimate",
               .key = "silent_overflows_estimate",
               .type = Type::kCount,
               .title = "Silent",
               .meaning = "Closes that were refused a TIME_WAIT bucket and that no RST shows "
                          "(estimate)",
               .value = of<&HostStatistics::silent_overflows>},
    HostFigure{.name = "tw_buckets_peak",
               .key = "tw_buckets_peak",
               .type = Type::kCount,
               .title = "Buckets",
               .meaning = "The most TIME_WAIT buckets held at once, as far as the capture shows",
               .value = of<&HostStatistics::tw_buckets_peak>},
    HostFigure{.name = "tw_bucket_limit_estimate",
               .key = "tw_bucket_limit_estimate",
               .type = Type::kCount,
               .title = "Limit",
               .meaning = "tcp_max_tw_buckets as the refused closes show it; ≥: the host may have "
                          "held more before the capture began",
               .value = limit,
               .optional = true},
    HostFigure{.name = "tw_bucket_limit_is_lower_bound",
               .key = "tw_bucket_limit_is_lower_bound",
               .type = Type::kFlag,
               .title = "Limit is a lower bound",
               .meaning = "The host may have held more buckets before the capture began",
               .value = of<&HostStatistics::limit_is_lower_bound>},
    HostFigure{.name = "tw_buckets_needed",
               .key = "tw_buckets_needed",
               .type = Type::kCount,
               .title = "Needed",
               .meaning = "TIME_WAIT buckets that the closes seen would need",
               .value = of<&HostStatistics::tw_buckets_needed>},
    HostFigure{.name = "onset_frame",
               .key = "onset_frame",
               .type = Type::kFrame,
               .title = "Onset",
               .meaning = "Frame of the first RST that shows a refused bucket",
               .value = of<&HostStatistics::onset_frame>,
               .optional = true},
    HostFigure{.name = "seconds",
               .key = "seconds",
               .type = Type::kHostSeconds,
               .title = "Seconds",
               .meaning = "The seconds of the capture in which something changed; states are those "
                          "at the second's end",
               .value = seconds},
};

using SecondFigure = Figure<HostSecond>;

constexpr std::array kHostSecondFigures = {
    SecondFigure{.name = "second",
                 .key = "second",
                 .type = Type::kNumber,
                 .title = "Second",
                 .meaning = "From the first segment of the capture",
                 .value = of<&HostSecond::second>},
    SecondFigure{.name = "resets",
                 .key = "resets",
                 .type = Type::kCount,
                 .title = "Resets",
                 .meaning = "RSTs sent in that second",
                 .value = of<&HostSecond::resets>},
    SecondFigure{.name = "fin_wait_1",
                 .key = "fin_wait_1",
                 .type = Type::kCount,
                 .title = "FIN-WAIT-1",
                 .meaning = "Sockets in FIN-WAIT-1",
                 .value = of<&HostSecond::fin_wait_1>},
    SecondFigure{.name = "fin_wait_2",
                 .key = "fin_wait_2",
                 .type = Type::kCount,
                 .title = "FIN-WAIT-2",
                 .meaning = "Sockets in FIN-WAIT-2",
                 .value = of<&HostSecond::fin_wait_2>},
    SecondFigure{.name = "close_wait",
                 .key = "close_wait",
                 .type = Type::kCount,
                 .title = "CLOSE-WAIT",
                 .meaning = "Sockets in CLOSE-WAIT",
                 .value = of<&HostSecond::close_wait>},
    SecondFigure{.name = "time_wait",
                 .key = "time_wait",
                 .type = Type::kCount,
                 .title = "TIME-WAIT",
                 .meaning = "Sockets in TIME-WAIT",
                 .value = of<&HostSecond::time_wait>},
    SecondFigure{.name = "tw_buckets",
                 .key = "tw_buckets",
                 .type = Type::kCount,
                 .title = "Buckets",
                 .meaning = "The most TIME_WAIT buckets held in that second",
                 .value = of<&HostSecond::tw_buckets>},
};

using ServiceFigure = Figure<ServiceStatistics>;

constexpr std::array kServiceFigures = {
    ServiceFigure{.name = "client",
                  .key = "client",
                  .type = Type::kAddress,
                  .title = "Client",
                  .meaning = "The host that connects",
                  .value = of<&ServiceStatistics::client>},
    ServiceFigure{.name = "server",
                  .key = "server",
                  .type = Type::kEndpoint,
                  .title = "Server",
                  .meaning = "The host and port that it connects to",
                  .value = server},
    ServiceFigure{.name = "port",
                  .key = "port",
                  .type = Type::kNumber,
                  .title = "Port",
                  .meaning = "The server's port",
                  .value = of<&ServiceStatistics::port>},
    ServiceFigure{.name = "connections",
                  .key = "connections",
                  .type = Type::kCount,
                  .title = "Connections",
                  .meaning = "Connections with data",
                  .value = of<&ServiceStatistics::connections>},
    ServiceFigure{.name = "peak_open",
                  .key = "peak_open",
                  .type = Type::kCount,
                  .title = "At once",
                  .meaning = "The most connections open at once",
                  .value = of<&ServiceStatistics::peak_open>},
    ServiceFigure{.name = "lifetime",
                  .key = "lifetime",
                  .type = Type::kDurationQuantiles,
                  .title = "Lifetime",
                  .meaning = "Time from the first segment to the first FIN or RST",
                  .value = of<&ServiceStatistics::lifetime>},
    ServiceFigure{.name = "idle_before_close",
                  .key = "idle_before_close",
                  .type = Type::kDurationQuantiles,
                  .title = "Idle before close",
                  .meaning = "Time from the last data to the first FIN",
                  .value = of<&ServiceStatistics::idle_before_close>},
    ServiceFigure{
        .name = "longest_idle",
        .key = "longest_idle",
        .type = Type::kDurationQuantiles,
        .title = "Longest idle, kept",
        .meaning = "The longest time between two requests of a connection that has several",
        .value = of<&ServiceStatistics::longest_idle>},
    ServiceFigure{.name = "requests",
                  .key = "requests",
                  .type = Type::kCountQuantiles,
                  .title = "Requests",
                  .meaning = "Requests for each connection",
                  .value = of<&ServiceStatistics::requests>},
    ServiceFigure{.name = "closed_by_client",
                  .key = "closed_by_client",
                  .type = Type::kCount,
                  .title = "Client closed",
                  .meaning = "Connections that the client closed first",
                  .value = of<&ServiceStatistics::closed_by_client>},
    ServiceFigure{.name = "closed_by_server",
                  .key = "closed_by_server",
                  .type = Type::kCount,
                  .title = "Server closed",
                  .meaning = "Connections that the server closed first",
                  .value = of<&ServiceStatistics::closed_by_server>},
    ServiceFigure{.name = "reset",
                  .key = "reset",
                  .type = Type::kCount,
                  .title = "Reset",
                  .meaning = "Connections reset before anybody closed them",
                  .value = of<&ServiceStatistics::reset>},
    ServiceFigure{.name = "open",
                  .key = "open",
                  .type = Type::kCount,
                  .title = "Open",
                  .meaning = "Connections open at the end of the capture",
                  .value = of<&ServiceStatistics::open>},
    ServiceFigure{.name = "one_request",
                  .key = "one_request",
                  .type = Type::kCount,
                  .title = "One request",
                  .meaning = "Connections with a single request",
                  .value = of<&ServiceStatistics::one_request>},
    ServiceFigure{.name = "closed_after_one_more",
                  .key = "closed_after_one_more",
                  .type = Type::kCount,
                  .title = "Closed after one more",
                  .meaning = "Connections that had served several requests, and that the client "
                             "closed right after one more",
                  .value = of<&ServiceStatistics::closed_after_one_more>},
    ServiceFigure{.name = "pool",
                  .key = "pool",
                  .type = Type::kToken,
                  .title = "Pool",
                  .meaning = "How the client uses its connections",
                  .value = of<&ServiceStatistics::pool>,
                  .words = words<poolTexts>},
    ServiceFigure{.name = "pool_evidence",
                  .key = "pool_evidence",
                  .type = Type::kLines,
                  .title = "Evidence of the pool",
                  .meaning = "What shows that the connections are used so",
                  .value = evidenceOfPool},
};

constexpr std::array kQualityFigures = {
    Figure<QualityFinding>{.name = "shortcoming",
                           .key = "shortcoming",
                           .type = Type::kToken,
                           .title = "Shortcoming",
                           .meaning = "In what the capture differs from all packets, once each",
                           .value = of<&QualityFinding::kind>,
                           .words = words<qualityTexts>},
    Figure<QualityFinding>{.name = "count",
                           .key = "count",
                           .type = Type::kCount,
                           .title = "Count",
                           .meaning = "Connections, or segments, that show it",
                           .value = of<&QualityFinding::count>},
    Figure<QualityFinding>{.name = "of",
                           .key = "of",
                           .type = Type::kCount,
                           .title = "Of",
                           .meaning = "Of so many connections, or segments",
                           .value = of<&QualityFinding::of>},
    Figure<QualityFinding>{
        .name = "text",
        .key = "text",
        .type = Type::kText,
        .title = "Text",
        .meaning = "The finding in words",
        .value = [](const QualityFinding& finding) { return toValue(sentence(finding)); }},
    Figure<QualityFinding>{.name = "weakens",
                           .key = "weakens",
                           .type = Type::kText,
                           .title = "Weakens",
                           .meaning = "Which verdicts are less sure for it, and why",
                           .value =
                               [](const QualityFinding& finding) {
                                   return toValue(std::string(text(finding.kind).weakens));
                               }},
};

constexpr std::array kRecordingFigures = {
    Figure<Recording>{.name = "host",
                      .key = "host",
                      .type = Type::kAddress,
                      .title = "Host",
                      .meaning = "Where to record: the host that sends most of the RSTs",
                      .value = of<&Recording::host>},
    Figure<Recording>{.name = "command",
                      .key = "command",
                      .type = Type::kText,
                      .title = "Command",
                      .meaning = "Records the connections that are reset, whole",
                      .value = of<&Recording::command>},
};

}  // namespace

Cause ResetItem::cause() const {
    return explanation_ ? explanation_->cause : analysis_.cause(reset_);
}

std::optional<std::uint32_t> ResetItem::incident() const {
    const std::uint32_t number =
        incidents_ == nullptr ? 0 : incidents_->numberOf(analysis_, reset_);
    return number == 0 ? std::nullopt : std::optional(number);
}

const Explanation& ResetItem::explanation() const {
    if (!explanation_) explanation_ = explain(analysis_, reset_);
    return *explanation_;
}

std::span<const Figure<Report>> captureFigures() {
    return kCaptureFigures;
}
std::span<const Figure<ResetItem>> fieldFigures() {
    return kFieldFigures;
}
std::span<const Figure<ResetItem>> resetFigures() {
    return fieldFigures().first(kFieldFigures.size() - kOfPlaces);
}
std::span<const Figure<ResetItem>> placesFigures() {
    return fieldFigures().last(kOfPlaces);
}
std::span<const Figure<PlaceFinding>> placeFigures() {
    return kPlaceFigures;
}
std::span<const Figure<Incident>> incidentFigures() {
    return kIncidentFigures;
}
std::span<const Figure<HostStatistics>> hostFigures() {
    return kHostFigures;
}
std::span<const Figure<HostSecond>> hostSecondFigures() {
    return kHostSecondFigures;
}
std::span<const Figure<ServiceStatistics>> serviceFigures() {
    return kServiceFigures;
}
std::span<const Figure<QualityFinding>> qualityFigures() {
    return kQualityFigures;
}
std::span<const Figure<Recording>> recordingFigures() {
    return kRecordingFigures;
}

}  // namespace finrst
