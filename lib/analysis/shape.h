// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/observation.h"
#include "scene.h"

namespace finrst {

/// Tells from the RST's headers who made it: sets the shape, kPassive for an answer to a captured
/// segment and kActive for a RST+ACK of a socket, and notes what the headers show. Needs the other
/// facts in `seen`.
void readShape(const Scene& scene, Observation& seen);

/// Linux's answer to the last detail, and to nothing else.
bool isLinuxAnswer(const Observation& seen);

/// A firewall's reject rule writes the RST itself: without TOS, without flow label
/// (`nf_send_reset`, `nf_send_reset6`).
bool looksLikeARule(const Observation& seen);

/// What no reject rule writes: the TOS or a flow label as the kernel does.
bool isOfTheKernel(const Observation& seen);

/// So stacks refuse data that nobody is left to read: Windows by a RST+ACK without window that
/// acknowledges it, small ones with their own window. Linux and BSD answer as without a socket.
bool refusesLateData(const Scene& scene, Stack stack);

/// The RST may be the answer of a small stack that does not know the connection.
bool mayBeOfSmallStack(const Scene& scene, Stack stack);

/// The same by its numbers alone: it acknowledges more than its sender had, or takes the numbers of
/// what the peer sent just before, be that no more than an ACK.
bool looksLikeAnAnswer(const Scene& scene, Stack stack);

/// The same, of a segment that is not in the capture, or not where it belongs.
bool mayAnswerUnseen(const Scene& scene, Stack stack);

/// A RST+ACK in which nothing differs from the sender's other segments.
bool isAsOfTheSocket(const Observation& seen);

}  // namespace finrst
