// SPDX-License-Identifier: GPL-2.0-or-later
#include "judge.h"

#include "abort_cause.h"
#include "hypotheses.h"

#include <array>
#include <bitset>

namespace finrst {

namespace {

/// Frames of two capture queues may change places.
constexpr Duration kReordering = std::chrono::milliseconds(10);

struct Row {
    Hypothesis hypothesis;
    Verdict verdict;
    Finding (*held_against)(const Scene& scene, const Observation& seen);
    bool of_host = true;  ///< the sender's host made the RST
};

using namespace hypotheses;

/// In the order of `Hypothesis`.
constexpr std::array kRows = {
    Row{Hypothesis::kSelfDescribed, Verdict::kSelfDescribed, selfDescribed},
    Row{Hypothesis::kStray, Verdict::kStray, stray},
    Row{Hypothesis::kTurnedAround, Verdict::kMiddlebox, turnedAround, false},
    Row{Hypothesis::kInjected, Verdict::kMiddlebox, injected, false},
    Row{Hypothesis::kForeignHeader, Verdict::kMiddlebox, foreignHeader, false},
    Row{Hypothesis::kRejectRule, Verdict::kMiddlebox, rejectRule, false},
    Row{Hypothesis::kRefusedByOldBucket, Verdict::kRefused, refusedByOldBucket},
    Row{Hypothesis::kRefused, Verdict::kRefused, refused},
    Row{Hypothesis::kStaleSynAck, Verdict::kHandshakeReset, staleSynAck},
    Row{Hypothesis::kChallenged, Verdict::kHandshakeReset, challenged},
    Row{Hypothesis::kNotEstablished, Verdict::kHandshakeReset, notEstablished},
    Row{Hypothesis::kNeverOpened, Verdict::kHandshakeReset, neverOpened},
    Row{Hypothesis::kResetBefore, Verdict::kAfterReset, resetBefore},
    Row{Hypothesis::kClosedLast, Verdict::kDataAfterClose, closedLast},
    Row{Hypothesis::kTimeWaitGone, Verdict::kTimeWaitMissing, timeWaitGone},
    Row{Hypothesis::kBucketGone, Verdict::kFinWait2Missing, bucketGone},
    Row{Hypothesis::kOrphanGone, Verdict::kFinWait1Missing, orphanGone},
    Row{Hypothesis::kDataAfterFin, Verdict::kDataAfterClose, dataAfterFin},
    Row{Hypothesis::kLateData, Verdict::kDataAfterClose, lateData},
    Row{Hypothesis::kLinger2, Verdict::kLinger2Abort, linger2},
    Row{Hypothesis::kForgotten, Verdict::kHalfOpen, forgotten},
    Row{Hypothesis::kUnacceptedChild, Verdict::kHandshakeReset, unacceptedChild},
    Row{Hypothesis::kAborted, Verdict::kAbort, aborted},
    Row{Hypothesis::kBox, Verdict::kMiddlebox, box, false},
};
static_assert(kRows.size() == static_cast<std::size_t>(Hypothesis::kCount));

constexpr bool rowsAreInOrder() {
    for (std::size_t i = 0; i < kRows.size(); ++i) {
        if (static_cast<std::size_t>(kRows[i].hypothesis) != i) return false;
    }
    return true;
}
static_assert(rowsAreInOrder());

const Row& bestOf(const Fits& fits) {
    const Row* best = &kRows.front();
    for (const Row& row : kRows) {
        if (fits.of(row.hypothesis) > fits.of(best->hypothesis)) best = &row;
    }
    return *best;
}

/// The best fit of a hypothesis with another verdict.
Fit rivalOf(const Fits& fits, Verdict verdict) {
    Fit rival = Fit::kOut;
    for (const Row& row : kRows) {
        if (row.verdict != verdict) rival = std::max(rival, fits.of(row.hypothesis));
    }
    return rival;
}

Certainty certaintyOf(Fit best, Fit rival) {
    if (best == Fit::kRare || rival >= Fit::kOpen) return Certainty::kPossible;
    return best == Fit::kShown && rival == Fit::kOut ? Certainty::kCertain : Certainty::kProbable;
}

/// So many verdicts for which nothing speaks more than for the others are none.
constexpr std::size_t kTooMany = 3;

std::size_t verdictsThatAreOpen(const Fits& fits) {
    std::bitset<kVerdicts> open;
    for (const Row& row : kRows) {
        if (fits.of(row.hypothesis) >= Fit::kOpen) open.set(static_cast<std::size_t>(row.verdict));
    }
    return open.count();
}

/// Chooses the verdict by what is left.
void conclude(Judgement& judgement, const Observation& seen) {
    const Row& best = bestOf(judgement.fits);
    const Fit fit = judgement.fits.of(best.hypothesis);
    judgement.verdict = best.verdict;
    judgement.certainty = certaintyOf(fit, rivalOf(judgement.fits, best.verdict));
    judgement.origin = best.of_host ? seen.shape : Origin::kMiddlebox;
    const bool all_alike = fit == Fit::kOpen && verdictsThatAreOpen(judgement.fits) >= kTooMany;
    if (fit <= Fit::kRare || all_alike) {
        judgement.verdict = Verdict::kUnexplained;
        judgement.certainty = Certainty::kPossible;
        judgement.origin = seen.shape;
    }
}

/// What a RST's header has in common with the sender's other segments speaks against a stranger,
/// and what tells an answer from a socket against whoever did not send it so.
void weighHeader(const Observation& seen, Judgement& judgement) {
    constexpr std::array kAgainstAnswers = {
        Evidence::kWindowInPassive,  Evidence::kAckFieldInPassive,
        Evidence::kOptionsInPassive, Evidence::kSlowAnswer,
        Evidence::kMoreBehind,       Evidence::kIpIdInPassive,
        Evidence::kFragmentsAllowed, Evidence::kTosNotReflected,
        Evidence::kFlowLabelZero,    Evidence::kActiveWithoutWindow,
        Evidence::kOptionsMissing,   Evidence::kBareResetUnanswered,
        Evidence::kIpIdStep,         Evidence::kTtlStep,
        Evidence::kTosStep};
    constexpr std::array kOfTheHost = {Evidence::kTtlAsFlow,       Evidence::kIpIdOfSocket,
                                       Evidence::kIpIdOfHost,      Evidence::kTosReflected,
                                       Evidence::kFlowLabelOfFlow, Evidence::kFlowLabelOther,
                                       Evidence::kActiveShape};
    const bool stranger = judgement.origin == Origin::kMiddlebox;
    EvidenceSet against;
    for (const Evidence kind : kAgainstAnswers) {
        if (!stranger) against.add(kind);
    }
    for (const Evidence kind : kOfTheHost) {
        if (stranger) against.add(kind);
    }
    const bool passive = seen.shape == Origin::kPassive;
    against.add(passive ? Evidence::kIpIdOfSocket : Evidence::kIpIdZero);
    judgement.evidence = judgement.evidence | (seen.header - against);
    judgement.counter_evidence = judgement.counter_evidence | (seen.header & against);
}

}  // namespace

std::vector<Verdict> alternatives(const Judgement& judgement) {
    std::vector<Verdict> found;
    for (const Fit fit : {Fit::kShown, Fit::kOpen, Fit::kRare}) {
        for (const Row& row : kRows) {
            const bool known = row.verdict == judgement.verdict ||
                               std::find(found.begin(), found.end(), row.verdict) != found.end();
            if (!known && judgement.fits.of(row.hypothesis) == fit) found.push_back(row.verdict);
        }
    }
    return found;
}

Judgement judge(const Scene& scene, const Observation& seen) {
    Judgement judgement;
    std::array<Finding, kRows.size()> findings;
    for (std::size_t i = 0; i < kRows.size(); ++i) {
        findings[i] = kRows[i].held_against(scene, seen);
        if (findings[i].settles) judgement.fits = {};
        judgement.fits.set(kRows[i].hypothesis, findings[i].fit);
        if (findings[i].settles) break;
    }
    conclude(judgement, seen);
    const Finding& best = findings[static_cast<std::size_t>(bestOf(judgement.fits).hypothesis)];
    judgement.sender_state = scene.connection.state(scene.side);
    if (judgement.verdict != Verdict::kUnexplained) {
        judgement.certainty = std::min(judgement.certainty, best.at_most);
        judgement.evidence = best.evidence;
        judgement.counter_evidence = best.counter_evidence;
        if (best.state != TcpState::kUnknown) judgement.sender_state = best.state;
    }
    if (judgement.verdict == Verdict::kStray) judgement.sender_state = TcpState::kUnknown;
    if (judgement.verdict == Verdict::kAbort) judgement.cause = causeOfAbort(scene, judgement);
    weighHeader(seen, judgement);
    return judgement;
}

void contradict(Reset& reset, Contradiction how, std::uint32_t frame, Duration delay) {
    // In SYN-SENT, a RST clears what the peer holds, and the SYN goes on.
    if (reset.contradiction_frame != 0 || reset.sender_state == TcpState::kSynSent) return;
    reset.contradiction_frame = frame;
    const bool proves = how != Contradiction::kElsewhere;
    for (const Row& row : kRows) {
        if (!row.of_host) continue;
        reset.fits.lower(row.hypothesis, !proves ? Fit::kOpen
                                         : delay < kReordering && how == Contradiction::kWentOn
                                             ? Fit::kRare
                                             : Fit::kOut);
    }
    reset.fits.set(Hypothesis::kBox, proves ? Fit::kShown : Fit::kOpen);
    if (!proves) {
        reset.certainty = Certainty::kPossible;
        reset.counter_evidence.add(Evidence::kHostAnsweredToo);
        return;
    }
    conclude(reset, reset);
    reset.cause = Cause::kNone;
    reset.evidence = {};
    reset.counter_evidence = {};
    reset.evidence.add(how == Contradiction::kSynAccepted ? Evidence::kSynAccepted
                                                          : Evidence::kHostAnsweredToo);
    weighHeader(reset, reset);
}

}  // namespace finrst
