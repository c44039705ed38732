// SPDX-License-Identifier: GPL-2.0-or-later
#include "analysis/connections.h"

namespace finrst {

void Connections::add(const LoneSyn& syn) {
    if (free_.empty()) {
        places_.emplace_back(place(lone_syns_.size(), true));
        lone_syns_.emplace_back(syn);
    } else {
        places_.emplace_back(place(free_.back(), true));
        lone_syns_[free_.back()] = syn;
        free_.pop_back();
    }
}

Connection& Connections::makeWhole(std::size_t i) const {
    const LoneSyn& syn = loneSyn(i);
    free_.push_back(places_[i].index);
    places_[i] = place(whole_.size(), false);
    return whole_.emplace_back(syn);
}

void Connections::renumber(const Renumbering& hosts, const Renumbering& resets,
                           const Renumbering& kept) {
    std::vector<bool> keeps_whole(whole_.size());
    std::vector<bool> keeps_syn(lone_syns_.size());
    for (std::uint32_t i = 0; i < size(); ++i) {
        if (kept.keeps(i)) (isLoneSyn(i) ? keeps_syn : keeps_whole)[places_[i].index] = true;
    }
    const Renumbering whole(whole_.size(), [&](std::size_t i) { return keeps_whole[i]; });
    const Renumbering syns(lone_syns_.size(), [&](std::size_t i) { return keeps_syn[i]; });
    for (std::uint32_t i = 0; i < size(); ++i) {
        const auto [index, is_lone_syn] = places_[i];
        places_[i] = place(is_lone_syn ? syns(index) : whole(index), is_lone_syn);
    }
    kept.apply(places_);
    whole.apply(whole_);
    syns.apply(lone_syns_);
    free_.clear();
    for (std::size_t i = 0; i < whole_.size(); ++i) whole_[i].renumber(hosts, resets, kept);
    for (std::size_t i = 0; i < lone_syns_.size(); ++i) lone_syns_[i].renumber(hosts);
}

void Connections::renumber(const FrameShift& shift) {
    for (std::size_t i = 0; i < whole_.size(); ++i) whole_[i].renumber(shift);
    for (std::size_t i = 0; i < lone_syns_.size(); ++i) lone_syns_[i].renumber(shift);
}

}  // namespace finrst
