// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <iterator>
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
    /// Where there are twice as many as may stay, drops those of the least `weight(item)`; of as
    /// heavy ones, those that came first stay.
    template <typename Weight>
    void trim(Weight weight) {
        if (items_.size() < 2 * most_) return;
        const auto weight_of = [&](const auto& item) { return weight(item.second); };
        std::vector<decltype(weight_of(items_.front()))> weights;
        std::transform(items_.begin(), items_.end(), std::back_inserter(weights), weight_of);
        const auto last = weights.begin() + static_cast<std::ptrdiff_t>(most_) - 1;
        std::nth_element(weights.begin(), last, weights.end(), std::greater<>());
        const auto least = *last;
        auto room = std::count(weights.begin(), last + 1, least);
        const auto is_dropped = [&](const auto& item) {
            const auto own = weight_of(item);
            return own < least || (own == least && room-- <= 0);
        };
        items_.erase(std::remove_if(items_.begin(), items_.end(), is_dropped), items_.end());
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
