// SPDX-License-Identifier: GPL-2.0-or-later
#include "words.h"

#include <arpa/inet.h>

#include <array>
#include <charconv>
#include <string>

namespace finrst {

namespace {

constexpr std::string_view kWhite = " \t\r\n";

}  // namespace

std::vector<std::string_view> wordsOf(std::string_view line) {
    std::vector<std::string_view> words;
    for (std::size_t begin = line.find_first_not_of(kWhite); begin != std::string_view::npos;) {
        const std::size_t end = line.find_first_of(kWhite, begin);
        words.push_back(line.substr(begin, end - begin));
        begin = line.find_first_not_of(kWhite, end);
    }
    return words;
}

std::optional<std::uint64_t> numberOf(std::string_view text) {
    std::uint64_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc() || rest != end) return std::nullopt;
    return number;
}

std::optional<Address> addressOf(std::string_view text) {
    const std::string terminated(text);
    std::array<std::uint8_t, Address::kV6Size> octets{};
    if (inet_pton(AF_INET, terminated.c_str(), octets.data()) == 1) {
        return Address::fromV4(octets.data());
    }
    if (inet_pton(AF_INET6, terminated.c_str(), octets.data()) == 1) {
        return Address::fromV6(octets.data());
    }
    return std::nullopt;
}

std::optional<Time> timeOfText(std::string_view text) {
    constexpr std::size_t kDigits = 9;
    const std::size_t point = text.find('.');
    const std::optional<std::uint64_t> seconds = numberOf(text.substr(0, point));
    if (!seconds || *seconds > static_cast<std::uint64_t>(kFarthestSecond)) return std::nullopt;
    std::string fraction;
    if (point != std::string_view::npos) fraction = text.substr(point + 1);
    if (point != std::string_view::npos && (fraction.empty() || fraction.size() > kDigits)) {
        return std::nullopt;
    }
    fraction.resize(kDigits, '0');
    const std::optional<std::uint64_t> nanoseconds = numberOf(fraction);
    if (!nanoseconds) return std::nullopt;
    return timeOf(static_cast<std::int64_t>(*seconds), static_cast<std::int64_t>(*nanoseconds));
}

}  // namespace finrst
