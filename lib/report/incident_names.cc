// SPDX-License-Identifier: GPL-2.0-or-later
#include "incident_names.h"

#include "analysis/idle_resets.h"
#include "incident_kind.h"
#include "report/text_template.h"
#include "text_layout.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

namespace finrst {

namespace {

constexpr std::size_t kMostNamed = 3;
constexpr std::string_view kMoreThan = "more than ";

constexpr std::string_view kServerInHandshake =
    "Look at the accept queue of the server, and at ports that clients use again too early.";
constexpr std::string_view kClientInHandshake =
    "Look at the client: a connect timeout, a cancelled attempt, a port used again too early, or a "
    "scan (which never wants the connection).";

template <typename Value>
std::string howMany(const FewOf<Value>& few, const char* one, const char* many) {
    const std::string more(few.hasMore() ? kMoreThan : "");
    return more + counted(few.values().size(), one, many);
}

std::string range(const std::array<Duration, 2>& times) {
    const std::string shortest = toText(times[0]);
    const std::string longest = toText(times[1]);
    return shortest == longest ? shortest : shortest + " to " + longest;
}

std::set<Address> addressesOf(const FewOf<SocketAddress>& servers) {
    std::set<Address> hosts;
    for (const SocketAddress& server : servers.values()) hosts.insert(server.address);
    return hosts;
}

std::string hostsOf(const FewOf<SocketAddress>& servers) {
    const std::set<Address> hosts = addressesOf(servers);
    const std::string count = counted(hosts.size(), "host", "hosts");
    if (servers.hasMore()) return count + " or more";
    return hosts.size() == 1 ? hosts.begin()->toString() : count;
}

/// The one that all have.
std::optional<std::uint16_t> portOf(const FewOf<SocketAddress>& servers) {
    const std::uint16_t port = servers.values().front().port;
    const bool is_shared =
        !servers.hasMore() &&
        std::all_of(servers.values().begin(), servers.values().end(),
                    [&](const SocketAddress& server) { return server.port == port; });
    return is_shared ? std::optional(port) : std::nullopt;
}

/// Those of the one service that the incident is about; none where it is about several.
std::vector<const ServiceStatistics*> servicesOf(const IncidentNames& names) {
    const FewOf<SocketAddress>& servers = names.incident().servers;
    if (!servers.isOne()) return {};
    return names.report().servicesAt(servers.values().front());
}

bool isClientOf(const ServiceStatistics& service, const Incident& incident) {
    const std::vector<Address>& clients = incident.clients.values();
    return std::binary_search(clients.begin(), clients.end(), service.client);
}

std::uint64_t connectionsWithData(const IncidentNames& names) {
    std::uint64_t count = 0;
    for (const ServiceStatistics* service : servicesOf(names)) count += service->connections;
    return count;
}

std::string share(const IncidentNames& names) {
    const std::uint64_t all = connectionsWithData(names);
    if (all <= names.incident().connections) return "";
    return " The capture holds " + std::to_string(all) + " connections to " + names.servers() +
           " with data.";
}

std::string served(const IncidentNames& names) {
    if (connectionsWithData(names) == 0) return "";
    return " Other connections to it carry data in this capture: the service was down for a time, "
           "or is closed to some.";
}

/// When the server closes, and how long the client kept connections.
std::string idleTimeouts(const IncidentNames& names) {
    for (const ServiceStatistics* service : servicesOf(names)) {
        const PoolFigures& figures = service->pool_figures;
        if (!isClientOf(*service, names.incident()) || figures.closed_by_server == 0) continue;
        const Quantiles<Duration>& idle = figures.idle_before_server_close;
        std::string text = " The server closed after " + range({idle.p10, idle.p90}) + " idle";
        if (figures.longest_idle.max > Duration::zero()) {
            text += "; the client used connections again after up to " +
                    toText(figures.longest_idle.max);
        }
        return text + ".";
    }
    return "";
}

std::string times(const Incident& incident) {
    if (!incident.times) return "a time that the capture does not show";
    return range(*incident.times);
}

/// A timer may have ended what was silent for long.
std::string silence(const Incident& incident) {
    constexpr Duration kLong = std::chrono::seconds(5);
    if (!incident.times || (*incident.times)[0] < kLong) return "";
    return " Nothing was captured of " +
           std::string(incident.connections == 1 ? "it" : "each of them") + " for " +
           times(incident) + " before: a timeout may have ended " +
           (incident.connections == 1 ? "it." : "them.");
}

bool senderWaited(const Incident& incident) {
    return actorOf(incident.kind, incident.verdict()) == Actor::kSender;
}

/// Null where there are several, or the report has none of them.
const HostStatistics* waiter(const IncidentNames& names) {
    const Incident& incident = names.incident();
    const bool is_server = incident.is_by_server == senderWaited(incident);
    if (!(is_server ? incident.servers.isOne() : incident.clients.isOne())) return nullptr;
    return names.report().host(is_server ? incident.servers.values().front().address
                                         : incident.clients.values().front());
}

/// How many there were at once, since when, and how many are left.
std::string leak(const IncidentNames& names) {
    const Report& report = names.report().report();
    const HostStatistics* host = waiter(names);
    if (host == nullptr) return "";
    const HostSecond* first = nullptr;
    const HostSecond* most = nullptr;
    for (const HostSecond& second : host->seconds) {
        if (second.close_wait == 0) continue;
        if (first == nullptr) first = &second;
        if (most == nullptr || second.close_wait > most->close_wait) most = &second;
    }
    if (most == nullptr) return "";
    const auto clock = [&](const HostSecond& second) {
        return timestamp(report.start + std::chrono::seconds(second.second)).substr(11, 8);
    };
    return " It had connections in CLOSE-WAIT from " + clock(*first) + " UTC on, as many as " +
           std::to_string(most->close_wait) + " at " + clock(*most) + ", and " +
           std::to_string(host->seconds.back().close_wait) + " when the capture ended.";
}

std::string idle(const Incident& incident) {
    if (!incident.times) return times(incident);
    const std::optional<Duration> timeout = idleTimeout((*incident.times)[0]);
    return timeout ? toText(*timeout) : times(incident);
}

std::string perhaps(Certainty certainty) {
    switch (certainty) {
        case Certainty::kCertain:
            return "";
        case Certainty::kProbable:
            return "probably ";
        case Certainty::kPossible:
            break;
    }
    return "perhaps ";
}

/// `forms`: "ran|run".
std::string did(Certainty certainty, std::string_view forms) {
    const std::size_t bar = forms.find('|');
    if (certainty == Certainty::kPossible) return "may have " + std::string(forms.substr(bar + 1));
    return (certainty == Certainty::kProbable ? "probably " : "") +
           std::string(forms.substr(0, bar));
}

struct Name {
    std::string_view name;
    std::string (*write)(const IncidentNames&);
};

constexpr std::array kNames = {
    Name{"sender", [](const IncidentNames& n) { return n.sender(); }},
    Name{"sender_host", [](const IncidentNames& n) { return n.senderHost(); }},
    Name{"peers", [](const IncidentNames& n) { return n.peers(); }},
    Name{"clients", [](const IncidentNames& n) { return n.clients(); }},
    Name{"server", [](const IncidentNames& n) { return n.servers(); }},
    Name{"were",
         [](const IncidentNames& n) {
             const Incident& incident = n.incident();
             const bool one =
                 incident.is_by_server ? incident.clients.isOne() : incident.servers.isOne();
             return std::string(one ? "was" : "were");
         }},
    Name{"n",
         [](const IncidentNames& n) {
             return counted(n.incident().connections, "connection", "connections");
         }},
    Name{"n_attempts",
         [](const IncidentNames& n) {
             const std::uint32_t count = n.incident().connections;
             if (count == 1) return std::string("A SYN was");
             return "The SYNs of " + std::to_string(count) + " connections were";
         }},
    Name{"ports",
         [](const IncidentNames& n) {
             return howMany(n.incident().servers, "port of ", "ports of ") +
                    hostsOf(n.incident().servers);
         }},
    Name{"hosts", [](const IncidentNames& n) { return hostsOf(n.incident().servers); }},
    Name{"times", [](const IncidentNames& n) { return times(n.incident()); }},
    Name{"idle", [](const IncidentNames& n) { return idle(n.incident()); }},
    Name{"first",
         [](const IncidentNames& n) {
             return timestamp(n.incident().first).substr(11, 8) + " UTC";
         }},
    Name{"span",
         [](const IncidentNames& n) {
             const Duration span = n.incident().last - n.incident().first;
             return span == Duration::zero() ? "the same moment" : toText(span);
         }},
    Name{"share", share},
    Name{"served", served},
    Name{"idle_timeouts", idleTimeouts},
    Name{"silence", [](const IncidentNames& n) { return silence(n.incident()); }},
    Name{"leak", leak},
    Name{"handshake",
         [](const IncidentNames& n) {
             return std::string(n.incident().is_by_server ? kServerInHandshake
                                                          : kClientInHandshake);
         }},
    Name{"perhaps", [](const IncidentNames& n) { return perhaps(n.incident().certainty()); }},
    Name{
        "waiter",
        [](const IncidentNames& n) { return senderWaited(n.incident()) ? n.sender() : n.peers(); }},
    Name{
        "closer",
        [](const IncidentNames& n) { return senderWaited(n.incident()) ? n.peers() : n.sender(); }},
};

}  // namespace

bool IncidentNames::isOfOneHost() const {
    if (!incident_.is_by_server) return incident_.clients.isOne();
    return addressesOf(incident_.servers).size() == 1 && !incident_.servers.hasMore();
}

std::string IncidentNames::clients() const {
    const FewOf<Address>& clients = incident_.clients;
    if (clients.hasMore() || clients.values().size() > kMostNamed) {
        return howMany(clients, "client", "clients");
    }
    std::string names;
    for (const Address& client : clients.values()) {
        names += (names.empty() ? "" : ", ") + client.toString();
    }
    return names;
}

std::string IncidentNames::servers() const {
    const FewOf<SocketAddress>& servers = incident_.servers;
    if (servers.isOne()) return servers.values().front().toString();
    const std::string hosts = hostsOf(servers);
    const std::optional<std::uint16_t> port = portOf(servers);
    if (port) return "port " + std::to_string(*port) + " of " + hosts;
    return howMany(servers, "service of ", "services of ") + hosts;
}

std::string IncidentNames::senderHost() const {
    return incident_.is_by_server ? hostsOf(incident_.servers) : clients();
}

std::string IncidentNames::actor() const {
    const Actor actor = actorOf(incident_.kind, incident_.verdict());
    const bool is_client = actor == Actor::kClient ||
                           (actor == Actor::kSender && !incident_.is_by_server) ||
                           (actor == Actor::kReceiver && incident_.is_by_server);
    if (!is_client) return servers();
    return incident_.clients.isOne() ? clients() : "each of " + clients();
}

std::string IncidentNames::fillIn(std::string_view text) const {
    constexpr std::string_view kDid = "did ";
    const auto write = [&](std::string_view name) -> std::optional<std::string> {
        if (name.starts_with(kDid)) return did(incident_.certainty(), name.substr(kDid.size()));
        if (const auto bar = name.find('|'); bar != std::string_view::npos) {
            return std::string(isOfOneHost() ? name.substr(0, bar) : name.substr(bar + 1));
        }
        const auto known = std::find_if(kNames.begin(), kNames.end(),
                                        [&](const Name& row) { return row.name == name; });
        if (known == kNames.end()) return std::nullopt;
        return known->write(*this);
    };
    std::string filled = finrst::fillIn(text, write);
    if (filled.starts_with(kMoreThan)) filled.front() = 'M';
    return filled;
}

}  // namespace finrst
