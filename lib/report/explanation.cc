// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/explanation.h"

#include "kernel_path.h"
#include "report/evidence_text.h"
#include "report/text_template.h"
#include "report/verdict_text.h"

namespace finrst {

namespace {

/// The likeliest of what is left beside the verdict, and what would show that it is that.
std::string whatWouldDecide(const Reset& reset) {
    for (const Verdict other : alternatives(reset)) {
        const VerdictText& row = text(other);
        if (row.decider.empty()) continue;
        return " Left beside it: " + std::string(row.token) + " (look at " +
               std::string(row.decider) + ").";
    }
    return "";
}

/// On one line of Wireshark's packet details, which cut longer ones (`ITEM_LABEL_LENGTH`).
std::string advice(const Reset& reset, Cause cause) {
    constexpr std::size_t kLongestLine = 220;  // beside the name of the field
    const std::string_view on_cause = text(cause).advice;
    std::string what_to_do(on_cause.empty() ? text(reset.verdict).advice : on_cause);
    const std::string decides = whatWouldDecide(reset);
    if (what_to_do.size() + decides.size() <= kLongestLine) what_to_do += decides;
    return what_to_do;
}

}  // namespace

Explanation explain(const CaptureAnalysis& analysis, const Reset& reset) {
    const Host& host = analysis.hostOf(analysis.connectionOf(reset), reset.sender);
    const CauseFinding found = analysis.causeFinding(reset);
    const TextSource source{reset, host, analysis.settings().fin_timeout};
    const auto lines = [&](const EvidenceSet& set) {
        std::vector<std::string> texts;
        for (std::size_t i = 0; i < kEvidences; ++i) {
            const auto kind = static_cast<Evidence>(i);
            if (set.has(kind)) texts.push_back(fillIn(text(kind), source));
        }
        return texts;
    };
    return {found.cause,
            kernelPath(reset),
            sentence(analysis, reset),
            advice(reset, found.cause),
            lines(reset.evidence | found.evidence),
            lines(reset.counter_evidence | found.counter_evidence)};
}

std::string sentence(const CaptureAnalysis& analysis, const Reset& reset) {
    const Host& host = analysis.hostOf(analysis.connectionOf(reset), reset.sender);
    return fillIn(text(reset.verdict).sentence, {reset, host, analysis.settings().fin_timeout});
}

}  // namespace finrst
