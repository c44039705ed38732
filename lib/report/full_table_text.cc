// SPDX-License-Identifier: GPL-2.0-or-later
#include "full_table_text.h"

#include "incident_names.h"
#include "report/pool_text.h"
#include "report/text_template.h"
#include "report/verdict_text.h"
#include "text_layout.h"

#include <algorithm>

namespace finrst {

namespace {

constexpr std::uint16_t kRedis = 6379;

std::string rate(double per_second) {
    return format("%.3g", per_second);
}

/// The next power of two: how such limits are usually set.
std::uint32_t roundUp(std::uint32_t buckets) {
    std::uint32_t power = 1;
    while (power < buckets && power < 0x80000000u) power *= 2;
    return power;
}

std::string estimateText(const HostStatistics& host) {
    if (!host.tw_bucket_limit) return "The capture does not show the limit (tcp_max_tw_buckets)";
    const std::string limit = std::to_string(*host.tw_bucket_limit);
    if (host.limit_is_known) return "The host's own limit (tcp_max_tw_buckets) is " + limit;
    if (!host.limit_is_lower_bound) {
        return "The limit (tcp_max_tw_buckets) seems to be about " + limit;
    }
    return "The capture does not show all closes of this host: its limit (tcp_max_tw_buckets) is " +
           limit + " or more";
}

std::string limitText(const HostStatistics& host, const Settings& settings) {
    std::string text = estimateText(host);
    if (settings.max_tw_buckets && !host.limit_is_known) {
        text += "; it was given as " + std::to_string(*settings.max_tw_buckets);
    }
    return text + ".";
}

std::string silentText(std::uint32_t silent_overflows) {
    if (silent_overflows == 0) return "";
    return " About " + counted(silent_overflows, "more close was", "more closes were") +
           " refused a bucket unseen, as the peer answered FIN and ACK in one segment.";
}

/// Of all that it closes, which a part of the capture does not tell.
std::string needText(const HostStatistics& host, const Report& report) {
    if (!report.is_whole) return "";
    return " It closes " + rate(host.closes_per_second) +
           " connections a second first, and each bucket lives 60 s: about " +
           std::to_string(host.tw_buckets_needed) + " are needed.";
}

/// How many buckets would do is known only where the limit is, of the whole capture.
std::string changeText(const HostStatistics& host, const Report& report) {
    const bool known = host.tw_bucket_limit && !host.limit_is_lower_bound && report.is_whole;
    const std::string raise =
        known ? "net.ipv4.tcp_max_tw_buckets=" + std::to_string(roundUp(host.tw_buckets_needed)) +
                    " or more"
              : "a higher net.ipv4.tcp_max_tw_buckets";
    return "Change: " + raise + ", or fewer closes: let connections be used again.";
}

std::string checkText(const std::string& host) {
    return "Check on " + host +
           ": `sysctl net.ipv4.tcp_max_tw_buckets` against tw in `cat /proc/net/sockstat`; `nstat "
           "-az TcpExtTCPTimeWaitOverflow` counts every refused bucket; `ss -tan state fin-wait-1` "
           "shows FIN-WAIT-1 and "
           "hardly any FIN-WAIT-2.";
}

std::string serviceName(const ServiceStatistics& service) {
    return service.client.toString() + " to " +
           SocketAddress{service.server, service.port}.toString();
}

/// What to change, for the ways of using connections that fill the table of buckets.
std::string poolAdvice(const ServiceStatistics& service) {
    switch (service.pool) {
        case Pool::kShort:
            return service.port == kRedis
                       ? "No pool is at work: use one, or check that it is configured (in "
                         "OpenResty, lua_code_cache off means no pool)."
                       : "No pool is at work: use one, or check that it is configured.";
        case Pool::kMixed:
            return "Do not mix long and short connections: a caller that closes its connection "
                   "takes it from the pool and throws it away. Find the callers that close, and "
                   "let them return the connection, or connect past the pool.";
        case Pool::kPoolOverflow:
            return "Make the pool as large as the number of connections used at once.";
        case Pool::kServerIdleTimeout:
            return "The server's idle timeout is shorter than the client's: raise it, or lower "
                   "the client's.";
        case Pool::kClientIdleTimeout:
            return "The client's idle timeout is shorter than the pauses between requests: raise "
                   "it.";
        default:
            return "";
    }
}

std::string poolText(const ServiceStatistics& service) {
    std::string text = "Connections from " + serviceName(service) + " are " +
                       std::string(token(service.pool)) + ": ";
    const char* separator = "";
    for (const std::string& line : poolEvidence(service.pool, service.pool_figures)) {
        text += separator + line;
        separator = "; ";
    }
    text += ". They lived " + toText(service.lifetime.median) + " (median)";
    const bool has_ages = service.port == kRedis;
    return text + (has_ages ? "; on Redis, `CLIENT LIST` shows their age." : ".");
}

void tellPools(const HostStatistics& host, const ReportIndex& report, IncidentText& text) {
    constexpr std::size_t kMostPools = 3;  // the busiest
    std::size_t told = 0;
    for (const ServiceStatistics* used : report.servicesOf(host.address)) {
        const ServiceStatistics& service = *used;
        const std::string advice = poolAdvice(service);
        if (advice.empty()) continue;
        if (++told > kMostPools) return;
        text.reason.push_back(poolText(service));
        const bool is_new =
            std::find(text.advice.begin(), text.advice.end(), advice) == text.advice.end();
        if (is_new) text.advice.push_back(advice);
    }
}

Address senderOf(const Incident& incident) {
    return incident.is_by_server ? incident.servers.values().front().address
                                 : incident.clients.values().front();
}

}  // namespace

void tellFullTable(const Incident& incident, const ReportIndex& report, const Settings& settings,
                   IncidentText& text) {
    const std::string name = IncidentNames(incident, report).senderHost();
    const HostStatistics* host = report.host(senderOf(incident));
    const std::string what = "It had closed first, and had no bucket to wait in for the other FIN.";
    if (host == nullptr) {
        text.reason.push_back(what);
        return;
    }
    text.reason.push_back(what + silentText(host->silent_overflows));
    text.reason.push_back(limitText(*host, settings) + needText(*host, report.report()));
    const bool is_supported = incident.certainty() != Certainty::kPossible;
    text.advice = {checkText(name)};
    if (is_supported) text.advice.insert(text.advice.begin(), changeText(*host, report.report()));
    tellPools(*host, report, text);
}

}  // namespace finrst
