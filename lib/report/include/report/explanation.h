// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/capture_analysis.h"

#include <string>
#include <vector>

namespace finrst {

/// A reset with all that can be said about it now, ready for a reader.
struct Explanation {
    Cause cause = Cause::kNone;
    Stack stack = Stack::kUnknown;
    std::string kernel_path;
    std::string sentence;
    std::string advice;
    std::vector<std::string> evidence;
    std::vector<std::string> counter_evidence;
};
Explanation explain(const CaptureAnalysis& analysis, const Reset& reset);

/// The verdict in one sentence, and in another what may be lost; part of the explanation.
std::string sentence(const CaptureAnalysis& analysis, const Reset& reset);

/// The verdict as a list of packets has room for it: how sure it is unless it is certain, what it
/// is, and the frame that the RST answers ("probably FIN-WAIT-2 socket missing, answers 43").
std::string inAFewWords(const Reset& reset);

/// What the sender's own kernel says of the RST, where a host record tells; else empty.
std::string kernelSentence(const CaptureAnalysis& analysis, const Reset& reset);

/// The first of `others`, which are left beside a verdict, for which there is something to look at,
/// and that, on a sender of this stack; empty where there is none.
std::string whatWouldDecide(const std::vector<Verdict>& others, Stack stack);

}  // namespace finrst
