// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "connection.h"
#include "host.h"
#include "reset.h"
#include "segment.h"

namespace finrst {

/// Says what `segment`, a RST from side `sender` of `connection`, answers, who made it and why. It
/// must not have been added to the connection yet. `host`: the sender's. `previous`: the earlier
/// incarnation of the four-tuple, or null. `first_reset`: the connection's first reset, or null.
///
/// Where the capture does not hold enough, the verdict says less, never more. What only the
/// host's other connections can tell is added by `findCause` when somebody asks.
Reset explain(const Segment& segment, Side sender, const Connection& connection, const Host& host,
              const Connection* previous, const Reset* first_reset);

/// To be called for each segment that is no RST of a connection that `reset` has reset, before the
/// segment is added: a sender that goes on as if nothing had happened did not send that RST.
void reconsider(Reset& reset, const Segment& segment, Side from, const Connection& connection);

}  // namespace finrst
