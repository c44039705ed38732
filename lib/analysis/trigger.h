// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/endpoint.h"
#include "analysis/verdict.h"

namespace finrst {

/// The segment that a RST answers.
struct Answered {
    SentSegment segment;  ///< empty when the RST answers nothing that was captured
    Trigger kind = Trigger::kNone;
    bool passive = false;  ///< the RST's numbers are those of the stack's answer to that segment
};

/// True when `response` is far longer than the fastest answer of `sender` that was captured.
bool isSlowAnswer(Duration response, const Endpoint& sender);

/// Finds what `reset` answers among the unanswered segments of `peer` and its latest one; `sender`
/// is the RST's end.
Answered findTrigger(const Segment& reset, const Endpoint& sender, const Endpoint& peer);

}  // namespace finrst
