// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/explanation.h"

#include "advice.h"
#include "kernel_path.h"
#include "report/evidence_text.h"
#include "report/text_template.h"
#include "report/verdict_text.h"

namespace finrst {

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
            std::string(advice(reset.verdict, found.cause)),
            lines(reset.evidence | found.evidence),
            lines(reset.counter_evidence | found.counter_evidence)};
}

std::string sentence(const CaptureAnalysis& analysis, const Reset& reset) {
    const Host& host = analysis.hostOf(analysis.connectionOf(reset), reset.sender);
    return fillIn(text(reset.verdict).sentence, {reset, host, analysis.settings().fin_timeout});
}

}  // namespace finrst
