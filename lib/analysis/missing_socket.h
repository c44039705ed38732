// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "scene.h"

namespace finrst {

/// Lowers the certainty that the sender's own stack answered because it had no socket, where the
/// RST's shape leaves somebody else: another stack, or a firewall's reject rule on the host, which
/// sends the same segment unless the TOS or the flow label tells them apart.
void weighMissingSocket(Reset& reset);

/// A firewall's reject rule writes the RST itself: without TOS, without flow label
/// (`nf_send_reset`, `nf_send_reset6`).
bool looksRejected(const Reset& reset);

/// The flow label tells whether something still knew the connection.
bool tellsBucketFromNone(const Reset& reset);

}  // namespace finrst
