// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/kernel_word.h"
#include "analysis/pool.h"
#include "analysis/verdict.h"

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace finrst {

/// How much attention a verdict asks for, in Wireshark's order.
enum class Severity : std::uint8_t { kChat, kNote, kWarning };

/// What users read about a verdict.
struct VerdictText {
    Verdict verdict;
    std::string_view token;
    Severity severity;
    std::string_view summary;        ///< the verdict in a few words
    std::string_view sentence;       ///< template of the expert info's text, see text_template.h
    std::string_view meaning;        ///< for the manual: the RST was sent because ...
    std::string_view advice;         ///< what to do, where the cause has none of its own
    std::string_view decider;        ///< what would show that it is this one, where others are left
    std::string_view on_linux = "";  ///< what to run on a sender that is Linux
    std::string_view decider_on_linux = "";  ///< the decider there
};

/// All verdicts, in the order of `Verdict`.
const std::array<VerdictText, kVerdicts>& verdictTexts();
const VerdictText& text(Verdict verdict);

/// What users read in a field, in snake_case, and what the manual says about it.
template <typename Value>
struct TokenText {
    Value value;
    std::string_view token;
    std::string_view meaning;
};
/// clang deduces it by itself from version 17 on.
template <typename Value>
TokenText(Value, std::string_view, std::string_view) -> TokenText<Value>;

struct CauseText : TokenText<Cause> {
    std::string_view advice;         ///< what to do; empty: as for the verdict
    std::string_view on_linux = "";  ///< what to run on a sender that is Linux
};

/// All of them, in the order of their values.
std::span<const TokenText<Certainty>> certaintyTexts();
std::span<const TokenText<Origin>> originTexts();
std::span<const CauseText> causeTexts();
std::span<const TokenText<Trigger>> triggerTexts();
std::span<const TokenText<Pool>> poolTexts();
std::span<const TokenText<Confirmation>> confirmationTexts();

const CauseText& text(Cause cause);

/// Who sent it, in words; empty where that is not known.
std::string_view senderWords(Origin origin);

std::string_view token(Verdict verdict);
std::string_view token(Certainty certainty);
std::string_view token(Origin origin);
std::string_view token(Cause cause);
std::string_view token(Trigger trigger);
std::string_view token(Pool pool);
std::string_view token(Confirmation confirmation);

}  // namespace finrst
