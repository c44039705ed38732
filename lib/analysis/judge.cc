// SPDX-License-Identifier: GPL-2.0-or-later
#include "judge.h"

#include "abort_cause.h"
#include "hypotheses.h"
#include "late_request.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace finrst {

namespace {

/// Frames of two capture queues may change places.
constexpr Duration kReordering = std::chrono::milliseconds(10);

using hypotheses::kAll;

std::size_t numberOf(decltype(Hypothesis::held_against) function) {
    std::size_t number = 0;
    while (kAll[number].held_against != function) ++number;
    return number;
}

/// The hypotheses of each verdict.
constexpr auto kOfVerdict = [] {
    std::array<std::uint64_t, kVerdicts> marks{};
    for (std::size_t i = 0; i < kAll.size(); ++i) {
        marks[static_cast<std::size_t>(kAll[i].verdict)] |= Fits::markOf(i);
    }
    return marks;
}();

/// Those of what the sender's host may have done itself.
constexpr std::uint64_t kOfHost = [] {
    std::uint64_t marks = 0;
    for (std::size_t i = 0; i < kAll.size(); ++i) {
        if (kAll[i].of_host) marks |= Fits::markOf(i);
    }
    return marks;
}();

constexpr std::uint64_t ofVerdict(Verdict verdict) {
    return kOfVerdict[static_cast<std::size_t>(verdict)];
}

/// The best fit of the marked hypotheses.
Fit bestOf(const Fits& fits, std::uint64_t marked) {
    for (const Fit fit : {Fit::kShown, Fit::kOpen, Fit::kRare}) {
        if ((fits.with(fit) & marked) != 0) return fit;
    }
    return Fit::kOut;
}

Certainty certaintyOf(Fit best, Fit rival) {
    if (best == Fit::kRare || rival >= Fit::kOpen) return Certainty::kPossible;
    return best == Fit::kShown && rival == Fit::kOut ? Certainty::kCertain : Certainty::kProbable;
}

/// So many verdicts for which nothing speaks more than for the others are none.
constexpr std::ptrdiff_t kTooMany = 3;

/// How many verdicts have an open hypothesis.
std::ptrdiff_t openVerdicts(const Fits& fits) {
    const std::uint64_t open = fits.with(Fit::kOpen);
    return std::count_if(kOfVerdict.begin(), kOfVerdict.end(),
                         [&](std::uint64_t marks) { return (open & marks) != 0; });
}

/// Chooses the verdict by what is left.
void conclude(Judgement& judgement, const Observation& seen) {
    const Fit fit = bestOf(judgement.fits, ~std::uint64_t{0});
    const Hypothesis& best = kAll[Fits::firstOf(judgement.fits.with(fit))];
    judgement.verdict = best.verdict;
    judgement.certainty = certaintyOf(fit, bestOf(judgement.fits, ~ofVerdict(best.verdict)));
    judgement.origin = best.of_host ? seen.shape : Origin::kMiddlebox;
    const bool all_alike = fit == Fit::kOpen && openVerdicts(judgement.fits) >= kTooMany;
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

/// How well, at most, anything fits that the sender's host did itself, `delay` before it was
/// contradicted.
Fit leftOfHost(Contradiction how, Duration delay) {
    switch (how) {
        case Contradiction::kSynAccepted:
            return Fit::kOut;
        case Contradiction::kWentOn:
            return delay < kReordering ? Fit::kRare : Fit::kOut;
        case Contradiction::kElsewhere:
            return Fit::kOpen;
        default:
            return Fit::kRare;
    }
}

Evidence evidenceOf(Contradiction how) {
    switch (how) {
        case Contradiction::kSynAccepted:
            return Evidence::kSynAccepted;
        case Contradiction::kCountsOn:
            return Evidence::kSocketGoesOn;
        case Contradiction::kFollowed:
            return Evidence::kFollowedByCount;
        case Contradiction::kBothEnds:
            return Evidence::kOtherEndToo;
        default:
            return Evidence::kHostAnsweredToo;
    }
}

/// What says that somebody else may have sent the RST.
const EvidenceSet kOfStrangers = {Evidence::kFirewallLooksAlike, Evidence::kSmallStackLooksAlike};

/// Such a verdict says what the sender's host did; others, what the RST says itself, or that there
/// was one before.
bool blamesHost(const Judgement& judgement) {
    return judgement.origin != Origin::kMiddlebox && judgement.verdict != Verdict::kUnexplained &&
           judgement.verdict != Verdict::kStray && judgement.verdict != Verdict::kAfterReset &&
           judgement.verdict != Verdict::kSelfDescribed;
}

/// Something between the two sides of the router may have made the RST, where nothing in it says
/// that no box did: its copy may come yet.
void doubtWithoutCopy(Judgement& judgement) {
    const bool may_be_of_box = judgement.fits.of(numberOf(hypotheses::box)) != Fit::kOut;
    if (!blamesHost(judgement) || !may_be_of_box) return;
    judgement.if_on_both_sides = judgement.certainty;
    judgement.certainty = Certainty::kPossible;
    judgement.counter_evidence.add(Evidence::kOnOneSideOnly);
}

/// Where one RST tells why; for missing sockets, the host's other connections do (`findCause`).
Cause causeOf(const Scene& scene, const Observation& seen, Judgement& judgement) {
    switch (judgement.verdict) {
        case Verdict::kAbort:
            return causeOfAbort(scene, seen, judgement);
        case Verdict::kDataAfterClose:
            return causeOfLateRequest(scene, seen, judgement);
        case Verdict::kHandshakeReset:
            // The peer holds an older connection on these ports.
            return judgement.evidence.has(Evidence::kChallengeAck) ? Cause::kPortReuse
                                                                   : Cause::kNone;
        default:
            return Cause::kNone;
    }
}

/// The sender's first segment comes after the RST, and has another TTL.
void compareTtl(Reset& reset, const Segment& by) {
    if (reset.sender_ttl != 0 || !by.ip.known || by.ip.ttl == reset.ttl) return;
    reset.sender_ttl = by.ip.ttl;
    reset.evidence.add(Evidence::kTtlStep);
}

}  // namespace

std::vector<Verdict> alternatives(const Judgement& judgement) {
    std::vector<Verdict> found;
    std::uint64_t told = ofVerdict(judgement.verdict);
    for (const Fit fit : {Fit::kShown, Fit::kOpen, Fit::kRare}) {
        while (const std::uint64_t left = judgement.fits.with(fit) & ~told) {
            found.push_back(kAll[Fits::firstOf(left)].verdict);
            told |= ofVerdict(found.back());
        }
    }
    return found;
}

Judgement judge(const Scene& scene, const Observation& seen) {
    Judgement judgement;
    Finding best;
    for (std::size_t i = 0; i < kAll.size(); ++i) {
        const Finding found = kAll[i].held_against(scene, seen);
        if (found.fit == Fit::kOut) continue;
        if (found.settles) judgement.fits = {};
        judgement.fits.set(i, found.fit);
        if (found.settles || found.fit > best.fit) best = found;
        if (found.settles) break;
    }
    conclude(judgement, seen);
    judgement.sender_state = scene.connection.state(scene.side);
    if (judgement.verdict == Verdict::kUnexplained) {
        judgement.evidence.add(best.fit <= Fit::kRare ? Evidence::kNothingFits
                                                      : Evidence::kAllAlike);
    } else {
        judgement.certainty = std::min(judgement.certainty, best.at_most);
        judgement.evidence = best.evidence;
        judgement.counter_evidence = best.counter_evidence;
        if (best.state != TcpState::kUnknown) judgement.sender_state = best.state;
    }
    if (judgement.verdict == Verdict::kStray) judgement.sender_state = TcpState::kUnknown;
    judgement.cause = causeOf(scene, seen, judgement);
    weighHeader(seen, judgement);
    if (scene.showsBothSides()) doubtWithoutCopy(judgement);
    return judgement;
}

void contradict(Reset& reset, Contradiction how, const Segment& by) {
    const Fit left = leftOfHost(how, by.time - reset.time);
    const bool known = reset.contradiction_frame != 0 && bestOf(reset.fits, kOfHost) <= left;
    // In SYN-SENT, a RST clears what the peer holds, and the SYN goes on.
    if (known || reset.sender_state == TcpState::kSynSent) return;
    reset.contradiction_frame = by.frame;
    for (std::size_t i = 0; i < kAll.size(); ++i) {
        if (kAll[i].of_host) reset.fits.lower(i, left);
    }
    if (how == Contradiction::kElsewhere) {
        reset.fits.set(numberOf(hypotheses::box), Fit::kOpen);
        reset.certainty = Certainty::kPossible;
        reset.counter_evidence.add(Evidence::kHostAnsweredToo);
        return;
    }
    reset.fits.set(numberOf(hypotheses::box), Fit::kShown);
    const bool was_foreign = reset.origin == Origin::kMiddlebox;
    conclude(reset, reset);
    reset.cause = Cause::kNone;
    if (!was_foreign) reset.evidence = reset.counter_evidence = {};
    // What contradicted it before named another frame.
    const EvidenceSet weaker = {Evidence::kSocketGoesOn, Evidence::kFollowedByCount,
                                Evidence::kOtherEndToo};
    reset.evidence = reset.evidence - weaker;
    reset.evidence.add(evidenceOf(how));
    if (how == Contradiction::kSynAccepted) compareTtl(reset, by);
    weighHeader(reset, reset);
}

void showOnBothSides(Reset& reset) {
    if (!reset.counter_evidence.has(Evidence::kOnOneSideOnly)) return;
    reset.counter_evidence = reset.counter_evidence - EvidenceSet{Evidence::kOnOneSideOnly};
    if (reset.contradiction_frame == 0) reset.certainty = reset.if_on_both_sides;
}

void leave(Reset& reset, std::uint64_t possible) {
    const Reset before = reset;
    const std::size_t box = numberOf(hypotheses::box);
    for (std::size_t i = 0; i < kAll.size(); ++i) {
        if ((possible & Fits::markOf(i)) == 0) reset.fits.set(i, Fit::kOut);
    }
    // A box sends what it likes.
    if ((possible & kOfHost) == 0) reset.fits.set(box, Fit::kShown);
    if (bestOf(reset.fits, ~std::uint64_t{0}) == Fit::kOut) {
        reset.verdict = Verdict::kUnexplained;
        reset.certainty = Certainty::kPossible;
        reset.origin = reset.shape;
    } else {
        conclude(reset, reset);
    }
    if (reset.verdict == before.verdict) {
        // What had made it less sure than the rivals leave it may be as true as before.
        const Fit best = bestOf(before.fits, ~std::uint64_t{0});
        const Certainty by_rivals =
            certaintyOf(best, bestOf(before.fits, ~ofVerdict(before.verdict)));
        const bool was_capped = before.certainty != by_rivals;
        reset.certainty =
            was_capped ? before.certainty : std::max(before.certainty, reset.certainty);
        reset.counter_evidence = reset.counter_evidence - kOfStrangers;
        return;
    }
    reset.cause = Cause::kNone;
    reset.evidence = reset.counter_evidence = {};
    weighHeader(reset, reset);
}

}  // namespace finrst
