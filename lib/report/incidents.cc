// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/incidents.h"

#include "analysis/stack_finding.h"
#include "incident_kind.h"
#include "report/explanation.h"
#include "report/ladder.h"
#include "report/places_text.h"
#include "report/report.h"

#include <chrono>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

namespace finrst {

namespace {

using std::chrono::seconds;

/// Resets with less between them are of one burst, which lasts no longer than `kBurst`: the kernel
/// closes what a dying process leaves in one loop (`exit_files`), some 20 µs each in the lab's
/// samples, and so a hundred thousand connections within two seconds.
constexpr Duration kBetween = seconds(1);
constexpr Duration kBurst = seconds(2);
/// A timer ended what was silent for so long, and for equally long.
constexpr Duration kTimer = seconds(5);
/// After a restart, the peers find out when they send next: who is sending, with the next
/// retransmission (two minutes at most, TCP_RTO_MAX), and pools and probes within a few minutes.
constexpr Duration kUntilAllNotice = seconds(600);
/// Programs use two connections at a time, and end them together; in captures of the field, pairs
/// of resets within milliseconds are usual.
constexpr std::uint32_t kManyConnections = 3;
/// Two hosts may have the same trouble by chance, or be the two that somebody looks at.
constexpr std::size_t kManyHosts = 3;
constexpr std::size_t kMostClusters = 16;
/// Nobody who knows where a service is tries so many ports, each about once. Who wants a service
/// asks again: a balancer's probes of servers that are down are no scan.
constexpr std::size_t kPortsOfScan = 10;
constexpr std::uint64_t kTriesOfScan = 2;  // of one port: fewer

/// What the resets of an incident share.
struct Key {
    IncidentKind kind = IncidentKind::kUnexplained;
    bool is_by_server = false;
    SocketAddress anchor;  ///< all zero: any

