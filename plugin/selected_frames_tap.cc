// SPDX-License-Identifier: GPL-2.0-or-later
#include "selected_frames_tap.h"

#include "taps.h"
#include "wireshark_api.h"

#include <utility>

namespace finrst {

namespace {

class SelectedFramesTap : public SelectedFrames {
  public:
    SelectedFramesTap(const AnalysisSource& source, const CopySelection& selection)
        : source_(source), selection_(selection) {
        // Without a filter, nothing can be wrong with it.
        addSelectionListener({.data = this, .reset = reset, .packet = gather}, nullptr);
    }
    ~SelectedFramesTap() override { removeSelectionListener(this); }

    /// Whoever stops Wireshark on its way through the packets stops the taps, without telling them.
    State state() const override {
        const CaptureAnalysis* analysis = source_.analysis();
        if (analysis != nullptr && begun_ &&
            segments_ + analysis->leftOut().segments == analysis->segments()) {
            return State::kComplete;
        }
        return begun_ && !source_.state().reading ? State::kBrokenOff : State::kGathering;
    }
    std::vector<std::uint32_t> take() override { return std::move(frames_); }

  private:
    static void reset(void* data) noexcept {
        auto* tap = static_cast<SelectedFramesTap*>(data);
        tap->begun_ = true;
        tap->segments_ = 0;
        tap->left_ = tap->selection_;
        tap->frames_.clear();
    }

    static tap_packet_status gather(void* data, packet_info* pinfo, epan_dissect_t*,
                                    const void* tapped, tap_flags_t) noexcept {
        auto* tap = static_cast<SelectedFramesTap*>(data);
        ++tap->segments_;
        const std::uint32_t connection = *static_cast<const std::uint32_t*>(tapped);
        if (!tap->left_.takes(connection)) return TAP_PACKET_DONT_REDRAW;
        // A frame may hold several segments.
        if (tap->frames_.empty() || tap->frames_.back() != pinfo->num) {
            tap->frames_.push_back(pinfo->num);
        }
        return TAP_PACKET_DONT_REDRAW;
    }

    const AnalysisSource& source_;
    const CopySelection selection_;
    CopySelection left_ = selection_;
    bool begun_ = false;
    std::uint64_t segments_ = 0;
    std::vector<std::uint32_t> frames_;
};

}  // namespace

std::unique_ptr<SelectedFrames> gatherSelectedFrames(const AnalysisSource& source,
                                                     const CopySelection& selection) {
    return std::make_unique<SelectedFramesTap>(source, selection);
}

}  // namespace finrst
