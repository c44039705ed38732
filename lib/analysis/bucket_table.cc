// SPDX-License-Identifier: GPL-2.0-or-later
#include "analysis/bucket_table.h"

#include <algorithm>

namespace finrst {

namespace {

/// So many closes with a bucket before the first one without are no chance.
constexpr std::uint32_t kEnough = 3;
/// So many without one in a row are none either, though others had one later.
constexpr std::uint32_t kLongRun = 10;
/// A table with so many buckets may well be full.
constexpr std::uint32_t kManyBuckets = 100;

}  // namespace

bool BucketTable::mayHaveALimit() const {
    return refused_.count > 0 && (refused_.first.met >= kManyBuckets || turnedFull());
}

bool BucketTable::isOfAnotherEra(Time begin) const {
    if (refused_.count == 0) return false;
    return begin > refused_.era_end || (begin >= room_ && !hadRoomBefore());
}

void BucketTable::granted(const ClosedSocket& close) {
    most_met_ = std::max(most_met_, close.met);
    if (close.begin <= refused_.first.begin) {
        ++granted_.count;
        granted_.longest = std::max(granted_.longest, close.wait);
        granted_.last = std::max(granted_.last, close.begin);
        granted_.limit_at_least = std::max(granted_.limit_at_least, close.met + 1);
    } else if (!isOfAnotherEra(close.begin)) {
        refused_.others_granted = true;
        refused_.interrupted |= close.begin < refused_.last;
        refused_.era_end = std::min(refused_.era_end, close.begin);
    }
}

void BucketTable::refused(const ClosedSocket& close) {
    most_met_ = std::max(most_met_, close.met);
    const bool of_another_era = isOfAnotherEra(close.begin);
    ++refused_.count;
    refused_.least_met = std::min(refused_.least_met, close.met);
    if (of_another_era) return;
    ++refused_.run;
    refused_.shortest = std::min(refused_.shortest, close.wait);
    refused_.last = std::max(refused_.last, close.begin);
    if (close.begin >= refused_.first.begin) return;
    if (granted_.last > close.begin) refused_.others_granted = refused_.interrupted = true;
    refused_.first = close;
}

void BucketTable::withdrawRefusal() {
    if (refused_.count <= 1) {
        refused_ = {};
        return;
    }
    --refused_.count;
    refused_.run = std::min(refused_.run, refused_.count);
}

bool BucketTable::turnedFull() const {
    if (granted_.count < kEnough || refused_.interrupted) return false;
    // A timer counts whole seconds: no close waits too long in less.
    const bool as_long = granted_.longest >= refused_.shortest;
    if (!as_long && refused_.shortest >= kShortestTimeout) return false;
    return refused_.run >= (refused_.others_granted || hadRoomBefore() ? kLongRun : 1);
}

bool BucketTable::stayedFull() const {
    const std::uint32_t needed = refused_.others_granted ? kLongRun : kEnough;
    return refused_.count >= needed && refused_.least_met >= kManyBuckets &&
           refused_.least_met + refused_.least_met / 8 >= most_met_;
}

std::optional<BucketTable::Limit> BucketTable::limit() const {
    if (!overflowed()) return std::nullopt;
    const std::uint32_t most = refused_.first.met;
    return Limit{std::min(granted_.limit_at_least, most), most};
}

}  // namespace finrst
