// SPDX-License-Identifier: GPL-2.0-or-later
#include "counter_names.h"

#include <array>
#include <cctype>

namespace finrst {

namespace {

// Longest first: one begins another.
constexpr std::array<std::string_view, 10> kTables = {
    "MPTcpExt", "IcmpMsg", "UdpLite", "TcpExt", "IpExt", "Icmp", "Tcp", "Udp", "Ip6", "Ip"};

struct Words {
    std::string_view words;
    std::string_view name;
};

/// statistics.c of net-tools; what has no words there is printed by its name.
constexpr Words kNetstatWords[] = {
    {"resets sent", "TcpOutRsts"},
    {"connection resets received", "TcpEstabResets"},
    {"failed connection attempts", "TcpAttemptFails"},
    {"connections reset due to unexpected data", "TcpExtTCPAbortOnData"},
    {"connections reset due to early user close", "TcpExtTCPAbortOnClose"},
    {"connections aborted due to memory pressure", "TcpExtTCPAbortOnMemory"},
    {"connections aborted due to timeout", "TcpExtTCPAbortOnTimeout"},
    {"connections aborted after user close in linger timeout", "TcpExtTCPAbortOnLinger"},
    {"times unable to send RST due to no memory", "TcpExtTCPAbortFailed"},
    {"TCP sockets finished time wait in fast timer", "TcpExtTW"},
    {"time wait sockets recycled by time stamp", "TcpExtTWRecycled"},
    {"times the listen queue of a socket overflowed", "TcpExtListenOverflows"},
    {"SYNs to LISTEN sockets dropped", "TcpExtListenDrops"},
};

}  // namespace

bool isNstatName(std::string_view name) {
    for (const std::string_view table : kTables) {
        if (!name.starts_with(table) || name.size() == table.size()) continue;
        for (const char c : name) {
            if (std::isalnum(static_cast<unsigned char>(c)) == 0) return false;
        }
        return true;
    }
    return false;
}

std::string nameOfNodeExporter(std::string_view series) {
    constexpr std::string_view kNetstat = "node_netstat_";
    constexpr std::string_view kSockstat = "node_sockstat_";
    if (series.starts_with(kSockstat)) {
        return "Sockstat" + std::string(series.substr(kSockstat.size()));
    }
    if (!series.starts_with(kNetstat)) return {};
    std::string name(series.substr(kNetstat.size()));
    const std::size_t between = name.find('_');
    if (between == std::string::npos) return {};
    name.erase(between, 1);
    return isNstatName(name) ? name : std::string();
}

std::string nameOfNetstatWords(std::string_view words) {
    for (const Words& row : kNetstatWords) {
        if (row.words == words) return std::string(row.name);
    }
    return {};
}

}  // namespace finrst
