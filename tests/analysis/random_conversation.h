// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "conversation.h"

#include <vector>

namespace finrst {

/// The segments of a conversation that `seed` decides. Either end says anything at any time, but no
/// data after its FIN, and nothing once its socket is gone; some of it is lost, or not captured. It
/// is reset at least once: by an end that aborts or has lost it, or by a box between them.
std::vector<Segment> randomConversation(unsigned seed, const Conversation::Setup& setup = {});

/// Thousands of random conversations of two hosts, over a day, with frames numbered.
std::vector<Segment> busyDay();

}  // namespace finrst
