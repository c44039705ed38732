// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/stack_finding.h"
#include "report/verdict_text.h"

#include <span>
#include <string>
#include <string_view>

namespace finrst {

/// All stacks, in the order of their values.
std::span<const TokenText<Stack>> stackTexts();
std::string_view token(Stack stack);
/// As it stands in a sentence.
std::string_view name(Stack stack);

/// What speaks for the stack that was found, in words: what the reset's connection and its `host`
/// have shown.
std::string signsText(const StackFinding& found, const Host& host);

/// What to run on the host that `who` names, which is of this stack: what `on_linux` says, unless
/// it is another stack's; empty where there is nothing.
std::string whatToRun(Stack stack, std::string_view on_linux, std::string_view who = "the sender");

/// What NetScaler says by a window, see `isNetScalerCode`.
std::string_view netScalerReason(std::uint16_t window);

}  // namespace finrst
