// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/address.h"
#include "analysis/time.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>

namespace finrst {

/// What one host says of itself.
struct HostSettings {
    struct Span {
        Time begin;
        Time end;
    };

    std::optional<Duration> fin_timeout;          ///< tcp_fin_timeout
    std::optional<std::uint32_t> max_tw_buckets;  ///< tcp_max_tw_buckets
    std::optional<Span> told;                     ///< when, at least; empty: it does not matter
};

/// What the user tells about the hosts.
struct Settings {
    Duration fin_timeout = std::chrono::seconds(60);  ///< tcp_fin_timeout
    /// tcp_max_tw_buckets, where it is known; to be compared with what the capture shows.
    std::optional<std::uint32_t> max_tw_buckets{};
    std::optional<std::uint32_t> max_connections{};  ///< to keep; empty: as many as there are
    std::map<Address, HostSettings> hosts{};         ///< those that are known better

    /// What a host tells later counts from then on.
    Duration finTimeoutOf(const Address& host, Time at) const {
        const HostSettings* known = find(host);
        const bool counts = known != nullptr && (!known->told || known->told->begin <= at);
        return counts ? known->fin_timeout.value_or(fin_timeout) : fin_timeout;
    }
    std::optional<std::uint32_t> bucketLimitOf(const Address& host) const {
        const HostSettings* known = find(host);
        return known != nullptr ? known->max_tw_buckets : std::nullopt;
    }
    Duration longestFinTimeout() const {
        Duration longest = fin_timeout;
        for (const auto& [address, host] : hosts) {
            longest = std::max(longest, host.fin_timeout.value_or(longest));
        }
        return longest;
    }
    /// What was told before a capture began is of another time.
    void forgetBefore(Time begin) {
        std::erase_if(hosts, [&](const auto& host) {
            return host.second.told && host.second.told->end < begin;
        });
    }

  private:
    const HostSettings* find(const Address& host) const {
        if (hosts.empty()) return nullptr;
        const auto found = hosts.find(host);
        return found == hosts.end() ? nullptr : &found->second;
    }
};

}  // namespace finrst
