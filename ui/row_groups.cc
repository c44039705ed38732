// SPDX-License-Identifier: GPL-2.0-or-later
#include "row_groups.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>
#include <utility>

namespace finrst {

RowGroups RowGroups::of(const Grouping& grouping, std::vector<std::uint32_t>& items) {
    struct Members {
        std::uint64_t key;
        std::size_t count;
        std::size_t place;  ///< of the next one
    };
    std::vector<Members> found;
    std::vector<std::uint32_t> member_of;  // by place of an item
    std::unordered_map<std::uint64_t, std::uint32_t> index_of;
    for (std::uint32_t item : items) {
        const std::uint64_t key = grouping.keyOf(item);
        const auto [index, is_new] =
            index_of.try_emplace(key, static_cast<std::uint32_t>(found.size()));
        if (is_new) found.push_back({key, 0, 0});
        ++found[index->second].count;
        member_of.push_back(index->second);
    }
    std::vector<std::uint32_t> order(found.size());
    std::iota(order.begin(), order.end(), 0u);
    std::sort(order.begin(), order.end(), [&](std::uint32_t left, std::uint32_t right) {
        const Members &a = found[left], &b = found[right];
        const bool by_size = !grouping.is_ordered_by_key && a.count != b.count;
        return by_size ? a.count > b.count : a.key < b.key;
    });
    RowGroups groups;
    std::size_t place = 0;
    for (std::uint32_t index : order) {
        Members& members = found[index];
        members.place = place;
        place += members.count;
        groups.groups_.push_back({members.key, members.place, place});
    }
    std::vector<std::uint32_t> grouped(items.size());
    for (std::size_t i = 0; i < items.size(); ++i) grouped[found[member_of[i]].place++] = items[i];
    items = std::move(grouped);
    return groups;
}

std::size_t RowGroups::indexOf(std::size_t row) const {
    const auto after = std::partition_point(groups_.begin(), groups_.end(),
                                            [row](const Group& group) { return group.end <= row; });
    return static_cast<std::size_t>(after - groups_.begin());
}

}  // namespace finrst
