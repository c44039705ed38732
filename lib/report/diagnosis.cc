// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/diagnosis.h"

#include "report/pool_text.h"
#include "report/text_template.h"
#include "report/verdict_text.h"
#include "text_layout.h"

#include <cstdio>
#include <utility>

namespace finrst {

namespace {

constexpr std::size_t kAtOnce = 1024;  // services or hosts: some milliseconds

std::string rate(double per_second) {
    char buffer[32];
    std::snprintf(buffer, sizeof buffer, "%.3g", per_second);
    return buffer;
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
    if (!host.limit_is_lower_bound) {
        return "The limit (tcp_max_tw_buckets) seems to be about " + limit;
    }
    return "The capture does not show all closes of this host: its limit (tcp_max_tw_buckets) is " +
           limit + " or more";
}

std::string limitText(const HostStatistics& host, const Settings& settings) {
    std::string text = estimateText(host);
    if (settings.max_tw_buckets) {
        text += "; it was given as " + std::to_string(*settings.max_tw_buckets);
    }
    return text + ".";
}

std::string silentText(std::uint32_t silent_overflows) {
    if (silent_overflows == 0) return "";
    return " About " + counted(silent_overflows, "more close was", "more closes were") +
           " refused a bucket unseen, as the peer answered FIN and ACK in one segment.";
}

/// How many buckets would do is known only where the limit is.
std::string changeText(const HostStatistics& host) {
    const bool known = host.tw_bucket_limit && !host.limit_is_lower_bound;
    const std::string raise =
        known ? "net.ipv4.tcp_max_tw_buckets=" + std::to_string(roundUp(host.tw_buckets_needed)) +
                    " or more"
              : "a higher net.ipv4.tcp_max_tw_buckets";
    return "Change: " + raise + ", or fewer closes: let connections be used again.";
}

void diagnoseOverflow(const HostStatistics& host, const Settings& settings,
                      std::vector<std::string>& found) {
    const std::string address = host.address.toString();
    found.push_back(address + " ran out of TIME_WAIT buckets: " +
                    counted(host.overflow_resets, "RST answers a FIN", "RSTs answer FINs") +
                    " because the FIN-WAIT-2 socket had been dropped (first in frame " +
                    std::to_string(*host.onset_frame) + ")." + silentText(host.silent_overflows));
    found.push_back(limitText(host, settings) + " " + address + " closes " +
                    rate(host.closes_per_second) + " connections a second first, and each bucket " +
                    "lives 60 s: about " + std::to_string(host.tw_buckets_needed) + " are needed.");
    found.push_back("Check on " + address +
                    ": `sysctl net.ipv4.tcp_max_tw_buckets` against tw in `cat "
                    "/proc/net/sockstat`; `nstat -az TcpExtTCPTimeWaitOverflow` counts every "
                    "refused bucket; `ss -tan state fin-wait-1` shows FIN-WAIT-1 and hardly any "
                    "FIN-WAIT-2.");
    found.push_back(changeText(host));
}

void diagnoseMissing(const HostStatistics& host, std::vector<std::string>& found) {
    found.push_back(host.address.toString() + " answered " +
                    counted(host.missing_socket_resets, "FIN", "FINs") +
                    " by a RST because the socket of the connection was missing. The capture does "
                    "not show that it had run out of TIME_WAIT buckets: see the causes of the "
                    "flows.");
}

std::string serviceName(const ServiceStatistics& service) {
    return service.client.toString() + " to " + service.server.toString() + " port " +
           std::to_string(service.port);
}

/// What to change, for the ways of using connections that fill the table of buckets.
const char* poolAdvice(Pool pool) {
    switch (pool) {
        case Pool::kShort:
            return "No pool is at work: use one, or check that it is configured (in OpenResty, "
                   "lua_code_cache off means no pool).";
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
            return nullptr;
    }
}

/// Requires that there is advice on its pool.
void diagnosePool(const ServiceStatistics& service, std::vector<std::string>& found) {
    std::string text = "Connections from " + serviceName(service) + " are " +
                       std::string(token(service.pool)) + ": ";
    const char* separator = "";
    for (const std::string& line : poolEvidence(service.pool, service.pool_figures)) {
        text += separator + line;
        separator = "; ";
    }
    found.push_back(text + ". They lived " + toText(service.lifetime.median) +
                    " (median); on Redis, `CLIENT LIST` shows their age.");
    found.push_back(poolAdvice(service.pool));
}

/// How sure the verdicts are that the diagnosis stands on.
std::string certaintyText(const Report& report) {
    VerdictCount missing;
    for (const VerdictText& verdict : verdictTexts()) {
        if (!isMissingSocket(verdict.verdict)) continue;
        const VerdictCount& count = report.verdicts[static_cast<std::size_t>(verdict.verdict)];
        for (std::size_t i = 0; i < missing.by_certainty.size(); ++i) {
            missing.by_certainty[i] += count.by_certainty[i];
        }
    }
    std::string text = "How sure: of " + counted(missing.total(), "RST for a missing socket",
                                                 "RSTs for missing sockets");
    const char* separator = ": ";
    for (Certainty certainty : {Certainty::kCertain, Certainty::kProbable, Certainty::kPossible}) {
        text += separator +
                std::to_string(missing.by_certainty[static_cast<std::size_t>(certainty)]) + " " +
                std::string(token(certainty));
        separator = ", ";
    }
    return text + "; finrst.counter_evidence on each says what else would look the same.";
}

}  // namespace

std::string leftOutText(const LeftOut& left_out) {
    if (left_out.segments == 0) return "";
    return "Not all was analysed: the capture holds more connections than finrst.max_connections "
           "allows. " +
           counted(left_out.segments, "segment", "segments") + " of the others, " +
           counted(left_out.resets, "RST", "RSTs") +
           " among them, were only counted, and all other figures leave them out. Raise the "
           "preference, or read a part of the capture.";
}

bool DiagnosisMaker::step() {
    for (std::size_t i = 0; i < kAtOnce; ++i) {
        if (next_service_ < report_.services.size()) {
            noteService(next_service_++);
        } else if (next_host_ < report_.hosts.size()) {
            diagnose(report_.hosts[next_host_++]);
        } else {
            return false;
        }
    }
    return true;
}

void DiagnosisMaker::noteService(std::uint32_t index) {
    const ServiceStatistics& service = report_.services[index];
    if (poolAdvice(service.pool) == nullptr) return;
    feeding_[service.client].push_back(index);
    if (service.server != service.client) feeding_[service.server].push_back(index);
}

void DiagnosisMaker::diagnose(const HostStatistics& host) {
    if (host.missing_socket_resets == 0) return;
    if (!host.onset_frame) {
        diagnoseMissing(host, found_);
        return;
    }
    diagnoseOverflow(host, settings_, found_);
    const auto feeding = feeding_.find(host.address);
    if (feeding == feeding_.end()) return;
    for (const std::uint32_t index : feeding->second) {
        diagnosePool(report_.services[index], found_);
    }
}

std::vector<std::string> DiagnosisMaker::take() {
    if (!found_.empty()) found_.push_back(certaintyText(report_));
    if (report_.left_out.segments != 0) found_.push_back(leftOutText(report_.left_out));
    return std::move(found_);
}

std::string headline(const Report& report) {
    if (report.resets == 0) return "No resets in this capture";
    if (report.affected == 0) {
        return counted(report.resets, "reset", "resets") +
               ", none of them to a FIN that met no socket";
    }
    return counted(report.affected, "connection was", "connections were") +
           " reset because a FIN met no socket";
}

}  // namespace finrst
