// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "report/incident.h"

#include <cstddef>
#include <limits>
#include <string>

namespace finrst {

inline constexpr std::size_t kAllParagraphs = std::numeric_limits<std::size_t>::max();

/// An incident in lines for a terminal: what happened, how many, when, what was lost, and behind
/// that so many paragraphs: what to do, why it is so, and what shows it on the example of the first
/// RST, the most useful of them first.
std::string incidentBlock(const Incident& incident, std::size_t paragraphs = kAllParagraphs);
/// How many paragraphs there are.
std::size_t paragraphsOf(const Incident& incident);

}  // namespace finrst
