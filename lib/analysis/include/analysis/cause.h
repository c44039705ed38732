// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/host.h"
#include "analysis/kernel_word.h"
#include "analysis/reset.h"

#include <optional>

namespace finrst {

/// Why the socket was missing, or why it aborted, with what speaks for and against it. Empty for a
/// verdict without causes.
struct CauseFinding {
    Cause cause = Cause::kNone;
    EvidenceSet evidence;
    EvidenceSet counter_evidence;
};

/// Judges `reset` by what all connections of its sender's `host` have shown so far. `fin_timeout`:
/// the host's `tcp_fin_timeout`. `table`: what the host itself counted.
CauseFinding findCause(const Reset& reset, const Host& host, Duration fin_timeout,
                       TableWord table = TableWord::kUnknown);

/// How long the sender of `reset` waited in vain, where it may have been refused a TIME_WAIT
/// bucket: for no longer than a bucket lives. Empty where it cannot.
std::optional<Duration> waitWithoutBucket(const Reset& reset, Duration fin_timeout);

}  // namespace finrst
