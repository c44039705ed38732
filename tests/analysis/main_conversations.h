// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "conversation.h"

#include <vector>

namespace finrst {

/// A conversation that ends in resets, and what they are, for the tests that ask whether a change
/// of no meaning (other numbers, a mirrored frame …) changes a verdict.
struct MainConversation {
    const char* name;
    void (*talk)(Conversation& tcp);
    std::vector<Verdict> verdicts;
};

const std::vector<MainConversation>& mainConversations();

inline void PrintTo(const MainConversation& conversation, std::ostream* out) {
    *out << conversation.name;
}

}  // namespace finrst
