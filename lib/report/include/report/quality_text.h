// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "report/report.h"

#include <span>
#include <string>
#include <string_view>

namespace finrst {

/// What users read about a shortcoming of a capture.
struct QualityText {
    Shortcoming value;
    std::string_view token;
    std::string_view meaning;   ///< in a few words
    std::string_view sentence;  ///< with the figures of the finding: {count}, {of}, {times}
    std::string_view weakens;   ///< which verdicts, and why
};

/// All of them, in the order of `Shortcoming`.
std::span<const QualityText> qualityTexts();
const QualityText& text(Shortcoming kind);
std::string_view token(Shortcoming kind);

/// The finding in one sentence.
std::string sentence(const QualityFinding& finding);

/// In one line: what the capture lacks, in a few words each, and how to record it anew.
std::string qualityLine(const Report& report);

}  // namespace finrst
