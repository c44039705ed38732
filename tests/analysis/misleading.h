// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/reset.h"

#include <deque>

namespace finrst {

/// `full` is what a capture without loss shows, `partial` what one that lacks some segments shows
/// of the last of these resets: where `full` knows, nothing else may be certain with less, and no
/// missing FIN-WAIT-2 socket more than possible. (A stray RST, and one after a RST, are such in
/// their capture.)
void expectNoneMisleads(const std::deque<Reset>& full, const std::deque<Reset>& partial);

}  // namespace finrst
