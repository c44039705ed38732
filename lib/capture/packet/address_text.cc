// SPDX-License-Identifier: GPL-2.0-or-later
#include "packet/address_text.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstdio>

namespace finrst {

namespace {

/// No notation has more characters: an IPv6 address that ends in an IPv4 address.
constexpr std::size_t kLongest = INET6_ADDRSTRLEN;

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}
bool isHex(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
bool isWord(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// How many characters from `at` on satisfy `is`; does not count beyond `most` + 1.
std::size_t runAt(std::string_view text, std::size_t at, bool (*is)(char), std::size_t most) {
    std::size_t size = 0;
    while (size <= most && at + size < text.size() && is(text[at + size])) ++size;
    return size;
}

unsigned valueOf(std::string_view digits, int base) {
    unsigned value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
    return value;
}

/// Numbers with the same separator between each two of them.
struct Row {
    unsigned numbers;
    std::size_t fewest_digits, most_digits;
    std::string_view separators;  ///< any of them
    int base = 16;
    bool needs_letter = false;  ///< in decimals alone, it is rather a number
};

constexpr Row kV4Row = {4, 1, 3, ".-_", 10};
constexpr Row kMacRows[] = {
    {6, 1, 2, ":"},
    {6, 2, 2, "-"},
    {3, 4, 4, ".-:"},           // the last is Cisco's
    {2, 6, 6, "-:", 16, true},  // HP's
    {1, 12, 12, "", 16, true},
};

/// The length of the row that `text` begins with, or 0.
std::size_t lengthOfRow(std::string_view text, const Row& row) {
    const auto is = row.base == 10 ? isDigit : isHex;
    std::size_t at = 0;
    char separator = '\0';
    for (unsigned i = 0; i < row.numbers; ++i) {
        if (i == 1 && at < text.size()) separator = text[at];
        if (i == 1 && row.separators.find(separator) == std::string_view::npos) return 0;
        if (i > 0 && (at == text.size() || text[at++] != separator)) return 0;
        const std::size_t digits = runAt(text, at, is, row.most_digits);
        if (digits < row.fewest_digits || digits > row.most_digits) return 0;
        at += digits;
    }
    const std::string_view found = text.substr(0, at);
    return !row.needs_letter || !std::all_of(found.begin(), found.end(), isDigit) ? at : 0;
}

std::size_t lengthOfV4(std::string_view text) {
    const std::size_t length = lengthOfRow(text, kV4Row);
    for (std::size_t at = 0; at < length;) {
        const std::size_t digits = runAt(text, at, isDigit, 3);
        if (valueOf(text.substr(at, digits), 10) > 255) return 0;
        at += digits + 1;
    }
    return length;
}

const Row* macRowAt(std::string_view text) {
    const auto* const row = std::find_if(std::begin(kMacRows), std::end(kMacRows),
                                         [&](const Row& r) { return lengthOfRow(text, r) > 0; });
    return row == std::end(kMacRows) ? nullptr : row;
}

/// Of a longer row, as an identifier that begins with a hardware type, the end is the address.
std::size_t lengthOfMac(std::string_view text) {
    const Row* row = macRowAt(text);
    if (row == nullptr) return 0;
    const std::size_t length = lengthOfRow(text, *row);
    const bool goes_on = row->numbers > 1 && length + 1 < text.size() && isHex(text[length + 1]) &&
                         text[length] == text[text.find_first_of(row->separators)];
    return goes_on && lengthOfRow(text.substr(text.find(text[length]) + 1), *row) > 0 ? 0 : length;
}

/// RFC 4291, 2.2: up to eight groups, with "::" once where groups of zeros are left out, and
/// perhaps an IPv4 address at the end.
std::size_t lengthOfV6(std::string_view text) {
    constexpr unsigned kGroups = 8;
    std::size_t at = 0, length = 0;
    bool has_gap = false;
    unsigned groups = 0;
    while (groups < kGroups) {
        const bool is_gap = !has_gap && text.substr(at, 2) == "::";
        if (is_gap) {
            has_gap = true;
            length = at += 2;
        } else if (at > 0 && (at >= text.size() || text[at++] != ':')) {
            break;
        }
        const std::size_t v4 = lengthOfV4(text.substr(std::min(at, text.size())));
        if (v4 > 0 && text[at + runAt(text, at, isDigit, 3)] == '.' &&
            (has_gap ? groups < kGroups - 2 : groups == kGroups - 2)) {
            return at + v4;
        }
        const std::size_t digits = runAt(text, at, isHex, 4);
        if (digits == 0 || digits > 4) break;
        at += digits;
        if (++groups == kGroups || has_gap) length = at;
    }
    return length;
}

std::string replacedV4(std::string_view text, AddressMap& map) {
    std::array<std::uint8_t, AddressMap::kV4Size> address{};
    std::size_t at = 0;
    char separator = '.';
    for (std::uint8_t& octet : address) {
        if (at > 0) separator = text[at++];
        const std::size_t digits = runAt(text, at, isDigit, 3);
        octet = static_cast<std::uint8_t>(valueOf(text.substr(at, digits), 10));
        at += digits;
    }
    map.replaceV4(address.data());
    std::string printed;
    for (const std::uint8_t octet : address) {
        if (!printed.empty()) printed += separator;
        printed += std::to_string(octet);
    }
    return printed;
}

std::string replacedV6(std::string_view text, AddressMap& map) {
    std::array<std::uint8_t, AddressMap::kV6Size> address{};
    std::array<char, INET6_ADDRSTRLEN> printed{};
    if (::inet_pton(AF_INET6, std::string(text).c_str(), address.data()) != 1) return "::";
    map.replaceV6(address.data());
    return ::inet_ntop(AF_INET6, address.data(), printed.data(), printed.size());
}

std::string replacedMac(std::string_view text, AddressMap& map) {
    const Row& row = *macRowAt(text);
    const std::size_t octets_in_number = row.most_digits / 2;
    std::array<std::uint8_t, AddressMap::kMacSize> address{};
    std::size_t at = 0;
    char separator = '\0';
    for (std::size_t octet = 0; octet < address.size(); ++octet) {
        if (octet > 0 && octet % octets_in_number == 0) separator = text[at++];
        const std::size_t digits = std::min<std::size_t>(2, runAt(text, at, isHex, 2));
        address[octet] = static_cast<std::uint8_t>(valueOf(text.substr(at, digits), 16));
        at += digits;
    }
    map.replaceMac(address.data());
    std::string printed;
    for (std::size_t octet = 0; octet < address.size(); ++octet) {
        std::array<char, 3> digits{};
        std::snprintf(digits.data(), digits.size(), "%02x", address[octet]);
        if (octet > 0 && octet % octets_in_number == 0) printed += separator;
        printed += digits.data();
    }
    return printed;
}

struct Notation {
    /// The length of the address that a text begins with, or 0.
    std::size_t (*lengthOf)(std::string_view text);
    std::string (*replaced)(std::string_view address, AddressMap& map);
    bool is_hex;
};

// The longest that is found counts, the first of equals.
constexpr Notation kNotations[] = {
    {lengthOfMac, replacedMac, true},
    {lengthOfV4, replacedV4, false},
    {lengthOfV6, replacedV6, true},
};

struct Found {
    const Notation* notation = nullptr;
    std::size_t length = 0;
};

Found longestAt(std::string_view text, std::size_t at) {
    Found found;
    const char before = at > 0 ? text[at - 1] : ' ';
    for (const Notation& notation : kNotations) {
        // It would have begun earlier.
        if (notation.is_hex ? isHex(before) : isDigit(before)) continue;
        const std::size_t length = notation.lengthOf(text.substr(at, kLongest + 1));
        if (length > found.length) found = {&notation, length};
    }
    return found;
}

/// In "src:2001:db8::7", "MAC:02:…", "ec2-10-0-0-1" and "std::vector", the end of a word looks like
/// the begin of an address.
bool beginsInWord(std::string_view text, std::size_t at, const Found& found) {
    const std::size_t end = at + found.length;
    const bool in_word = at > 0 && isWord(text[at - 1]);
    const bool goes_on = end < text.size() && isWord(text[end]);
    const std::string_view address = text.substr(at, found.length);
    if (std::none_of(address.begin(), address.end(), isDigit)) return in_word || goes_on;
    const std::size_t separator = address.find_first_of(":-_");
    if (!in_word || separator == std::string_view::npos) return false;
    const std::string_view first = address.substr(0, separator);
    const bool may_be_word =
        !found.notation->is_hex || std::none_of(first.begin(), first.end(), isDigit);
    return may_be_word && longestAt(text, at + separator + 1).length > 0;
}

Found findAt(std::string_view text, std::size_t at) {
    if (!isHex(text[at]) && text[at] != ':') return {};
    const Found found = longestAt(text, at);
    return found.notation != nullptr && beginsInWord(text, at, found) ? Found{} : found;
}

}  // namespace

std::string replaceAddressesInText(std::string_view text, AddressMap& map) {
    std::string result;
    for (std::size_t i = 0; i < text.size();) {
        const Found found = findAt(text, i);
        if (found.notation == nullptr) {
            result += text[i++];
            continue;
        }
        result += found.notation->replaced(text.substr(i, found.length), map);
        i += found.length;
    }
    return result;
}

}  // namespace finrst
