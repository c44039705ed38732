// SPDX-License-Identifier: GPL-2.0-or-later
#include "analysis/frame_signs.h"

namespace finrst {

void FrameSigns::addSyn(const Segment& syn) {
    ++syns_;
    translated_syns_ += isTranslated(syn);
    latest_syn_ = syn;
    latest_syn_.reset_text = {};
}

bool FrameSigns::isTranslated(const Segment& syn) const {
    constexpr Duration kLongestWay = std::chrono::milliseconds(10);
    const bool same_addresses =
        syn.source == latest_syn_.source && syn.destination == latest_syn_.destination;
    return syn.place == latest_syn_.place && !same_addresses && syn.seq == latest_syn_.seq &&
           syn.ip.id != 0 && syn.ip.id == latest_syn_.ip.id &&
           syn.time - latest_syn_.time < kLongestWay;
}

}  // namespace finrst
