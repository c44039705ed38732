// SPDX-License-Identifier: GPL-2.0-or-later
#include "affected_frames_tap.h"

#include "taps.h"
#include "wireshark_api.h"

#include <utility>

namespace finrst {

namespace {

class AffectedFramesTap : public AffectedFrames {
  public:
    explicit AffectedFramesTap(const AnalysisSource& source) : source_(source) {
        // Without a filter, nothing can be wrong with it.
        addSelectionListener({.data = this, .reset = reset, .packet = gather}, nullptr);
    }
    ~AffectedFramesTap() override { removeSelectionListener(this); }

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
        auto* tap = static_cast<AffectedFramesTap*>(data);
        tap->begun_ = true;
        tap->segments_ = 0;
        tap->frames_.clear();
    }

    static tap_packet_status gather(void* data, packet_info* pinfo, epan_dissect_t*,
                                    const void* tapped, tap_flags_t) noexcept {
        auto* tap = static_cast<AffectedFramesTap*>(data);
        ++tap->segments_;
        const std::uint32_t connection = *static_cast<const std::uint32_t*>(tapped);
        const CaptureAnalysis* analysis = tap->source_.analysis();
        if (analysis == nullptr || !analysis->isAffected(connection)) return TAP_PACKET_DONT_REDRAW;
        // A frame may hold several segments.
        if (tap->frames_.empty() || tap->frames_.back() != pinfo->num) {
            tap->frames_.push_back(pinfo->num);
        }
        return TAP_PACKET_DONT_REDRAW;
    }

    const AnalysisSource& source_;
    bool begun_ = false;
    std::uint64_t segments_ = 0;
    std::vector<std::uint32_t> frames_;
};

}  // namespace

std::unique_ptr<AffectedFrames> gatherAffectedFrames(const AnalysisSource& source) {
    return std::make_unique<AffectedFramesTap>(source);
}

}  // namespace finrst