    friend auto operator<=>(const Key&, const Key&) = default;  // NOLINT(modernize-use-nullptr)
};

Key keyOf(const CaptureAnalysis& analysis, const Reset& decisive) {
    const Flow flow = flowOf(analysis, decisive);
    const bool is_by_server = decisive.sender != analysis.connectionOf(decisive).client();
    const IncidentKind kind = kindOf(analysis, decisive);
    if (rule(kind).anchor == Anchor::kSender) {
        return {kind, is_by_server, {is_by_server ? flow.server : flow.client, 0}};
    }
    return {kind, is_by_server, {flow.server, flow.server_port}};
}

/// All of that kind.
Key widened(Key key) {
    key.anchor = {};
    return key;
}

Stack stackToAct(const CaptureAnalysis& analysis, const Reset& reset, Actor actor) {
    const Connection& connection = analysis.connectionOf(reset);
    const Side client = connection.client();
    const bool is_sender = actor == Actor::kSender ||
                           (actor == Actor::kClient && reset.sender == client) ||
                           (actor == Actor::kServer && reset.sender != client);
    if (is_sender) return findStack(reset, analysis.hostOf(connection, reset.sender)).stack;
    return stackBy(analysis.hostOf(connection, opposite(reset.sender)).stack_signs);
}

void addFrame(std::vector<std::uint64_t>& frames, std::uint64_t frame) {
    frames.insert(std::lower_bound(frames.begin(), frames.end(), frame), frame);
    if (frames.size() > Incident::kExamples) frames.pop_back();
}

void addTime(std::optional<std::array<Duration, 2>>& times, Duration time) {
    if (time < Duration::zero()) return;
    if (!times) times = {time, time};
    times = {std::min((*times)[0], time), std::max((*times)[1], time)};
}

template <typename Counts>
void addCounts(Counts& sum, const Counts& more) {
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += more[i];
}

bool isEmpty(const Incident& incident) {
    return incident.resets == 0;
}

/// Adds what `more`, another part of the same incident, has.
void addTo(Incident& sum, const Incident& more) {
    if (isEmpty(more)) return;
    if (isEmpty(sum)) {
        const std::uint32_t connections = sum.connections;
        sum = more;
        sum.connections += connections;
        return;
    }
    if (more.frames.front() < sum.frames.front()) {
        sum.example = more.example;
        sum.course = more.course;
        sum.place = more.place;
        sum.where_to_look = more.where_to_look;
    }
    for (const std::uint64_t frame : more.frames) addFrame(sum.frames, frame);
    sum.clients.add(more.clients);
    sum.servers.add(more.servers);
    if (sum.stack != more.stack) sum.stack = Stack::kUnknown;
    sum.resets += more.resets;
    sum.connections += more.connections;
    addCounts(sum.by_harm, more.by_harm);
    addCounts(sum.by_certainty, more.by_certainty);
    addCounts(sum.by_verdict, more.by_verdict);
    addCounts(sum.by_alternative, more.by_alternative);
    sum.first = std::min(sum.first, more.first);
    sum.last = std::max(sum.last, more.last);
    if (more.times) {
        for (const Duration time : *more.times) addTime(sum.times, time);
    }
}

/// Counts `reset`, which `decisive` explains; `opens`: it is the first of its connection here.
void addTo(Incident& incident, const CaptureAnalysis& analysis, const Reset& reset,
           const Reset& decisive, bool opens) {
    const KindRule& known = rule(incident.kind);
    const std::uint64_t frame = analysis.frameInCapture(reset.frame);
    if (isEmpty(incident) || frame < incident.frames.front()) {
        incident.example = explain(analysis, decisive);
        const PlacesReport* places = analysis.placesReport(decisive);
        incident.course = courseOf(analysis, decisive);
        incident.place = places == nullptr ? "" : places->place;
        incident.where_to_look = whereToLook(places);
    }
    if (opens || isEmpty(incident)) addFrame(incident.frames, frame);
    const Stack stack = stackToAct(analysis, decisive, actorOf(incident.kind, decisive.verdict));
    const bool agrees = isEmpty(incident) || incident.stack == stack;
    incident.stack = agrees ? stack : Stack::kUnknown;
    incident.first = isEmpty(incident) ? decisive.time : std::min(incident.first, decisive.time);
    incident.last = isEmpty(incident) ? decisive.time : std::max(incident.last, decisive.time);
    ++incident.resets;
    ++incident.by_certainty[static_cast<std::size_t>(decisive.certainty)];
    ++incident.by_verdict[static_cast<std::size_t>(decisive.verdict)];
    for (const Verdict left : alternatives(decisive)) {
        ++incident.by_alternative[static_cast<std::size_t>(left)];
    }
    const Flow flow = flowOf(analysis, reset);
    incident.clients.add(flow.client);
    incident.servers.add({flow.server, flow.server_port});
    if (!opens) return;
    ++incident.connections;
    ++incident.by_harm[static_cast<std::size_t>(harmOf(analysis, decisive, incident.kind))];
    if (known.measure != nullptr) addTime(incident.times, known.measure(decisive));
}

/// None of the connection's earlier resets has that key.
bool opensIncident(const CaptureAnalysis& analysis, const Reset& reset, const Key& key) {
    constexpr int kMostSteps = 16;  // a connection may have any number
    std::uint32_t earlier = reset.previous;
    for (int i = 0; i < kMostSteps && earlier != kNoIndex; ++i) {
        const Reset& other = analysis.resets()[earlier];
        if (keyOf(analysis, decisiveReset(analysis, other)) == key) return false;
        earlier = other.previous;
    }
    return earlier == kNoIndex;
}

/// They were opened, or used, together and ran into the same idle timeout.
bool isOfTimer(const Incident& cluster) {
    if (!cluster.times) return false;
    const auto& [shortest, longest] = *cluster.times;
    return shortest >= kTimer && longest - shortest <= kBurst;
}

bool isBurst(const Incident& cluster) {
    return cluster.connections >= kManyConnections && cluster.last - cluster.first <= kBurst &&
           !isOfTimer(cluster);
}

/// The resets of one key: those that came in bursts, and the others.
class Group {
  public:
    explicit Group(const Key& key) {
        rest_.kind = key.kind;
        rest_.is_by_server = key.is_by_server;
    }

    /// The sum to which a reset of that time belongs.
    Incident& at(Time time) {
        if (!rule(rest_.kind).may_burst) return rest_;
        const auto after = clusters_.lower_bound(time);
        const bool joins_after = after != clusters_.end() && after->first - time <= kBetween;
        const auto before = after == clusters_.begin() ? clusters_.end() : std::prev(after);
        const bool joins_before =
            before != clusters_.end() && time - before->second.last <= kBetween;
        if (joins_before) {
            if (joins_after) {
                addTo(before->second, after->second);
                clusters_.erase(after);
            }
            return before->second;
        }
        if (joins_after) {
            auto node = clusters_.extract(after);
            node.key() = time;
            return clusters_.insert(std::move(node)).position->second;
        }
        trim();
        Incident cluster;
        cluster.kind = rest_.kind;
        cluster.is_by_server = rest_.is_by_server;
        return clusters_.emplace(time, cluster).first->second;
    }

    /// All that is no burst is one incident.
    void settle() {
        for (auto cluster = clusters_.begin(); cluster != clusters_.end();) {
            if (isBurst(cluster->second)) {
                ++cluster;
                continue;
            }
            addTo(rest_, cluster->second);
            cluster = clusters_.erase(cluster);
        }
    }

    const Incident& rest() const { return rest_; }
    const std::map<Time, Incident>& clusters() const { return clusters_; }

