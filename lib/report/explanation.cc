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
    constexpr std::size_t kMost = 2;
    std::string named;
    std::size_t count = 0;
    for (const Verdict other : alternatives(reset)) {
        const VerdictText& row = text(other);
        if (row.decider.empty() || count++ == kMost) break;
        named += named.empty() ? " Left beside it: " : "; ";
        named += std::string(row.token) + " (look at " + std::string(row.decider) + ")";
    }
    return named.empty() ? named : named + ".";
}

std::string advice(const Reset& reset, Cause cause) {
    const std::string_view on_cause = text(cause).advice;
    return std::string(on_cause.empty() ? text(reset.verdict).advice : on_cause) +
           whatWouldDecide(reset);
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
