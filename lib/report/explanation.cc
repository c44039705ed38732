// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/explanation.h"

#include "kernel_path.h"
#include "report/evidence_text.h"
#include "report/frame_references.h"
#include "report/outcome_text.h"
#include "report/places_text.h"
#include "report/stack_text.h"
#include "report/text_template.h"
#include "report/verdict_text.h"

namespace finrst {

namespace {

/// What would show that it is that verdict, on a sender of this stack.
std::string decider(const VerdictText& row, Stack stack) {
    if (row.decider_on_linux.empty() || isAnotherThanLinux(stack)) return std::string(row.decider);
    const std::string condition = stack == Stack::kLinux ? "" : ", if it is Linux";
    return std::string(row.decider_on_linux) + condition;
}

constexpr std::string_view kOnOwnReset =
    "Compare the number of the RST in frame {own_reset} with what the peer had acknowledged: it "
    "was "
    "wrong, or that RST was lost.";

/// On one line of Wireshark's packet details, which cut longer ones (`ITEM_LABEL_LENGTH`): what
/// does not fit is left out.
std::string advice(const TextSource& source, Cause cause, Stack stack) {
    constexpr std::size_t kLongestLine = 220;  // beside the name of the field
    const Reset& reset = source.reset;
    if (std::string between = whereToLook(source.places); !between.empty()) return between;
    const CauseText& on_cause = text(cause);
    const VerdictText& on_verdict = text(reset.verdict);
    const bool not_taken = reset.evidence.has(Evidence::kOwnResetNotTaken);
    if (not_taken) return fillIn(kOnOwnReset, source);
    const bool of_cause = !on_cause.advice.empty();
    const std::string_view on_wait = of_cause ? "" : closeWaitAdvice(reset);
    if (!on_wait.empty()) return fillIn(on_wait, source);
    std::string line(of_cause ? on_cause.advice : on_verdict.advice);
    const std::string run = whatToRun(stack, of_cause ? on_cause.on_linux : on_verdict.on_linux);
    for (const std::string& more : {run, whatWouldDecide(alternatives(reset), stack)}) {
        if (more.empty() || line.size() + more.size() >= kLongestLine) continue;
        line += " " + more;
    }
    return line;
}

/// What is said of a reset: in a few words, and the template of a sentence.
struct Wording {
    std::string_view summary;
    std::string_view sentence;
};

/// That of the verdict, unless more is known, or less.
Wording wording(const Reset& reset) {
    // No application aborts what a timer of the stack ends.
    constexpr Wording kTimerEnded = {
        "waited for the peer's FIN in vain",
        "The sender had closed ({the_close}); its stack waited for the peer's FIN in vain, and "
        "reset the connection"};
    constexpr std::string_view kProbesUnanswered = "keep-alive probes got no answer";
    constexpr Wording kNotTaken = {
        "earlier reset not taken",
        "The sender had reset the connection already in frame {own_reset}, but not so that its "
        "peer took it"};
    constexpr Wording kFromAsFar = {
        "sent by a middle box or the host's firewall",
        "Something between the hosts, or a firewall or NAT on the sender's host, sent this RST in "
        "the sender's name"};
    constexpr Wording kPeerAlone = {
        "nothing else of the sender captured",
        "The capture holds nothing of the sender but the RST: whether it had the connection is "
        "not known"};
    const bool of_box = reset.verdict == Verdict::kMiddlebox;
    const bool stray = reset.verdict == Verdict::kStray;
    if (reset.verdict == Verdict::kAbort && reset.cause == Cause::kFinTimeout) return kTimerEnded;
    if (reset.evidence.has(Evidence::kOwnResetNotTaken)) return kNotTaken;
    if (of_box && reset.header.has(Evidence::kTtlAsFlow)) return kFromAsFar;
    if (stray && reset.evidence.has(Evidence::kSenderUnseen)) return kPeerAlone;
    const VerdictText& row = text(reset.verdict);
    const bool unanswered = reset.cause == Cause::kKeepaliveTimeout;
    return {unanswered ? kProbesUnanswered : row.summary, row.sentence};
}

/// Names frames as the capture counts them.
std::string inCapture(const CaptureAnalysis& analysis, std::string text) {
    return countFrames(std::move(text), analysis.framesBefore());
}

}  // namespace

Explanation explain(const CaptureAnalysis& analysis, const Reset& reset) {
    const Host& host = analysis.hostOf(analysis.connectionOf(reset), reset.sender);
    const CauseFinding found = analysis.causeFinding(reset);
    const Stack stack = findStack(reset, host).stack;
    EvidenceSet of_stack;
    if (stack != Stack::kUnknown) of_stack.add(Evidence::kSenderStack);
    const TextSource source{reset, host, analysis.finTimeout(reset), analysis.kernelWord(reset),
                            analysis.placesReport(reset)};
    const auto lines = [&](const EvidenceSet& set) {
        std::vector<std::string> texts;
        for (std::size_t i = 0; i < kEvidences; ++i) {
            const auto kind = static_cast<Evidence>(i);
            if (set.has(kind)) texts.push_back(inCapture(analysis, fillIn(text(kind), source)));
        }
        return texts;
    };
    return {found.cause,
            stack,
            kernelPath(reset, stack),
            sentence(analysis, reset),
            inCapture(analysis, advice(source, found.cause, stack)),
            lines(reset.evidence | found.evidence | of_stack | outcomeEvidence(reset)),
            lines(reset.counter_evidence | found.counter_evidence)};
}

std::string whatWouldDecide(const std::vector<Verdict>& others, Stack stack) {
    for (const Verdict other : others) {
        const VerdictText& row = text(other);
        const std::string look_at = decider(row, stack);
        if (look_at.empty()) continue;
        return "Left beside it: " + std::string(row.token) + " (look at " + look_at + ").";
    }
    return "";
}

std::string sentence(const CaptureAnalysis& analysis, const Reset& reset) {
    const Host& host = analysis.hostOf(analysis.connectionOf(reset), reset.sender);
    const std::string why =
        fillIn(wording(reset).sentence, {reset, host, analysis.finTimeout(reset)});
    const std::string loss = lossText(reset);
    return inCapture(analysis, loss.empty() ? why : why + ". " + loss);
}

std::string inAFewWords(const Reset& reset) {
    // These two tell what the capture lacks: that is sure.
    const bool is_explained =
        reset.verdict != Verdict::kUnexplained && reset.verdict != Verdict::kStray;
    std::string words;
    if (is_explained && reset.certainty == Certainty::kProbable) words = "probably ";
    if (is_explained && reset.certainty == Certainty::kPossible) words = "possibly ";
    words += wording(reset).summary;
    if (reset.trigger_frame != 0) words += ", answers " + std::to_string(reset.trigger_frame);
    return words;
}

std::string kernelSentence(const CaptureAnalysis& analysis, const Reset& reset) {
    const KernelWord* word = analysis.kernelWord(reset);
    if (word == nullptr) return "";
    const Host& host = analysis.hostOf(analysis.connectionOf(reset), reset.sender);
    const TextSource source{reset, host, analysis.finTimeout(reset), word};
    std::string said;
    for (const Evidence kind :
         {Evidence::kKernelTraced, Evidence::kKernelContradicts, Evidence::kNotTraced}) {
        if (!reset.evidence.has(kind)) continue;
        said += (said.empty() ? "" : "; ") + fillIn(text(kind), source);
    }
    return said;
}

}  // namespace finrst
