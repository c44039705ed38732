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

BucketTable::Closes& BucketTable::closes() {
    if (!closes_) closes_ = std::make_unique<Closes>();
    return *closes_;
}

bool BucketTable::isFull() const {
    if (!closes_ || closes_->refused.count == 0) return false;
    const std::uint32_t met = closes_->refused.first.met;
    return held_ >= met && (met >= kManyBuckets || turnedFull());
}

bool BucketTable::isOfAnotherEra(Time begin) const {
    if (closes_->refused.count == 0) return false;
    return begin > closes_->refused.era_end || (begin >= room_ && !hadRoomBefore());
}

void BucketTable::granted(const ClosedSocket& close) {
    auto& [granted, refused, most_met] = closes();
    most_met = std::max(most_met, close.met);
    if (close.begin <= refused.first.begin) {
        ++granted.count;
        granted.longest = std::max(granted.longest, close.wait);
        granted.last = std::max(granted.last, close.begin);
        granted.limit_at_least = std::max(granted.limit_at_least, close.met + 1);
    } else if (!isOfAnotherEra(close.begin)) {
        refused.others_granted = true;
        refused.interrupted |= close.begin < refused.last;
        refused.era_end = std::min(refused.era_end, close.begin);
    }
}

void BucketTable::refused(const ClosedSocket& close) {
    auto& [granted, refused, most_met] = closes();
    most_met = std::max(most_met, close.met);
    const bool of_another_era = isOfAnotherEra(close.begin);
    ++refused.count;
    refused.least_met = std::min(refused.least_met, close.met);
    if (of_another_era) return;
    ++refused.run;
    refused.shortest = std::min(refused.shortest, close.wait);
    refused.last = std::max(refused.last, close.begin);
    if (close.begin >= refused.first.begin) return;
    if (granted.last > close.begin) refused.others_granted = refused.interrupted = true;
    refused.first = close;
}

void BucketTable::withdrawRefusal() {
    Refused& refused = closes().refused;
    if (refused.count <= 1) {
        refused = {};
        return;
    }
    --refused.count;
    refused.run = std::min(refused.run, refused.count);
}

bool BucketTable::turnedFull() const {
    if (!closes_) return false;
    const auto& [granted, refused, most_met] = *closes_;
    if (granted.count < kEnough || refused.interrupted) return false;
    // A timer counts whole seconds: no close waits too long in less.
    const bool as_long = granted.longest >= refused.shortest;
    if (!as_long && refused.shortest >= kShortestTimeout) return false;
    return refused.run >= (refused.others_granted || hadRoomBefore() ? kLongRun : 1);
}

bool BucketTable::stayedFull() const {
    if (!closes_) return false;
    const auto& [granted, refused, most_met] = *closes_;
    const std::uint32_t needed = refused.others_granted ? kLongRun : kEnough;
    return refused.count >= needed && refused.least_met >= kManyBuckets &&
           refused.least_met + refused.least_met / 8 >= most_met;
}

std::optional<BucketTable::Limit> BucketTable::limit() const {
    if (!overflowed()) return std::nullopt;
    const std::uint32_t most = closes_->refused.first.met;
    return Limit{std::min(closes_->granted.limit_at_least, most), most};
}

}  // namespace finrst
