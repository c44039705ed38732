// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/evidence.h"
#include "analysis/tcp_state.h"
#include "analysis/verdict.h"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace finrst {

/// How well a hypothesis fits what was captured.
enum class Fit : std::uint8_t {
    kOut,    ///< something known contradicts it
    kRare,   ///< it is left, but needs something rare
    kOpen,   ///< it is left: what it requires is not all in the capture
    kShown,  ///< all that it requires is in the capture
};

/// One fit for each of the ways in which a RST comes about, by their number.
class Fits {
  public:
    static constexpr std::size_t kMost = 32;

    Fit of(std::size_t hypothesis) const { return static_cast<Fit>(bits_ >> 2 * hypothesis & 3u); }
    void set(std::size_t hypothesis, Fit fit) {
        bits_ &= ~(std::uint64_t{3} << 2 * hypothesis);
        bits_ |= std::uint64_t{static_cast<std::uint8_t>(fit)} << 2 * hypothesis;
    }
    void lower(std::size_t hypothesis, Fit at_most) {
        if (of(hypothesis) > at_most) set(hypothesis, at_most);
    }

    /// Marks a hypothesis in a set of them.
    static constexpr std::uint64_t markOf(std::size_t hypothesis) {
        return std::uint64_t{1} << 2 * hypothesis;
    }
    /// The set of those that fit so.
    std::uint64_t with(Fit fit) const {
        const auto wanted = static_cast<std::uint8_t>(fit);
        const std::uint64_t low = wanted & 1u ? bits_ : ~bits_;
        const std::uint64_t high = wanted & 2u ? bits_ >> 1 : ~bits_ >> 1;
        return low & high & kMarks;
    }
    /// Of a set that is not empty.
    static std::size_t firstOf(std::uint64_t marks) {
        return static_cast<std::size_t>(std::countr_zero(marks)) / 2;
    }
    friend bool operator==(const Fits&, const Fits&) = default;

  private:
    static constexpr std::uint64_t kMarks = 0x5555'5555'5555'5555;

    std::uint64_t bits_ = 0;
};

/// What is believed of a RST: the best of the explanations that are left, and how sure that is.
struct Judgement {
    Fits fits;
    Verdict verdict = Verdict::kUnexplained;
    Certainty certainty = Certainty::kPossible;
    Certainty if_on_both_sides = Certainty::kPossible;  ///< without `Evidence::kOnOneSideOnly`
    Origin origin = Origin::kUnknown;
    Cause cause = Cause::kNone;
    TcpState sender_state = TcpState::kUnknown;  ///< in which the sender should have been
    EvidenceSet evidence;
    EvidenceSet counter_evidence;
};

/// The verdicts of what is left beside the judgement, likeliest first; all of them, where it is
/// `Verdict::kUnexplained`.
std::vector<Verdict> alternatives(const Judgement& judgement);

}  // namespace finrst
