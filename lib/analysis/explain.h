// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/connection.h"
#include "analysis/host.h"
#include "analysis/reset.h"
#include "analysis/segment.h"

namespace finrst {

/// Says what `segment`, a RST from side `sender` of `connection`, answers, who made it and why. It
/// must not have been added to the connection yet. `host`: the sender's. `previous`: the earlier
/// incarnation of the four-tuple, or null. `first_reset`: the connection's first reset, or null.
///
/// Where the capture does not hold enough, the verdict says less, never more. The cause of a
/// missing socket is left to `findCause`: only the host's other connections tell it. Where the
/// reset stands in the capture (`connection`, `stream`) and what else was going on then
/// (`receiver_next`, `tw_buckets`) is left to the caller.
Reset explain(const Segment& segment, Side sender, const Connection& connection, const Host& host,
              const Connection* previous, const Reset* first_reset);

/// Changes the verdict on `reset`, the first of `connection`, when `segment` shows that its sender
/// did not send it: an end that goes on as if nothing had happened. To be called for each later
/// segment that is no RST, from side `from`, before it is added to the connection.
void reconsider(Reset& reset, const Segment& segment, Side from, const Connection& connection);

}  // namespace finrst
