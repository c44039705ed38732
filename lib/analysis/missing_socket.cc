// SPDX-License-Identifier: GPL-2.0-or-later
#include "missing_socket.h"

#include "shape.h"

namespace finrst {

void weighMissingSocket(Reset& reset) {
    if (reset.counter_evidence.has(Evidence::kSlowAnswer)) {
        doubt(reset, Certainty::kPossible);
    } else if (!isLinuxAnswer(reset)) {
        doubt(reset, Certainty::kProbable);
    }
    const bool of_kernel = reset.evidence.has(Evidence::kTosReflected) ||
                           reset.evidence.has(Evidence::kFlowLabelOther);
    if (!of_kernel) doubt(reset, Certainty::kProbable, Evidence::kFirewallLooksAlike);
}

bool looksRejected(const Reset& reset) {
    return reset.counter_evidence.has(Evidence::kTosNotReflected) ||
           reset.counter_evidence.has(Evidence::kFlowLabelZero);
}

bool tellsBucketFromNone(const Reset& reset) {
    return reset.evidence.has(Evidence::kFlowLabelOfFlow) ||
           reset.evidence.has(Evidence::kFlowLabelOther);
}

}  // namespace finrst
