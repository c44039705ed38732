// SPDX-License-Identifier: GPL-2.0-or-later
#include "misleading.h"

#include "conversation.h"

#include <gtest/gtest.h>

namespace finrst {

namespace {

/// These do not say why the RST was sent, but what else the capture holds of the connection.
bool tellsOfTheCapture(Verdict verdict) {
    return verdict == Verdict::kStray || verdict == Verdict::kAfterReset;
}

}  // namespace

void expectNoneMisleads(const std::deque<Reset>& full, const std::deque<Reset>& partial) {
    ASSERT_GE(full.size(), partial.size());
    auto whole = full.end() - static_cast<long>(partial.size());
    for (const Reset& part : partial) {
        const Reset& known = *whole++;
        if (known.certainty == Certainty::kPossible || part.is_copy) continue;
        const bool certain = part.certainty == Certainty::kCertain;
        if (certain && !tellsOfTheCapture(part.verdict) && !tellsOfTheCapture(known.verdict)) {
            EXPECT_EQ(part.verdict, known.verdict);
        }
        if (part.verdict == Verdict::kFinWait2Missing && part.certainty != Certainty::kPossible) {
            EXPECT_EQ(part.verdict, known.verdict);
        }
    }
}

}  // namespace finrst
