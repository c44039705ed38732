// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "conversation.h"

#include <deque>
#include <random>
#include <vector>

namespace finrst {

/// What a new analysis says of the resets in `segments`, numbered from 1.
std::deque<Reset> replay(std::vector<Segment> segments);

/// What is said of a reset, apart from frames and numbers.
struct Finding {
    Verdict verdict;
    Certainty certainty;
    Trigger trigger;
    TcpState sender_state;

    friend bool operator==(const Finding&, const Finding&) = default;
};
void PrintTo(const Finding& finding, std::ostream* out);

/// Of each reset, copies aside.
std::vector<Finding> findings(const std::deque<Reset>& resets);
std::vector<Verdict> verdicts(const std::deque<Reset>& resets);

// ---- The same conversations, captured otherwise ------------------------------------------------

/// Each frame a second time, `delay` later.
std::vector<Segment> doubled(const std::vector<Segment>& segments, Duration delay);

std::vector<Segment> shiftedInTime(std::vector<Segment> segments, Duration by);

/// All initial sequence numbers moved, each direction of each conversation by another amount.
std::vector<Segment> withOtherNumbers(std::vector<Segment> segments, std::uint32_t seed);

/// Other addresses, of which the smaller is now the larger one.
std::vector<Segment> withSwappedAddresses(std::vector<Segment> segments);

/// The conversations of `segments` one by one, by four-tuple.
std::vector<std::vector<Segment>> byConversation(const std::vector<Segment>& segments);

/// The conversations at once, each begun at random within `span`.
std::vector<Segment> interleaved(const std::vector<std::vector<Segment>>& conversations,
                                 Duration span, std::mt19937& random);

}  // namespace finrst
