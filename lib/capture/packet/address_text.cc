// SPDX-License-Identifier: GPL-2.0-or-later
#include "packet/address_text.h"

#include <arpa/inet.h>

#include <array>
#include <cstdint>
#include <cstdio>

namespace finrst {

namespace {

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}
bool isHex(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
bool isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool mayBeInAddress(char c) {
    return isHex(c) || c == '.' || c == ':' || c == '-';
}
bool isWord(char c) {
    return isDigit(c) || isLetter(c);
}

std::string replacedV4(const std::string& text, AddressMap& map) {
    std::array<std::uint8_t, AddressMap::kV4Size> address;
    std::array<char, INET_ADDRSTRLEN> printed;
    if (::inet_pton(AF_INET, text.c_str(), address.data()) != 1) return {};
    map.replaceV4(address.data());
    return ::inet_ntop(AF_INET, address.data(), printed.data(), printed.size());
}

std::string replacedV6(const std::string& text, AddressMap& map) {
    std::array<std::uint8_t, AddressMap::kV6Size> address;
    std::array<char, INET6_ADDRSTRLEN> printed;
    if (::inet_pton(AF_INET6, text.c_str(), address.data()) != 1) return {};
    map.replaceV6(address.data());
    return ::inet_ntop(AF_INET6, address.data(), printed.data(), printed.size());
}

std::string replacedMac(const std::string& text, AddressMap& map) {
    constexpr std::size_t kLength = 17;
    std::array<std::uint8_t, AddressMap::kMacSize> address;
    if (text.size() != kLength) return {};
    const char separator = text[2];
    for (std::size_t i = 0; i < kLength; ++i) {
        if (i % 3 == 2 ? text[i] != separator || isHex(separator) : !isHex(text[i])) return {};
    }
    for (std::size_t i = 0; i < address.size(); ++i) {
        address[i] = static_cast<std::uint8_t>(std::stoi(text.substr(3 * i, 2), nullptr, 16));
    }
    map.replaceMac(address.data());
    std::string printed;
    for (const std::uint8_t octet : address) {
        std::array<char, 3> digits{};
        std::snprintf(digits.data(), digits.size(), "%02x", octet);
        if (!printed.empty()) printed += separator;
        printed += digits.data();
    }
    return printed;
}

std::string replaced(const std::string& text, AddressMap& map) {
    std::string result = replacedV4(text, map);
    if (result.empty()) result = replacedMac(text, map);
    if (result.empty()) result = replacedV6(text, map);
    return result;
}

/// `run` consists of characters that an address may have. An address may be all of it, be followed
/// by a port or the end of a sentence, or stand beside another one.
std::string replacedRun(std::string_view run, AddressMap& map) {
    std::string_view core = run;
    while (!core.empty() && !isHex(core.back()) && !core.ends_with("::")) core.remove_suffix(1);
    std::string result = replaced(std::string(core), map);
    if (!result.empty()) return result + std::string(run.substr(core.size()));
    const std::size_t dash = run.find('-');
    if (dash != std::string_view::npos) {
        return replacedRun(run.substr(0, dash), map) + "-" + replacedRun(run.substr(dash + 1), map);
    }
    for (const char separator : {':', '.'}) {  // "10.0.0.1:80", tcpdump's "10.0.0.1.80"
        const std::size_t at = core.rfind(separator);
        if (at == std::string_view::npos) continue;
        result = replaced(std::string(core.substr(0, at)), map);
        if (!result.empty()) return result + std::string(run.substr(at));
    }
    return std::string(run);
}

}  // namespace

std::string replaceAddressesInText(std::string_view text, AddressMap& map) {
    std::string result;
    std::size_t i = 0;
    while (i < text.size()) {
        std::size_t end = i;
        while (end < text.size() && mayBeInAddress(text[end])) ++end;
        const bool begins_word = i == 0 || !isWord(text[i - 1]);
        const bool ends_word = end == text.size() || !isWord(text[end]);
        if (end > i && begins_word && ends_word) {
            result += replacedRun(text.substr(i, end - i), map);
        } else {
            result += text.substr(i, end - i);
        }
        if (end < text.size()) result += text[end++];
        i = end;
    }
    return result;
}

}  // namespace finrst
