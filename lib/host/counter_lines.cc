// SPDX-License-Identifier: GPL-2.0-or-later
#include "counter_lines.h"

#include "counter_names.h"
#include "words.h"

#include <algorithm>
#include <array>

namespace finrst {

namespace {

/// Text before a colon at its end.
std::string_view withoutColon(std::string_view word) {
    return word.ends_with(':') ? word.substr(0, word.size() - 1) : std::string_view();
}

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t\r");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

}  // namespace

void CounterLines::begin(Time time) {
    record_.counters.push_back({time, {}});
}

void CounterLines::add(std::string name, std::uint64_t value) {
    const bool again = record_.counters.empty() || record_.counters.back().values.contains(name);
    if (again) record_.counters.emplace_back();
    record_.counters.back().values.emplace(std::move(name), value);
}

/// /proc/net/snmp and netstat: a line of names, then a line of values.
bool CounterLines::takeTable(const std::vector<std::string_view>& words) {
    const std::string_view table = withoutColon(words.front());
    if (table.empty() || words.size() < 2) return false;
    if (isNstatName(std::string(table) + std::string(words[1]))) {
        if (numberOf(words[1])) {
            // Values, of the names before.
            const bool fits =
                names_.size() + 1 == words.size() && names_.front().starts_with(table);
            for (std::size_t i = 1; fits && i < words.size(); ++i) {
                if (const auto value = numberOf(words[i])) add(names_[i - 1], *value);
            }
            names_.clear();
            return fits;
        }
        names_.clear();
        for (std::size_t i = 1; i < words.size(); ++i) {
            names_.push_back(std::string(table) + std::string(words[i]));
        }
        return true;
    }
    return false;
}

/// "TCP: inuse 1 orphan 0 tw 30 alloc 1 mem 349"
bool CounterLines::takeSockstat(const std::vector<std::string_view>& words) {
    constexpr std::array<std::string_view, 2> kTables = {"TCP", "TCP6"};
    const std::string_view table = withoutColon(words.front());
    if (std::find(kTables.begin(), kTables.end(), table) == kTables.end()) return false;
    if (words.size() < 3 || !numberOf(words[2])) return false;
    for (std::size_t i = 1; i + 1 < words.size(); i += 2) {
        const auto value = numberOf(words[i + 1]);
        if (value) add("Sockstat" + std::string(table) + "_" + std::string(words[i]), *value);
    }
    return true;
}

/// nstat's "TcpExtTCPTimeWaitOverflow 419 0.0", and node_exporter's "node_sockstat_TCP_tw 30".
bool CounterLines::takeNamed(const std::vector<std::string_view>& words) {
    if (words.size() < 2 || words.size() > 3) return false;
    const auto value = numberOf(words[1]);
    if (!value) return false;
    std::string name = isNstatName(words[0]) ? std::string(words[0]) : nameOfNodeExporter(words[0]);
    if (name.empty()) return false;
    add(std::move(name), *value);
    return true;
}

/// "    334 resets sent", "    TCPTimeWaitOverflow: 27360"
bool CounterLines::takeNetstat(std::string_view line, const std::vector<std::string_view>& words) {
    if (line.empty() || line.front() != ' ' || words.size() < 2) return false;
    if (const auto value = numberOf(words.front())) {
        const auto behind = static_cast<std::size_t>(words[1].data() - line.data());
        std::string name = nameOfNetstatWords(trimmed(line.substr(behind)));
        if (name.empty()) return false;
        add(std::move(name), *value);
        return true;
    }
    const std::string_view name = withoutColon(words.front());
    const auto value = numberOf(words[1]);
    if (name.empty() || !value || words.size() != 2) return false;
    std::string full = "TcpExt" + std::string(name);
    if (!isNstatName(full)) return false;
    add(std::move(full), *value);
    return true;
}

/// "net.ipv4.tcp_fin_timeout = 60"
bool CounterLines::takeSetting(std::string_view line) {
    const std::size_t equals = line.find('=');
    if (!line.starts_with("net.") || equals == std::string_view::npos) return false;
    const auto value = numberOf(trimmed(line.substr(equals + 1)));
    if (value) record_.settings[std::string(trimmed(line.substr(0, equals)))] = *value;
    return true;
}

void CounterLines::addAddress(Address address) {
    std::vector<Address>& known = record_.addresses;
    const bool is_new = std::find(known.begin(), known.end(), address) == known.end();
    if (is_new && address != *addressOf("0.0.0.0") && address != Address()) {
        known.push_back(address);
    }
}

/// ss: "TIME-WAIT 0 0 10.0.0.1:80 10.0.0.2:39138"; finrst-collect: "address 10.0.0.1".
bool CounterLines::takeSocket(const std::vector<std::string_view>& words) {
    constexpr std::array<std::string_view, 11> kStates = {
        "ESTAB",  "SYN-SENT",   "SYN-RECV", "FIN-WAIT-1", "FIN-WAIT-2", "TIME-WAIT",
        "UNCONN", "CLOSE-WAIT", "LAST-ACK", "LISTEN",     "CLOSING"};
    if (words.size() == 2 && words.front() == "address") {
        if (const auto address = addressOf(words[1])) addAddress(*address);
        return true;
    }
    const bool is_socket = words.size() >= 5 && numberOf(words[1]) && numberOf(words[2]) &&
                           std::find(kStates.begin(), kStates.end(), words[0]) != kStates.end();
    if (!is_socket) return false;
    std::string_view local = words[3].substr(0, words[3].rfind(':'));
    local = local.substr(0, local.find('%'));
    if (local.starts_with('[')) local = local.substr(1, local.find(']') - 1);
    if (const auto address = addressOf(local)) addAddress(*address);
    if (words[0] != "TIME-WAIT") return true;
    if (record_.counters.empty()) record_.counters.emplace_back();
    ++record_.counters.back().values["SsTimeWait"];
    return true;
}

bool CounterLines::take(std::string_view line) {
    const std::vector<std::string_view> words = wordsOf(line);
    if (words.empty()) return false;
    return takeTable(words) || takeSockstat(words) || takeNamed(words) ||
           takeNetstat(line, words) || takeSetting(line) || takeSocket(words);
}

}  // namespace finrst
