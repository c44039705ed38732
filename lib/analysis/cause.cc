// SPDX-License-Identifier: GPL-2.0-or-later
#include "analysis/cause.h"

#include "analysis/tw_buckets.h"

namespace finrst {

namespace {

using std::chrono::seconds;

/// `tcp_fin_timeout` and TCP_LINGER2 count whole seconds: nothing expires sooner.
constexpr Duration kShortestTimeout = seconds(1);
/// So many survivors that end before the first missing socket are no chance.
constexpr std::uint32_t kEnoughSurvivors = 3;

bool survivorsStopBeforeMissing(const Host& host) {
    return host.survivors >= kEnoughSurvivors && host.shortest_missing >= kShortestTimeout &&
           host.longest_survived < host.shortest_missing;
}

/// Other stacks take the place of an old socket instead of refusing a new one (FreeBSD), or limit
/// nothing: overflow is a cause on Linux alone.
bool isOfAnotherStack(const Reset& reset) {
    return reset.header.has(Evidence::kAckFieldInPassive) ||
           reset.header.has(Evidence::kWindowInPassive) ||
           reset.header.has(Evidence::kOptionsInPassive);
}

CauseFinding findCauseInFinWait2(const Reset& reset, const Host& host, Duration fin_timeout) {
    CauseFinding found{Cause::kUnknown, {}, {}};
    if (reset.fin_wait_2_time < Duration::zero()) return found;
    if (reset.fin_wait_2_time >= fin_timeout) {
        found.cause = Cause::kFinTimeout;
        found.evidence.add(Evidence::kTimeoutElapsed);
    } else if (survivorsStopBeforeMissing(host)) {
        found.cause = Cause::kFinTimeout;
        found.evidence.add(Evidence::kSurvivorsStop);
    } else if (!isOfAnotherStack(reset)) {
        found.cause = Cause::kTwBucketOverflow;
        found.evidence.add(Evidence::kShorterThanTimeout);
        const bool outlived = host.survivors > 0 && host.longest_survived >= reset.fin_wait_2_time;
        if (outlived) {
            found.evidence.add(Evidence::kShorterThanSurvivor);
            if (host.bucket_acks > 0) found.evidence.add(Evidence::kSurvivorsHadBuckets);
        } else if (reset.fin_wait_2_time >= kShortestTimeout) {
            found.counter_evidence.add(Evidence::kLowerTimeoutLooksAlike);
        }
    }
    return found;
}

CauseFinding findCauseInTimeWait(const Reset& reset) {
    CauseFinding found{Cause::kUnknown, {}, {}};
    const bool timed = reset.time_wait_time >= Duration::zero();
    if (timed && reset.time_wait_time < kTimeWait && !isOfAnotherStack(reset)) {
        found.cause = Cause::kTwBucketOverflow;
        found.evidence.add(Evidence::kWithinTimeWait);
    }
    return found;
}

}  // namespace

CauseFinding findCause(const Reset& reset, const Host& host, Duration fin_timeout) {
    switch (reset.verdict) {
        case Verdict::kFinWait2Missing:
            return findCauseInFinWait2(reset, host, fin_timeout);
        case Verdict::kFinWait1Missing:
            return {reset.fin_copies > 1 ? Cause::kOrphanLimit : Cause::kUnknown, {}, {}};
        case Verdict::kTimeWaitMissing:
            return findCauseInTimeWait(reset);
        case Verdict::kHalfOpen:
            return {Cause::kUnknown, {}, {}};
        default:
            return {reset.cause, {}, {}};
    }
}

}  // namespace finrst
