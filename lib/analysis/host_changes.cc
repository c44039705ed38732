// SPDX-License-Identifier: GPL-2.0-or-later
#include "host_changes.h"

#include <algorithm>
#include <utility>

namespace finrst {

namespace {

void add(HostSecond& sum, const HostSecond& change) {
    sum.resets += change.resets;
    sum.fin_wait_1 += change.fin_wait_1;
    sum.fin_wait_2 += change.fin_wait_2;
    sum.close_wait += change.close_wait;
    sum.time_wait += change.time_wait;
}

}  // namespace

std::vector<HostSecond> HostChanges::take() {
    sumUp();
    return std::move(changes_);
}

void HostChanges::begin(std::int64_t second) {
    if (changes_.size() == most_) {
        sumUp();
        most_ = std::max(kLeast, 2 * changes_.size());
    }
    changes_.push_back({.second = second});
}

void HostChanges::sumUp() {
    std::sort(changes_.begin(), changes_.end(),
              [](const HostSecond& a, const HostSecond& b) { return a.second < b.second; });
    std::size_t seconds = 0;
    for (const HostSecond& change : changes_) {
        if (seconds > 0 && changes_[seconds - 1].second == change.second) {
            add(changes_[seconds - 1], change);
        } else {
            changes_[seconds++] = change;
        }
    }
    changes_.resize(seconds);
}

}  // namespace finrst
