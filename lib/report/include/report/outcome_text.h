// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/reset.h"
#include "report/verdict_text.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace finrst {

/// All of them, in the order of their values.
std::span<const TokenText<Accepted>> acceptedTexts();
std::span<const TokenText<Stage>> stageTexts();

std::string_view token(Accepted accepted);
std::string_view token(Stage stage);

/// What of both ends' data may be lost, as a sentence without its full stop; empty where the RST
/// ended nothing, or the capture does not tell.
std::string lossText(const Reset& reset);

/// Whether the RST cost data, by what `lossText` says; empty where the capture does not tell, or
/// where only what came behind the close of the sender was not read.
std::optional<bool> losesData(const Reset& reset);

/// An end that was in CLOSE-WAIT for so long did not close; empty where that was no cause.
std::string_view closeWaitAdvice(const Reset& reset);

/// What is to be said of the outcome beside the evidence of the verdict.
EvidenceSet outcomeEvidence(const Reset& reset);

}  // namespace finrst
