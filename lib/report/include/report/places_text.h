// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/places_report.h"
#include "places/place_finding.h"
#include "report/report.h"
#include "report/sink.h"
#include "report/verdict_text.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace finrst {

std::span<const TokenText<Seen>> seenTexts();
std::string_view token(Seen seen);
std::span<const TokenText<Changed>> changedTexts();
std::string_view token(Changed changed);
/// Each with its values at both places.
std::string changesText(std::span<const Change> changes);

/// Where a RST was seen, and at which other place, in a few words.
std::string whereSeen(const PlacesReport& report);

/// Where to look for what made a RST that was not sent; empty: it was sent, or nobody knows.
std::string whereToLook(const PlacesReport* report);

/// `Report::places`, a sentence each: what it saw, how far it is from the hosts, and how its clock
/// goes.
std::vector<std::string> placesLines(const Report& report);
/// The same as text.
void writePlaces(const Report& report, const Sink& sink);

}  // namespace finrst