  private:
    /// Makes room for one more: the smallest go, but the latest may still grow.
    void trim() {
        if (clusters_.size() < kMostClusters) return;
        auto smallest = clusters_.begin();
        for (auto it = clusters_.begin(); it != std::prev(clusters_.end()); ++it) {
            const bool smaller =
                std::tuple(isBurst(it->second), it->second.connections) <
                std::tuple(isBurst(smallest->second), smallest->second.connections);
            if (smaller) smallest = it;
        }
        addTo(rest_, smallest->second);
        clusters_.erase(smallest);
    }

    Incident rest_;
    std::map<Time, Incident> clusters_;  // by their first time
};

/// The incidents of a group's resets: of all, but for those of a burst.
struct Burst {
    Time first;
    Time last;
    std::size_t incident;
};
struct IncidentsOfGroup {
    std::optional<std::size_t> rest;
    std::vector<Burst> bursts;
};

/// Those that are told first, first.
auto rank(const Incident& incident) {
    const bool is_tail = incident.kind >= IncidentKind::kPortReuse;
    const auto harm = static_cast<std::size_t>(incident.harm());
    return std::tuple(is_tail, -static_cast<int>(harm), ~incident.by_harm[harm], incident.kind,
                      incident.first, incident.frames.front());
}

}  // namespace

struct Incidents::Impl {
    Group& groupFor(const Key& key);
    IncidentsOfGroup keep(const Group& group);
    void merge(std::size_t from, std::size_t into);
    void joinBursts();
    void joinScans();
    void joinByClient();
    void nameHosts();
    void joinByPeer();
    std::vector<Incident> number();

    std::map<Key, std::uint32_t> group_of;  // index of `groups`
    std::vector<Group> groups;
    std::array<std::size_t, kIncidentKinds> groups_of_kind{};
    // Behind `take`.
    std::vector<IncidentsOfGroup> of_groups;  // by index of `groups`; their incidents, of `found`
    std::vector<Incident> found;
    std::vector<std::size_t> merged_into;  // by index of `found`; its own: it stands for itself
    std::vector<std::uint32_t> numbers;    // likewise
};

Group& Incidents::Impl::groupFor(const Key& key) {
    const auto known = group_of.find(key);
    if (known != group_of.end()) return groups[known->second];
    std::size_t& count = groups_of_kind[static_cast<std::size_t>(key.kind)];
    const bool is_full = count == kMostOfAKind;
    count += !is_full;
    const Key& taken = is_full ? widened(key) : key;
    const auto next = static_cast<std::uint32_t>(groups.size());
    const auto [group, is_new] = group_of.try_emplace(taken, next);
    if (is_new) groups.emplace_back(taken);
    return groups[group->second];
}

Incidents::Incidents() : impl_(std::make_unique<Impl>()) {}
Incidents::Incidents(Incidents&&) noexcept = default;
Incidents& Incidents::operator=(Incidents&&) noexcept = default;
Incidents::~Incidents() = default;

void Incidents::add(const CaptureAnalysis& analysis, std::uint32_t index) {
    const Reset& reset = analysis.resets()[index];
    if (reset.is_copy) return;
    const Reset& decisive = decisiveReset(analysis, reset);
    const Key key = keyOf(analysis, decisive);
    addTo(impl_->groupFor(key).at(decisive.time), analysis, reset, decisive,
          opensIncident(analysis, reset, key));
}

IncidentsOfGroup Incidents::Impl::keep(const Group& group) {
    IncidentsOfGroup kept;
    const auto keepOne = [&](const Incident& incident) {
        merged_into.push_back(found.size());
        found.push_back(incident);
        return found.size() - 1;
    };
    if (!isEmpty(group.rest())) kept.rest = keepOne(group.rest());
    for (const auto& [time, cluster] : group.clusters()) {
        kept.bursts.push_back({cluster.first, cluster.last, keepOne(cluster)});
        found.back().kind = IncidentKind::kProcessGone;
    }
    return kept;
}

void Incidents::Impl::merge(std::size_t from, std::size_t into) {
    addTo(found[into], found[from]);
    merged_into[from] = into;
}

/// A process that ends leaves some of its connections with unread data, and others without.
void Incidents::Impl::joinBursts() {
    std::map<SocketAddress, std::size_t> latest;
    for (std::size_t i = 0; i < found.size(); ++i) {
        if (found[i].kind != IncidentKind::kProcessGone) continue;
        const SocketAddress& server = found[i].servers.values().front();
        const auto [known, is_new] = latest.try_emplace(server, i);
        if (is_new) continue;
        const Incident& other = found[known->second];
        const bool apart =
            found[i].first - other.last > kBetween || other.first - found[i].last > kBetween;
        if (apart) {
            known->second = i;
        } else {
            merge(i, known->second);
        }
    }
}

/// One client that meets closed doors at many ports, whichever way they are closed.
void Incidents::Impl::joinScans() {
    std::map<Address, std::vector<std::size_t>> by_client;
    for (std::size_t i = 0; i < found.size(); ++i) {
        const Incident& incident = found[i];
        if (!rule(incident.kind).may_be_scan || !incident.clients.isOne()) continue;
        by_client[incident.clients.values().front()].push_back(i);
    }
    for (const auto& [client, parts] : by_client) {
        std::uint64_t tries = 0;
        for (const std::size_t part : parts) tries += found[part].connections;
        if (parts.size() < kPortsOfScan || tries >= kTriesOfScan * parts.size()) continue;
        for (std::size_t i = 1; i < parts.size(); ++i) merge(parts[i], parts.front());
        Incident& scan = found[parts.front()];
        scan.kind = IncidentKind::kScan;
        scan.by_harm = {scan.connections};
    }
}

/// What one client does to several services, and nobody else to any of them, is one thing.
void Incidents::Impl::joinByClient() {
    std::map<std::pair<IncidentKind, Address>, std::size_t> first;
    for (std::size_t i = 0; i < found.size(); ++i) {
        const Incident& incident = found[i];
        const bool is_of_client = !incident.is_by_server && incident.clients.isOne();
        if (!is_of_client || merged_into[i] != i) continue;
        const auto [known, is_new] =
            first.try_emplace({incident.kind, incident.clients.values().front()}, i);
        if (!is_new) merge(i, known->second);
    }
}

void Incidents::Impl::nameHosts() {
    for (Incident& incident : found) {
        const bool lost = incident.kind == IncidentKind::kConnectionUnknown &&
                          incident.connections >= kManyConnections &&
                          incident.last - incident.first <= kUntilAllNotice;
        if (lost) incident.kind = IncidentKind::kHostLost;
    }
}

/// What many hosts do to one service or client, and each of them to no other.
void Incidents::Impl::joinByPeer() {
    std::map<std::tuple<IncidentKind, bool, SocketAddress>, std::vector<std::size_t>> by_peer;
    for (std::size_t i = 0; i < found.size(); ++i) {
        const Incident& incident = found[i];
        if (merged_into[i] != i || !rule(incident.kind).may_be_of_peer) continue;
        const auto peer = onlyPeer(incident);
        if (peer) by_peer[{incident.kind, incident.is_by_server, *peer}].push_back(i);
    }
    for (const auto& [peer, parts] : by_peer) {
        if (parts.size() < kManyHosts) continue;
        for (std::size_t i = 1; i < parts.size(); ++i) merge(parts[i], parts.front());
    }
}

std::vector<Incident> Incidents::Impl::number() {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < found.size(); ++i) {
        if (merged_into[i] == i) order.push_back(i);
    }
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return rank(found[a]) < rank(found[b]); });
    numbers.assign(found.size(), 0);
    std::vector<Incident> ordered;
    for (const std::size_t i : order) {
        ordered.push_back(std::move(found[i]));
        ordered.back().number = static_cast<std::uint32_t>(ordered.size());
        numbers[i] = ordered.back().number;
    }
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        std::size_t root = i;
        while (merged_into[root] != root) root = merged_into[root];
        numbers[i] = numbers[root];
    }
    return ordered;
}

