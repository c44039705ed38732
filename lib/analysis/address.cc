// SPDX-License-Identifier: GPL-2.0-or-later
#include "analysis/address.h"

#include <cstdio>

namespace finrst {

namespace {

constexpr int kGroups = 8;

/// The longest run of zero groups, at least two long; the first of equals (RFC 5952, 4.2).
struct ZeroRun {
    int start = -1;
    int length = 1;
};

ZeroRun longestZeroRun(const std::array<unsigned, kGroups>& groups) {
    ZeroRun best;
    for (int i = 0; i < kGroups; ++i) {
        int end = i;
        while (end < kGroups && groups[end] == 0) ++end;
        if (end - i > best.length) best = {i, end - i};
        if (end > i) i = end;
    }
    return best;
}

}  // namespace

std::string Address::toString() const {
    char buffer[8];
    std::string text;
    if (isV4()) {
        for (std::size_t i = 12; i < kV6Size; ++i) {
            std::snprintf(buffer, sizeof buffer, i == 12 ? "%u" : ".%u", unsigned{bytes_[i]});
            text += buffer;
        }
        return text;
    }
    std::array<unsigned, kGroups> groups;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        groups[i] = bytes_[2 * i] * 256u + bytes_[2 * i + 1];
    }
    const ZeroRun zeros = longestZeroRun(groups);
    for (int i = 0; i < kGroups; ++i) {
        if (i == zeros.start) {
            text += "::";
            i += zeros.length - 1;
            continue;
        }
        const bool separated = text.empty() || text.back() == ':';
        std::snprintf(buffer, sizeof buffer, separated ? "%x" : ":%x", groups[i]);
        text += buffer;
    }
    return text;
}

}  // namespace finrst
