// SPDX-License-Identifier: GPL-2.0-or-later
#include "analysis/capture_analysis.h"

#include <utility>

namespace finrst {

namespace {

void renumber(Reset& reset, const FrameShift& shift) {
    for (std::uint32_t* frame :
         {&reset.frame, &reset.trigger_frame, &reset.own_fin_frame, &reset.own_fin_ack_frame,
          &reset.peer_fin_frame, &reset.peer_fin_ack_frame, &reset.first_reset_frame,
          &reset.own_reset_frame, &reset.related_frame, &reset.sender_frame,
          &reset.contradiction_frame}) {
        shift(*frame);
    }
    for (auto* data : {&reset.unacked_of_sender, &reset.unacked_of_receiver}) {
        if (*data) shift((*data)->frame);
    }
}

/// By frame.
template <typename Map>
void renumberKeys(Map& map, const FrameShift& shift) {
    Map renumbered;
    while (!map.empty()) {
        auto node = map.extract(map.begin());
        shift(node.key());
        renumbered.insert(std::move(node));
    }
    map = std::move(renumbered);
}

}  // namespace

void CaptureAnalysis::forgetFrames(std::uint32_t frames) {
    const FrameShift shift(frames);
    connections_.renumber(shift);
    for (std::size_t i = 0; i < resets_.size(); ++i) finrst::renumber(resets_[i], shift);
    for (std::size_t i = 0; i < hosts_.size(); ++i) shift(hosts_[i].syn_frame);
    renumberKeys(kernel_words_, shift);
    renumberKeys(table_words_, shift);
    renumberKeys(places_reports_, shift);
    frames_before_ += frames;
}

}  // namespace finrst
