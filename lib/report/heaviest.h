// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <utility>
#include <vector>

namespace finrst {

/// Items by their key, in the order in which they came. Of too many, the heaviest stay.
template <typename Key, typename Item>
class Heaviest {
  public:
    explicit Heaviest(std::size_t most) : most_(most) {}

    /// The item of that key, or null.
    Item* find(const Key& key) {
        const auto found = index_.find(key);
        return found == index_.end() ? nullptr : &items_[found->second].second;
    }
    /// The key must not be there yet.
    Item& add(const Key& key, Item item) {
        index_.emplace(key, items_.size());
        return items_.emplace_back(key, std::move(item)).second;
    }
    /// Where there are twice as many as may stay, drops those of the least `weight(item)`.
    template <typename Weight>
    void trim(Weight weight) {
        if (items_.size() < 2 * most_) return;
        std::stable_sort(items_.begin(), items_.end(), [&](const auto& a, const auto& b) {
            return weight(b.second) < weight(a.second);
        });
        items_.erase(items_.begin() + static_cast<std::ptrdiff_t>(most_), items_.end());
        index_.clear();
        for (std::size_t i = 0; i < items_.size(); ++i) index_.emplace(items_[i].first, i);
    }

    std::vector<std::pair<Key, Item>>& items() { return items_; }

  private:
    std::size_t most_;
    std::vector<std::pair<Key, Item>> items_;
    std::map<Key, std::size_t> index_;
};

}  // namespace finrst
