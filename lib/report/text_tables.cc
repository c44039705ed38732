// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/text_tables.h"

#include "incident_block.h"
#include "report/diagnosis.h"
#include "report/figures.h"
#include "report/host_record_text.h"
#include "report/places_text.h"
#include "report/pool_text.h"
#include "report/quality_text.h"
#include "report/text_template.h"
#include "report/verdict_text.h"
#include "text_layout.h"

#include <array>
#include <cctype>

namespace finrst {

namespace {

std::string title(const char* name) {
    return std::string(kWidth, '=') + "\nFIN-RST " + name + "\n" + std::string(kWidth, '-') + "\n";
}

std::string end() {
    return std::string(kWidth, '=') + "\n";
}

/// The end of a table that does not show the diagnosis.
std::string end(const Report& report) {
    const std::string left_out = leftOutText(report.left_out);
    return left_out.empty() ? end() : '\n' + wrap("", left_out) + end();
}

/// The figure of that name in columns of that width.
struct Column {
    std::string_view name;
    std::size_t width;
};

/// "-" where there is none.
template <typename Item>
std::string cell(const Column& column, std::span<const Figure<Item>> figures, const Item& item) {
    const std::string text = toText(findFigure(figures, column.name)->value(item));
    return right(text.empty() ? "-" : text, column.width);
}

std::string hostLine(const HostStatistics& host) {
    constexpr std::array kColumns = {
        Column{"resets_sent", 8},       Column{"missing_socket_resets", 9},
        Column{"active_closes", 8},     Column{"passive_closes", 8},
        Column{"tw_buckets_peak", 8},   Column{"tw_bucket_limit_estimate", 8},
        Column{"tw_buckets_needed", 8}, Column{"silent_overflows_estimate", 8},
    };
    constexpr std::size_t kAddressWidth = 15;
    std::string line = host.address.toString();
    line += line.size() > kAddressWidth ? "\n" + std::string(kAddressWidth, ' ')
                                        : std::string(kAddressWidth - line.size(), ' ');
    for (const Column& column : kColumns) line += cell(column, hostFigures(), host);
    return line + "\n";
}

/// "-" where there is nothing that it was measured of.
template <typename Plain>
std::string quantilesLine(std::string label, const Quantiles<Plain>& quantiles) {
    label[0] = static_cast<char>(std::tolower(label[0]));
    std::string line = format("  %-20s", label.c_str());
    for (const Plain& value :
         {quantiles.min, quantiles.p10, quantiles.median, quantiles.p90, quantiles.max}) {
        if constexpr (std::is_same_v<Plain, Duration>) {
            line += right(quantiles.max == Plain() ? "-" : toText(value), 10);
        } else {
            line += right(std::to_string(value), 10);
        }
    }
    return line + "\n";
}

std::string quantilesTable(const ServiceStatistics& service) {
    std::string table =
        format("  %-20s%10s%10s%10s%10s%10s\n", "", "min", "10%", "median", "90%", "max");
    for (const Figure<ServiceStatistics>& figure : serviceFigures()) {
        const Value value = figure.value(service);
        if (const auto* times = std::get_if<Quantiles<Duration>>(&value)) {
            table += quantilesLine(figure.title, *times);
        } else if (const auto* counts = std::get_if<Quantiles<std::uint32_t>>(&value)) {
            table += quantilesLine(figure.title, *counts);
        }
    }
    return table;
}

std::string serviceBlock(const ServiceStatistics& service) {
    const SocketAddress server{service.server, service.port};
    std::string block = wrap("", service.client.toString() + " > " + server.toString() + " " +
                                     std::string(token(service.pool)));
    block += wrap(
        "  ", format("%u connections, %u at once; closed by client %u, by server %u; "
                     "reset before that %u, open %u; %u with one request, %u closed by the client "
                     "right after one more",
                     service.connections, service.peak_open, service.closed_by_client,
                     service.closed_by_server, service.reset, service.open, service.one_request,
                     service.closed_after_one_more));
    block += quantilesTable(service);
    for (const std::string& line : poolEvidence(service.pool, service.pool_figures)) {
        block += wrap("  - ", line);
    }
    return block;
}

/// In lines that a shell takes as they are.
std::string recordingBlock(const Recording& recording) {
    const std::size_t filter = recording.command.find('\'');
    return wrap("", "To record what is missing, before the connections begin, on " +
                        recording.host.toString() + ":") +
           "\n" + wrap("  ", recording.command.substr(0, filter) + "\\") +
           wrap("    ", recording.command.substr(filter));
}

}  // namespace

void writeQualityTable(const Report& report, const Sink& sink) {
    sink(title("quality"));
    if (report.segments == 0) {
        sink("There is no TCP segment that can be read.\n");
    } else if (report.quality.empty()) {
        sink("Nothing is known to be missing.\n");
    }
    for (const QualityFinding& finding : report.quality) {
        sink(std::string(token(finding.kind)) + "\n");
        sink(wrap("    ", sentence(finding)));
        sink(wrap("    ", "Weakens " + std::string(text(finding.kind).weakens)));
    }
    if (report.recording) sink("\n" + recordingBlock(*report.recording));
    sink(end(report));
}

void writeVerdictsTable(const Report& report, const Sink& sink) {
    sink(title("verdicts"));
    sink("  RSTs certain probable possible  verdict\n");
    for (const VerdictText& verdict : verdictTexts()) {
        const VerdictCount& count = report.verdicts[static_cast<std::size_t>(verdict.verdict)];
        if (count.total() == 0) continue;
        sink(format("%6u%8u%9u%9u  %-18s  %s\n", count.total(),
                    count.by_certainty[static_cast<int>(Certainty::kCertain)],
                    count.by_certainty[static_cast<int>(Certainty::kProbable)],
                    count.by_certainty[static_cast<int>(Certainty::kPossible)],
                    verdict.token.data(), verdict.summary.data()));
    }
    sink(
        format("%6u in all. Of %u connections, %u were reset, %u of them because a FIN met\n"
               "       no socket.\n",
               report.resets, report.connections, report.connections_reset, report.affected));
    sink(end(report));
}

void writeIncidentsTable(const Report& report, const Sink& sink) {
    sink(title("incidents"));
    if (report.incidents.empty()) sink("No RST, so no incident.\n");
    for (const Incident& incident : report.incidents) {
        if (incident.number > 1) sink("\n");
        sink(incidentBlock(incident));
    }
    if (!report.incidents.empty() && report.is_whole) {
        sink("\nWireshark shows the RSTs of the first by " + filterOf(1) + ", and so on.\n");
    }
    sink(end(report));
}

std::string flowEntry(const CaptureAnalysis& analysis, const Reset& reset) {
    const ResetItem item(analysis, reset);
    constexpr std::array kColumns = {
        Column{"frame.number", 7},
        Column{"finrst.trigger_frame", 8},
        Column{"finrst.own_fin_frame", 8},
        Column{"finrst.own_fin_ack_frame", 8},
        Column{"finrst.fin_wait_2_time", 11},
        Column{"finrst.connection_age", 9},
        Column{"requests", 5},
    };
    std::string entry;
    for (const Column& column : kColumns) entry += cell(column, resetFigures(), item);
    const auto text = [&](std::string_view name) {
        return toText(findFigure(resetFigures(), name)->value(item));
    };
    std::string why = text("finrst.certainty");
    if (const std::string cause = text("finrst.cause"); !cause.empty()) why += ", " + cause;
    if (const std::string_view by = senderWords(reset.origin); !by.empty()) {
        why.append(", sent by ").append(by);
    }
    if (const PlacesReport* places = analysis.placesReport(reset)) {
        why += "; " + whereSeen(*places);
    }
    const std::string time = timestamp(reset.time).substr(11, 15);  // to the microsecond
    const bool is_by_client = reset.sender == analysis.connectionOf(reset).client();
    return entry + "  " + text("finrst.verdict") + "\n" +
           wrap("        ", time + " " + text("client") + (is_by_client ? " → " : " ← ") +
                                text("server") + ": " + why);
}

void writeFlowsTable(const Report& report, const Pieces& flows, const Sink& sink) {
    sink(title("flows"));
    sink("    RST answers own FIN its ACK FIN-WAIT-2      age  req  verdict\n");
    flows(sink);
    sink(end(report));
}

std::string resetLine(const CaptureAnalysis& analysis, const Reset& reset) {
    const Connection& connection = analysis.connectionOf(reset);
    const auto end = [&](Side side) {
        return SocketAddress{analysis.hostOf(connection, side).address, connection.port(side)}
            .toString();
    };
    return timestamp(reset.time) + " " + end(reset.sender) + " > " + end(opposite(reset.sender)) +
           "  " + std::string(token(reset.verdict)) + ", " + std::string(token(reset.certainty)) +
           "\n";
}

void writeHostsTable(const Report& report, const Sink& sink) {
    sink(title("hosts"));
    sink("                             no   closed   closed    TIME_WAIT buckets: refused\n");
    sink("host               RSTs   socket   first  second    held   limit  needed  unseen\n");
    for (const HostStatistics& host : report.hosts) sink(hostLine(host));
    writeHostRecords(report, sink);
    sink(end(report));
}

void writeServicesTable(const Report& report, const Sink& sink) {
    sink(title("services"));
    for (const ServiceStatistics& service : report.services) {
        if (&service != &report.services.front()) sink("\n");
        sink(serviceBlock(service));
    }
    sink(end(report));
}

}  // namespace finrst