std::vector<Incident> Incidents::soFar() const {
    Incidents copy;
    *copy.impl_ = *impl_;
    return copy.take();
}

std::vector<Incident> Incidents::take() {
    for (Group& group : impl_->groups) {
        group.settle();
        impl_->of_groups.push_back(impl_->keep(group));
    }
    impl_->joinBursts();
    impl_->joinScans();
    impl_->joinByClient();
    impl_->nameHosts();
    impl_->joinByPeer();
    impl_->groups.clear();
    std::vector<Incident> ordered = impl_->number();
    impl_->found.clear();
    return ordered;
}

IncidentPlace Incidents::placeOf(const CaptureAnalysis& analysis, const Reset& reset) const {
    const Reset& decisive = decisiveReset(analysis, reset);
    const Key key = keyOf(analysis, decisive);
    auto known = impl_->group_of.find(key);
    if (known == impl_->group_of.end()) known = impl_->group_of.find(widened(key));
    if (known == impl_->group_of.end()) return {};
    return {known->second, decisive.time};
}

std::uint32_t Incidents::numberOf(const IncidentPlace& place) const {
    if (place.group >= impl_->of_groups.size()) return 0;
    const IncidentsOfGroup& of_group = impl_->of_groups[place.group];
    for (const Burst& burst : of_group.bursts) {
        const bool is_in = burst.first <= place.time && place.time <= burst.last;
        if (is_in) return impl_->numbers[burst.incident];
    }
    return of_group.rest ? impl_->numbers[*of_group.rest] : 0;
}

}  // namespace finrst
