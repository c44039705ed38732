// SPDX-License-Identifier: GPL-2.0-or-later
#include "places/place.h"

#include <algorithm>

namespace finrst {

const Reset* Place::add(const Segment& segment) {
    wasRecorded(segment.time);
    ++segments_;
    first_time_ = std::min(first_time_, segment.time);
    last_time_ = std::max(last_time_, segment.time);
    const Reset* reset = analysis_->add(segment);
    const std::uint32_t index = analysis_->latestConnection();
    if (index == kNoIndex) return reset;
    if (index >= sightings_.size()) sightings_.resize(index + 1);
    connections_ += sightings_[index].empty();
    const Connection& connection = analysis_->connections()[index];
    const bool is_a = segment.source_port == connection.port(Side::kA) &&
                      segment.source == analysis_->hostOf(connection, Side::kA).address;
    sightings_[index].push_back({.time = segment.time,
                                 .frame = segment.frame,
                                 .seq = segment.seq,
                                 .ack = segment.ack,
                                 .length = segment.length,
                                 .ip_id = segment.ip.id,
                                 .window = segment.window.value_or(0),
                                 .flags = segment.flags,
                                 .ttl = segment.ip.ttl,
                                 .tos = segment.ip.tos,
                                 .from = is_a ? Side::kA : Side::kB,
                                 .has_window = segment.window.has_value(),
                                 .has_options = segment.has_options});
    if (segment.has(kSyn)) {
        offers_.push_back({.frame = segment.frame,
                           .options = segment.syn_options,
                           .mss = segment.mss,
                           .window_shift = segment.window_shift,
                           .is_known = !segment.syn_options.empty() || !segment.has_options});
    }
    return reset;
}

const Offer* Place::offerOf(std::uint32_t frame) const {
    const auto found =
        std::lower_bound(offers_.begin(), offers_.end(), frame,
                         [](const Offer& o, std::uint32_t f) { return o.frame < f; });
    return found == offers_.end() || found->frame != frame ? nullptr : &*found;
}

void Place::wasRecorded(Time time) {
    begin_ = std::min(begin_, time);
    end_ = std::max(end_, time);
}

}  // namespace finrst
