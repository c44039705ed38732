// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/capture_analysis.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace finrst {

/// Hears of connections when they are over, or when there is no room for them any more.
class RetirementListener {
  public:
    RetirementListener() = default;
    RetirementListener(const RetirementListener&) = delete;
    RetirementListener& operator=(const RetirementListener&) = delete;
    virtual ~RetirementListener() = default;

    /// The marked connections, by index, are forgotten after this call.
    virtual void retire(const CaptureAnalysis& analysis, const std::vector<bool>& retired) = 0;
    /// Comes before that: who knows more of the resets may tell the analysis (`hear`).
    virtual void testify(CaptureAnalysis& /*analysis*/) {}
};

/// The analysis of a stream without end: what is over makes room for what comes. While all there is
/// fits into `kRoom`, nothing is forgotten, and everything is as if there were no tracker. From
/// then on, what is over takes half of that at the most, or a sixteenth of what is not.
///
/// A connection is over some time after its last segment: as long as TIME-WAIT lasts where both
/// ends closed or one reset it, as long as a SYN is repeated where nothing came of that, else when
/// a keep-alive must have failed.
class Tracker {
  public:
    static constexpr std::size_t kRoom = std::size_t{32} << 20;
    /// Of a connection that is open for longer, what comes next is another one.
    static constexpr std::uint32_t kLongestInFrames = std::uint32_t{1} << 31;

    /// `most`: octets for connections, resets and hosts, for which the quietest connections are
    /// given up, too; empty: as many as those take that are not over.
    Tracker(const Settings& settings, std::optional<std::size_t> most, RetirementListener& listener)
        : analysis_(settings), most_(most), room_(most.value_or(kRoom)), listener_(listener) {}

    /// As `CaptureAnalysis::expect`.
    void expect(const Segment& segment) const { analysis_.expect(segment); }
    /// As `CaptureAnalysis::add`; what it returns is valid until the next call. `frame`: that of
    /// the segment, of which there may be any number. That in the segment becomes the one that the
    /// analysis counts (`CaptureAnalysis::framesBefore`).
    const Reset* add(Segment& segment, std::uint64_t frame) {
        while (frame - analysis_.framesBefore() > kMostFrames) [[unlikely]] forgetFrames();
        segment.frame = static_cast<std::uint32_t>(frame - analysis_.framesBefore());
        return add(segment);
    }
    /// The same of a capture of so few frames that their numbers fit.
    const Reset* add(const Segment& segment) {
        if (octets() > room_) makeRoom();
        return analysis_.add(segment);
    }
    /// Retires what is over, although there may be room for it.
    void retireOver();
    /// Retires all that are left.
    void finish();

    /// Has the listener testify on what came so far.
    void askWitness() { listener_.testify(analysis_); }

    const CaptureAnalysis& analysis() const { return analysis_; }
    /// How many connections were given up that were not over.
    std::uint64_t givenUp() const { return given_up_; }
    /// How many were open for longer than `kLongestInFrames`, and began anew.
    std::uint64_t begunAnew() const { return begun_anew_; }

  private:
    static constexpr std::uint64_t kMostFrames = 0xffffffff;

    std::size_t octets() const;
    void makeRoom();
    std::vector<std::uint32_t> countResets() const;
    std::vector<bool> findOpen() const;
    void giveUpStorms(std::vector<bool>& open, const std::vector<std::uint32_t>& resets);
    /// Until the rest takes no more than three quarters of `most_`.
    void giveUpQuietest(std::vector<bool>& open, const std::vector<std::uint32_t>& resets);
    void retireOthersThan(const std::vector<bool>& kept);
    void forgetFrames();

    CaptureAnalysis analysis_;
    std::optional<std::size_t> most_;
    std::size_t room_;
    RetirementListener& listener_;
    std::uint64_t given_up_ = 0;
    std::uint64_t begun_anew_ = 0;
};

}  // namespace finrst
