// SPDX-License-Identifier: GPL-2.0-or-later
#include "analysis/capture_analysis.h"

#include <utility>

namespace finrst {

namespace {

std::vector<bool> hostsOf(const Connections& connections, const Renumbering& kept_connections,
                          std::size_t hosts) {
    std::vector<bool> kept(hosts);
    for (std::uint32_t i = 0; i < connections.size(); ++i) {
        if (!kept_connections.keeps(i)) continue;
        for (const Side side : {Side::kA, Side::kB}) kept[connections.host(i, side)] = true;
    }
    return kept;
}

/// Of the resets that are kept.
template <typename Word>
void keepWords(const StableVector<Reset>& resets, std::unordered_map<std::uint32_t, Word>& words) {
    std::unordered_map<std::uint32_t, Word> kept;
    for (const Reset& reset : resets) {
        if (auto word = words.extract(reset.frame)) kept.insert(std::move(word));
    }
    words = std::move(kept);
}

}  // namespace

void CaptureAnalysis::keepOnly(const std::vector<bool>& kept) {
    const Renumbering connections(connections_.size(), [&](std::size_t i) { return kept[i]; });
    const Renumbering resets(
        resets_.size(), [&](std::size_t i) { return connections.keeps(resets_[i].connection); });
    const std::vector<bool> with_hosts = hostsOf(connections_, connections, hosts_.size());
    const Renumbering hosts(hosts_.size(), [&](std::size_t i) { return with_hosts[i]; });

    tw_buckets_.renumber(connections);
    resets.apply(resets_);
    hosts.apply(hosts_);
    connections_.renumber(hosts, resets, connections);
    for (std::size_t i = 0; i < resets_.size(); ++i) {
        Reset& reset = resets_[i];
        reset.connection = connections(reset.connection);
        reset.previous = resets(reset.previous);
        reset.ended_by = resets(reset.ended_by);
        reset.related = connections(reset.related);
    }
    for (std::size_t i = 0; i < hosts_.size(); ++i) {
        hosts_[i].ip_id_connection = connections(hosts_[i].ip_id_connection);
        hosts_[i].routed_to = hosts(hosts_[i].routed_to);
    }
    if (!kernel_words_.empty()) keepWords(resets_, kernel_words_);
    if (!table_words_.empty()) keepWords(resets_, table_words_);
    if (!places_reports_.empty()) keepWords(resets_, places_reports_);
    indexAnew();
}

CaptureAnalysis::FourTuple CaptureAnalysis::fourTupleOf(
    const Connection::Identity& identity) const {
    const Host& a = hosts_[identity.host(Side::kA)];
    const Host& b = hosts_[identity.host(Side::kB)];
    return {a.address, b.address, identity.ports[0], identity.ports[1], a.place};
}

/// By which hosts and connections are found.
void CaptureAnalysis::indexAnew() {
    latest_connection_ = kNoIndex;
    latest_hosts_ = {kNoIndex, kNoIndex};
    host_index_ = {};
    host_index_.reserve(hosts_.size());
    for (std::uint32_t i = 0; i < hosts_.size(); ++i) {
        host_index_.insert(hash_(hosts_[i].address.halves()), i);
    }
    flow_index_ = {};
    flow_index_.reserve(connections_.size());
    latest_of_ports_ = {};
    for (std::uint32_t i = 0; i < connections_.size(); ++i) {
        const Connection::Identity& identity = connections_.identity(i);
        indexConnection(identity, connections_.earlier(i).previous, i,
                        hashOf(fourTupleOf(identity)));
    }
}

}  // namespace finrst
