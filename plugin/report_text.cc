// SPDX-License-Identifier: GPL-2.0-or-later
#include "report_text.h"

#include "report/diagnosis.h"
#include "report/explanation.h"
#include "report/pool_text.h"
#include "report/text_template.h"
#include "report/verdict_text.h"

#include <cstdarg>
#include <cstdio>
#include <sstream>

namespace finrst {

namespace {

constexpr std::size_t kWidth = 80;

/// printf into a string; lines of a table are shorter than the buffer.
[[gnu::format(printf, 1, 2)]] std::string format(const char* text, ...) {
    char buffer[512];
    va_list arguments;
    va_start(arguments, text);
    std::vsnprintf(buffer, sizeof buffer, text, arguments);
    va_end(arguments);
    return buffer;
}

/// Columns that a UTF-8 text takes: octets that continue a character take none.
std::size_t columns(std::string_view text) {
    std::size_t count = 0;
    for (const char c : text) count += (static_cast<unsigned char>(c) & 0xc0) != 0x80;
    return count;
}

std::string right(std::string text, std::size_t width) {
    const std::size_t taken = columns(text);
    if (taken < width) text.insert(0, width - taken, ' ');
    return text;
}

/// Breaks `text` at spaces; the first line begins with `first`, the others with as many spaces.
std::string wrap(const std::string& first, const std::string& text) {
    std::istringstream words(text);
    std::string word, line = first, wrapped;
    bool empty = true;
    while (words >> word) {
        if (!empty && columns(line) + 1 + columns(word) > kWidth) {
            wrapped += line + "\n";
            line.assign(columns(first), ' ');
            empty = true;
        }
        line += (empty ? "" : " ") + word;
        empty = false;
    }
    return wrapped + line + "\n";
}

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

/// "-" where there is none.
std::string frame(std::uint32_t number) {
    return number == 0 ? "-" : std::to_string(number);
}
std::string time(Duration duration) {
    return duration < Duration::zero() ? "-" : toText(duration);
}

std::string endpoint(const Address& address, std::uint16_t port) {
    const std::string text = address.toString();
    return (address.isV4() ? text : "[" + text + "]") + ":" + std::to_string(port);
}

std::string flowEntry(const CaptureAnalysis& analysis, const Reset& reset) {
    const Flow flow = flowOf(analysis, reset);
    const Explanation explanation = explain(analysis, reset);
    std::string entry =
        right(frame(reset.frame), 7) + right(frame(reset.trigger_frame), 8) +
        right(frame(reset.own_fin_frame), 8) + right(frame(reset.own_fin_ack_frame), 8) +
        right(time(reset.fin_wait_2_time), 9) + right(time(reset.connection_age), 9) +
        right(std::to_string(reset.requests), 5) + "  " + std::string(token(reset.verdict)) + "\n";
    std::string why(token(reset.certainty));
    if (explanation.cause != Cause::kNone) why.append(", ").append(token(explanation.cause));
    return entry + wrap("        ", endpoint(flow.client, flow.client_port) + " > " +
                                        endpoint(flow.server, flow.server_port) + " " + why);
}

std::string hostLine(const HostStatistics& host) {
    std::string address = host.address.toString();
    constexpr std::size_t kAddressWidth = 15;
    address += address.size() > kAddressWidth ? "\n" + std::string(kAddressWidth, ' ')
                                              : std::string(kAddressWidth - address.size(), ' ');
    const std::string limit = host.tw_bucket_limit ? (host.limit_is_lower_bound ? ">=" : "") +
                                                         std::to_string(*host.tw_bucket_limit)
                                                   : "-";
    return address + format("%8u%9u%8u%8u%8u%8s%8u%8u\n", host.resets_sent,
                            host.missing_socket_resets, host.active_closes, host.passive_closes,
                            host.tw_buckets_peak, limit.c_str(), host.tw_buckets_needed,
                            host.silent_overflows);
}

template <typename Value, typename Write>
std::string quantilesLine(const char* name, const Quantiles<Value>& quantiles, Write write) {
    std::string line = format("  %-20s", name);
    for (const Value& value :
         {quantiles.min, quantiles.p10, quantiles.median, quantiles.p90, quantiles.max}) {
        line += right(write(value), 10);
    }
    return line + "\n";
}

std::string serviceBlock(const ServiceStatistics& service) {
    std::string block =
        wrap("", service.client.toString() + " > " + endpoint(service.server, service.port) + " " +
                     std::string(token(service.pool)));
    block += wrap("  ", format("%u connections, %u at once; closed by client %u, by server %u; "
                               "reset %u, open %u; %u with one request, %u closed by the client "
                               "right after one more",
                               service.connections, service.peak_open, service.closed_by_client,
                               service.closed_by_server, service.reset, service.open,
                               service.one_request, service.closed_after_one_more));
    block += format("  %-20s%10s%10s%10s%10s%10s\n", "", "min", "10%", "median", "90%", "max");
    block += quantilesLine("lifetime", service.lifetime, toText);
    block += quantilesLine("idle before close", service.idle_before_close, toText);
    block += quantilesLine("longest idle, kept", service.longest_idle, toText);
    block += quantilesLine("requests", service.requests,
                           [](std::uint32_t count) { return std::to_string(count); });
    for (const std::string& line : poolEvidence(service.pool, service.pool_figures)) {
        block += wrap("  - ", line);
    }
    return block;
}

}  // namespace

std::string verdictsTable(const Report& report) {
    std::string table = title("verdicts");
    table += "  RSTs certain probable possible  verdict\n";
    for (const VerdictText& verdict : verdictTexts()) {
        const VerdictCount& count = report.verdicts[static_cast<std::size_t>(verdict.verdict)];
        if (count.total() == 0) continue;
        table += format("%6u%8u%9u%9u  %-18s  %s\n", count.total(),
                        count.by_certainty[static_cast<int>(Certainty::kCertain)],
                        count.by_certainty[static_cast<int>(Certainty::kProbable)],
                        count.by_certainty[static_cast<int>(Certainty::kPossible)],
                        verdict.token.data(), verdict.summary.data());
    }
    table += format("%6u in %u connections, %u of them affected\n", report.resets,
                    report.connections, report.affected);
    return table + end(report);
}

std::string flowsTable(const CaptureAnalysis& analysis, const Report& report) {
    std::string table = title("flows");
    table += "    RST answers own FIN its ACK FIN-WT-2      age  req  verdict\n";
    for (const std::uint32_t index : report.flows) {
        table += flowEntry(analysis, analysis.resets()[index]);
    }
    return table + end(report);
}

std::string hostsTable(const Report& report) {
    std::string table = title("hosts");
    table += "                           missing      closes      TIME_WAIT buckets   silent\n";
    table += "host               RSTs  sockets  active passive    held   limit  needed overfl.\n";
    for (const HostStatistics& host : report.hosts) table += hostLine(host);
    for (const std::string& paragraph : report.diagnosis) {
        table += '\n';
        table += wrap("", paragraph);
    }
    return table + end();
}

std::string servicesTable(const Report& report) {
    std::string table = title("services");
    for (const ServiceStatistics& service : report.services) {
        if (&service != &report.services.front()) table += '\n';
        table += serviceBlock(service);
    }
    return table + end(report);
}

}  // namespace finrst
