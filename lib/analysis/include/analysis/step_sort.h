// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

namespace finrst {

/// Sorts in steps, none of which takes long, however many items there are; of equal ones, those
/// that were added first come first.
template <typename Item, typename Less = std::less<>>
class StepSort {
  public:
    explicit StepSort(Less less = {}) : less_(std::move(less)) {}

    /// Before the first step.
    void add(Item item) { items_.push_back(std::move(item)); }
    /// Handles some thousand items more; false when all are in order.
    bool step() {
        if (sorted_ < items_.size()) {
            sortRun();
        } else if (run_ < items_.size()) {
            merge();
        }
        return sorted_ < items_.size() || run_ < items_.size();
    }
    /// In order, when no step is left.
    std::vector<Item>& items() { return items_; }

  private:
    static constexpr std::size_t kAtOnce = 32768;  // some milliseconds

    void sortRun() {
        const std::size_t end = std::min(sorted_ + kAtOnce, items_.size());
        const auto at = [this](std::size_t i) {
            return items_.begin() + static_cast<std::ptrdiff_t>(i);
        };
        std::stable_sort(at(sorted_), at(end), less_);
        sorted_ = end;
    }

    /// Two runs after the other become one each, in `merged_`.
    void merge() {
        merged_.reserve(items_.size());
        for (std::size_t i = 0; i < kAtOnce && merged_.size() < items_.size(); ++i) {
            if (merged_.size() == end_) beginRuns();
            const bool from_right =
                left_ == middle_ || (right_ < end_ && less_(items_[right_], items_[left_]));
            merged_.push_back(std::move(items_[from_right ? right_++ : left_++]));
        }
        if (merged_.size() < items_.size()) return;
        items_.swap(merged_);
        merged_.clear();
        end_ = 0;
        run_ *= 2;
    }
    void beginRuns() {
        left_ = end_;
        middle_ = right_ = std::min(left_ + run_, items_.size());
        end_ = std::min(right_ + run_, items_.size());
    }

    Less less_;
    std::vector<Item> items_;
    std::size_t sorted_ = 0;     // of the items, in runs
    std::size_t run_ = kAtOnce;  // items in each
    std::vector<Item> merged_;
    std::size_t left_ = 0, middle_ = 0;  // what is left of the one that came first
    std::size_t right_ = 0, end_ = 0;    // of the other
};

}  // namespace finrst
