// SPDX-License-Identifier: GPL-2.0-or-later
#include "row_groups.h"

#include <algorithm>
#include <unordered_map>

namespace finrst {

RowGroups RowGroups::of(const Grouping& grouping, std::vector<std::uint32_t>& items) {
    struct Members {
        std::uint64_t key;
        std::vector<std::uint32_t> items;
    };
    std::vector<Members> found;
    std::unordered_map<std::uint64_t, std::size_t> index_of;
    for (std::uint32_t item : items) {
        const std::uint64_t key = grouping.keyOf(item);
        const auto [index, is_new] = index_of.try_emplace(key, found.size());
        if (is_new) found.push_back({key, {}});
        found[index->second].items.push_back(item);
    }
    std::sort(found.begin(), found.end(), [&](const Members& a, const Members& b) {
        const bool by_size = !grouping.is_ordered_by_key && a.items.size() != b.items.size();
        return by_size ? a.items.size() > b.items.size() : a.key < b.key;
    });
    RowGroups groups;
    auto place = items.begin();
    for (const Members& members : found) {
        const auto begin = static_cast<std::size_t>(place - items.begin());
        place = std::copy(members.items.begin(), members.items.end(), place);
        groups.groups_.push_back({members.key, begin, begin + members.items.size()});
    }
    return groups;
}

std::size_t RowGroups::indexOf(std::size_t row) const {
    const auto after = std::partition_point(groups_.begin(), groups_.end(),
                                            [row](const Group& group) { return group.end <= row; });
    return static_cast<std::size_t>(after - groups_.begin());
}

}  // namespace finrst
