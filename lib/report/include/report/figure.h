// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/address.h"
#include "analysis/host_statistics.h"
#include "analysis/quantiles.h"
#include "analysis/time.h"
#include "analysis/verdict.h"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace finrst {

/// What a figure is, and so in which unit, and how views show it.
enum class Type : std::uint8_t {
    kText,
    kLines,      ///< sentences
    kToken,      ///< one of `Figure::words`
    kFlag,       ///< true or false
    kFrame,      ///< the number of a frame
    kFrames,     ///< several
    kNumber,     ///< tells things apart, as a port does
    kCount,      ///< how many
    kRate,       ///< how many in a second
    kDuration,   ///< seconds
    kOffset,     ///< a number that may be negative
    kTime,       ///< seconds since the first segment of the capture
    kTimestamp,  ///< RFC 3339, UTC, nanoseconds
    kAddress,
    kEndpoint,  ///< address and port; in JSON the address alone
    kVerdictCounts,
    kDurationQuantiles,
    kCountQuantiles,
    kHostSeconds,
};

/// One of the words that a figure may be.
struct Token {
    std::string_view word;  ///< for files and filters
    std::string_view text;  ///< for readers, where it is not the word itself
    std::uint8_t rank = 0;  ///< by which tokens are sorted
};

/// An address with a port of it.
struct SocketAddress {
    Address address;
    std::uint16_t port = 0;
    /// "10.0.0.1:6379", "[2001:db8::1]:6379".
    std::string toString() const;

    friend auto operator<=>(const SocketAddress&,
                            const SocketAddress&) = default;  // NOLINT(modernize-use-nullptr)
};

/// A count that may be only the least that it can be.
struct BoundedCount {
    std::uint32_t count = 0;
    bool is_lower_bound = false;
};

using VerdictCounts = std::array<std::uint32_t, kVerdicts>;

/// `std::monostate`: there is none.
using Value = std::variant<std::monostate, bool, std::uint64_t, double, Duration, Token,
                           std::string, std::vector<std::string>, std::vector<std::uint64_t>,
                           Address, SocketAddress, BoundedCount, VerdictCounts, Quantiles<Duration>,
                           Quantiles<std::uint32_t>, std::span<const HostSecond>>;

/// As RFC 3339 has it, in UTC: "2026-11-29T13:08:07.000000123Z".
std::string timestamp(Time time);

/// On one line, with units; empty where there is none, and for lines, counts of verdicts, quantiles
/// and seconds, which are more than a line. Counts have no separators of thousands.
std::string toText(const Value& value);

/// The frames in which Wireshark shows a figure as a field.
enum class Carrier : std::uint8_t { kNone, kReset, kFin, kAffected };

/// One figure that users see of an `Item`: all there is to know about it, for all views.
template <typename Item>
struct Figure {
    const char* name;  ///< in Wireshark and in CSV
    const char* key;   ///< in the JSON document; null: it is not there
    Type type;
    const char* title;
    const char* meaning;
    Value (*value)(const Item&);
    Carrier carrier = Carrier::kNone;
    /// All that a `kToken` may be.
    std::vector<std::string_view> (*words)() = nullptr;
    bool optional = false;  ///< there may be none
};

/// The figure of that name; null: there is none.
template <typename Item>
const Figure<Item>* findFigure(std::span<const Figure<Item>> figures, std::string_view name) {
    for (const Figure<Item>& figure : figures) {
        if (figure.name == name) return &figure;
    }
    return nullptr;
}

}  // namespace finrst
