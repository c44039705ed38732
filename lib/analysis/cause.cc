// SPDX-License-Identifier: GPL-2.0-or-later
#include "analysis/cause.h"

#include <array>

namespace finrst {

namespace {

/// Seconds that people give to timers.
constexpr std::array<int, 17> kRoundTimes = {1,  2,  3,  4,   5,   10,  15,  20, 30,
                                             45, 60, 90, 120, 180, 240, 300, 600};

/// So many survivors that end before the first missing socket are no chance.
constexpr std::uint32_t kEnoughSurvivors = 3;
/// So many leave no doubt.
constexpr std::uint32_t kManySurvivors = 100;
/// So many missing sockets show a habit.
constexpr std::uint32_t kEnoughMissing = 3;

/// Other stacks take the place of an old socket instead of refusing a new one (FreeBSD), or limit
/// nothing: overflow is a cause on Linux alone.
bool isOfAnotherStack(const Reset& reset) {
    return isAnotherThanLinux(reset.stack) || reset.header.has(Evidence::kAckIsSeqInPassive) ||
           reset.header.has(Evidence::kAckFieldInPassive) ||
           reset.header.has(Evidence::kWindowInPassive) ||
           reset.header.has(Evidence::kOptionsInPassive);
}

/// The time given to a timer that ended `time`, at the latest when it is late; empty where there is
/// none that is round.
std::optional<Duration> roundTime(Duration time) {
    for (const int round : kRoundTimes) {
        const Duration timer = std::chrono::seconds(round);
        if (time >= timer && time <= atTheLatest(timer)) return timer;
    }
    return std::nullopt;
}

/// A close of the host was still waiting when a timer that had ended `wait` must have ended it.
bool wasOutlived(Duration wait, const Host& host) {
    return host.survivors > 0 && host.longest_survived > atTheLatest(wait);
}

bool isTimedOut(const Reset& reset, const Host& host, Duration fin_timeout) {
    return reset.fin_wait_2_time >= fin_timeout && !wasOutlived(reset.fin_wait_2_time, host);
}

/// All missing sockets had waited longer than any survivor. That is no chance where others survived
/// after one was missing, and so the table was not full; or where a timer is likely for its time,
/// or for the number of survivors.
bool survivorsStopBeforeMissing(const Host& host) {
    return host.survivors >= kEnoughSurvivors && host.shortest_missing >= kShortestTimeout &&
           host.longest_survived < host.shortest_missing &&
           (host.buckets.grantedAfterRefusal() || host.survivors >= kManySurvivors ||
            roundTime(host.shortest_missing));
}

/// Some survivors had waited no longer than a timer that is late allows.
bool survivorsStopAtMissing(const Host& host) {
    return host.survivors >= kManySurvivors && host.shortest_missing >= kShortestTimeout &&
           !wasOutlived(host.shortest_missing, host);
}

bool missingGather(const Host& host) {
    if (host.missing < kEnoughMissing || wasOutlived(host.shortest_missing, host)) return false;
    const auto round = roundTime(host.shortest_missing);
    return round && host.longest_missing <= atTheLatest(*round);
}

/// Unless the host counted that its table had room.
void addFullTable(TableWord table, CauseFinding& found) {
    if (table == TableWord::kHadRoom) {
        found.evidence.add(Evidence::kNoRefusalCounted);
    } else {
        found.counter_evidence.add(Evidence::kFullTableLooksAlike);
    }
}

CauseFinding timeout(Evidence shown, const Host& host, TableWord table) {
    CauseFinding found{Cause::kFinTimeout, {shown}, {}};
    if (host.survivors < kManySurvivors) addFullTable(table, found);
    return found;
}

CauseFinding findOverflow(const Reset& reset, const Host& host, TableWord table) {
    if (table == TableWord::kWasFull) {
        return {Cause::kTwBucketOverflow, {Evidence::kRefusalCounted}, {}};
    }
    CauseFinding found{Cause::kUnknown, {}, {}};
    if (table == TableWord::kHadRoom) return found;
    if (!host.buckets.overflowed() || isOfAnotherStack(reset)) return found;
    found.cause = Cause::kTwBucketOverflow;
    found.evidence.add(host.buckets.turnedFull() ? Evidence::kTableTurnedFull
                                                 : Evidence::kManyBucketsHeld);
    return found;
}

/// What is known of the wait, whatever ended it.
void addWaits(const Reset& reset, const Host& host, CauseFinding& found) {
    if (host.survivors > 0 && host.longest_survived >= reset.fin_wait_2_time) {
        found.evidence.add(Evidence::kShorterThanSurvivor);
        if (host.bucket_acks > 0) found.evidence.add(Evidence::kSurvivorsHadBuckets);
    } else if (reset.fin_wait_2_time >= kShortestTimeout) {
        found.counter_evidence.add(Evidence::kLowerTimeoutLooksAlike);
    }
}

/// A timer that survivors or a round time show comes after a table that turned full while others
/// had waited as long: their order tells more.
CauseFinding findCauseInFinWait2(const Reset& reset, const Host& host, Duration fin_timeout,
                                 TableWord table) {
    if (reset.fin_wait_2_time < Duration::zero()) {
        return {Cause::kUnknown, {}, {Evidence::kFullTableLooksAlike}};
    }
    if (isTimedOut(reset, host, fin_timeout)) {
        return timeout(Evidence::kTimeoutElapsed, host, table);
    }
    const bool stopped = table != TableWord::kWasFull && survivorsStopBeforeMissing(host);
    if (stopped) return timeout(Evidence::kSurvivorsStop, host, table);
    CauseFinding found = findOverflow(reset, host, table);
    if (found.cause == Cause::kTwBucketOverflow) {
        const bool shorter = reset.fin_wait_2_time < fin_timeout;
        if (shorter) found.evidence.add(Evidence::kShorterThanTimeout);
    } else {
        if (survivorsStopAtMissing(host)) return timeout(Evidence::kSurvivorsStop, host, table);
        if (missingGather(host)) return timeout(Evidence::kAboveRoundTime, host, table);
        addFullTable(table, found);
    }
    addWaits(reset, host, found);
    return found;
}

CauseFinding findCauseInTimeWait(const Reset& reset, const Host& host, TableWord table) {
    const bool timed = reset.time_wait_time >= Duration::zero();
    if (!timed || reset.time_wait_time >= kTimeWaitLength) return {Cause::kUnknown, {}, {}};
    CauseFinding found = findOverflow(reset, host, table);
    if (found.cause == Cause::kUnknown) {
        addFullTable(table, found);
    } else {
        found.evidence.add(Evidence::kWithinTimeWait);
    }
    return found;
}

/// A box forgets connections that were silent for as long as it is set to: so it tells both ends,
/// or the same silence ends many connections of a host. `otherwise`: where nothing shows that.
CauseFinding findIdleTimeout(const Reset& reset, const Host& host, Cause otherwise) {
    constexpr std::uint32_t kEnough = 3;
    const bool both_ends =
        reset.evidence.has(Evidence::kBothEndsAtOnce) || reset.evidence.has(Evidence::kOtherEndToo);
    const bool repeats = host.idle_resets.alike(reset.idle_time) >= kEnough;
    if (reset.idle_time < kLongSilence || (!both_ends && !repeats)) return {otherwise, {}, {}};
    CauseFinding found{Cause::kBoxIdleTimeout, {}, {}};
    if (repeats) found.evidence.add(Evidence::kSilenceRepeats);
    return found;
}

/// Connection tracking calls a segment beyond the window invalid and does not translate it: it
/// meets no socket, while the one that it was for had just been there, or lives on
/// (`nf_conntrack_tcp_packet`).
CauseFinding findCauseOfBox(const Reset& reset, const Host& host) {
    const bool lives_on = reset.evidence.has(Evidence::kBeyondWindow) ||
                          reset.evidence.has(Evidence::kSocketGoesOn) ||
                          reset.evidence.has(Evidence::kHostAnsweredToo) ||
                          reset.evidence.has(Evidence::kSocketWentOn);
    if (lives_on && reset.beyond_window > 0 && reset.shape == Origin::kPassive) {
        return {Cause::kConntrackInvalid, {Evidence::kBeyondWindow}, {}};
    }
    return findIdleTimeout(reset, host, Cause::kNone);
}

}  // namespace

CauseFinding findCause(const Reset& reset, const Host& host, Duration fin_timeout,
                       TableWord table) {
    if (reset.cause == Cause::kNatUntranslated) return {reset.cause, {}, {}};
    switch (reset.verdict) {
        case Verdict::kFinWait2Missing:
            return findCauseInFinWait2(reset, host, fin_timeout, table);
        case Verdict::kFinWait1Missing:
            return {reset.fin_copies > 1 ? Cause::kOrphanLimit : Cause::kUnknown, {}, {}};
        case Verdict::kTimeWaitMissing:
            return findCauseInTimeWait(reset, host, table);
        case Verdict::kHalfOpen:
            return findIdleTimeout(reset, host, Cause::kUnknown);
        case Verdict::kMiddlebox:
            return findCauseOfBox(reset, host);
        default:
            return {reset.cause, {}, {}};
    }
}

std::optional<Duration> waitWithoutBucket(const Reset& reset, Duration fin_timeout) {
    if (isOfAnotherStack(reset)) return std::nullopt;
    Duration wait{-1};
    Duration longest{};
    if (reset.verdict == Verdict::kFinWait2Missing) {
        wait = reset.fin_wait_2_time;
        longest = fin_timeout;
    } else if (reset.verdict == Verdict::kTimeWaitMissing && reset.own_fin_ack_frame != 0) {
        const bool had_bucket = reset.own_fin_ack_delay >= Duration::zero();
        wait = had_bucket ? wait : reset.time_wait_time;
        longest = kTimeWaitLength;
    }
    if (wait < Duration::zero() || wait >= longest) return std::nullopt;
    return wait;
}

}  // namespace finrst
