// SPDX-License-Identifier: GPL-2.0-or-later
#include "analysis/host_seconds.h"

#include <algorithm>
#include <limits>

namespace finrst {

namespace {

/// Walks over seconds in which something changed.
class Walk {
  public:
    explicit Walk(const std::vector<HostSecond>& seconds)
        : next_(seconds.begin()), end_(seconds.end()) {}

    bool isOver() const { return next_ == end_; }
    std::int64_t nextSecond() const { return next_->second; }

    /// Goes on to the second of `sum`, and adds what is so in it.
    void addTo(HostSecond& sum) {
        while (!isOver() && next_->second <= sum.second) state_ = *next_++;
        const bool changed = state_.second == sum.second;
        const std::uint32_t held = state_.fin_wait_2 + state_.time_wait;
        sum.resets += changed ? state_.resets : 0;
        sum.fin_wait_1 += state_.fin_wait_1;
        sum.fin_wait_2 += state_.fin_wait_2;
        sum.close_wait += state_.close_wait;
        sum.time_wait += state_.time_wait;
        sum.tw_buckets += changed ? state_.tw_buckets : held;
    }

  private:
    HostSecond state_{.second = std::numeric_limits<std::int64_t>::min()};
    std::vector<HostSecond>::const_iterator next_;
    std::vector<HostSecond>::const_iterator end_;
};

}  // namespace

std::vector<HostSecond> sumOf(const std::vector<HostSecond>& a, const std::vector<HostSecond>& b,
                              std::int64_t first) {
    std::vector<HostSecond> sums;
    Walk of_a(a), of_b(b);
    while (!of_a.isOver() || !of_b.isOver()) {
        HostSecond sum;
        const bool a_next =
            !of_a.isOver() && (of_b.isOver() || of_a.nextSecond() <= of_b.nextSecond());
        sum.second = std::max(first, a_next ? of_a.nextSecond() : of_b.nextSecond());
        of_a.addTo(sum);
        of_b.addTo(sum);
        sums.push_back(sum);
    }
    return sums;
}

}  // namespace finrst
