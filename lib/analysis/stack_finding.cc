// SPDX-License-Identifier: GPL-2.0-or-later
#include "analysis/stack_finding.h"

namespace finrst {

StackFinding findStack(const Reset& reset, const Host& host) {
    if (reset.origin == Origin::kMiddlebox) return {};
    const StackSigns signs = host.stack_signs | reset.stack_signs;
    // The verdict rests on what was known then; two hosts may share an address later.
    const Stack stack = reset.stack != Stack::kUnknown ? reset.stack : stackBy(signs);
    return {stack, signsFor(stack, signs)};
}

}  // namespace finrst
