// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/address.h"
#include "analysis/time.h"

#include <QString>

#include <cstdint>
#include <string_view>

namespace finrst {

QString toQString(std::string_view text);

/// "tw_bucket_overflow" as "tw bucket overflow".
QString words(std::string_view token);

/// "10.0.0.1:6379", "[2001:db8::1]:6379".
QString endpointText(const Address& address, std::uint16_t port);

/// As a person says it; empty for a negative duration.
QString durationText(Duration duration);
QString durationText(double seconds);

/// Seconds since the capture began, with microseconds, as Wireshark's Time column has them.
QString timeText(Duration since_begin);

double seconds(Duration duration);

/// With thousands separators of the user's locale.
QString countText(std::uint64_t count);

/// A sentence of the analysis as HTML: each "frame 12" is a link to "frame:12", and what stands in
/// back quotes is code.
QString toHtml(std::string_view text);

}  // namespace finrst
