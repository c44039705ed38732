// SPDX-License-Identifier: GPL-2.0-or-later
#include "trace_line.h"

#include "words.h"

#include <array>
#include <string>

namespace finrst {

namespace {

constexpr std::string_view kEvent = "tcp_send_reset: ";
constexpr std::string_view kPerfTrace = "tcp_send_reset(";
constexpr std::string_view kTimeOfDay = ": finrst-collect realtime ";
constexpr std::string_view kLost = " [LOST ";

/// The value behind "KEY=" among the words; empty where there is none.
std::string_view valueOf(const std::vector<std::string_view>& words, std::string_view key) {
    for (const std::string_view word : words) {
        if (word.size() > key.size() && word.starts_with(key) && word[key.size()] == '=') {
            return word.substr(key.size() + 1);
        }
    }
    return {};
}

std::optional<std::uint16_t> portOf(std::string_view text) {
    const std::optional<std::uint64_t> port = numberOf(text);
    if (!port || *port > 0xffff) return std::nullopt;
    return static_cast<std::uint16_t>(*port);
}

/// "10.0.0.1:80", "[2001:db8::1]:80".
std::optional<KernelSocket> socketOf(std::string_view text) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos) return std::nullopt;
    std::string_view address = text.substr(0, colon);
    if (address.starts_with('[') && address.ends_with(']')) {
        address = address.substr(1, address.size() - 2);
    }
    const std::optional<Address> parsed = addressOf(address);
    const std::optional<std::uint16_t> port = portOf(text.substr(colon + 1));
    if (!parsed || !port) return std::nullopt;
    return KernelSocket{*parsed, *port};
}

/// Of Linux before 6.10: `which` is 's' or 'd'.
std::optional<KernelSocket> olderSocketOf(const std::vector<std::string_view>& words, char which) {
    const auto named = [&](std::string_view name) {
        return valueOf(words, which + std::string(name));
    };
    std::optional<Address> address = addressOf(named("addr"));
    const bool is_v4 = address && *address != *addressOf("0.0.0.0");
    if (!is_v4) address = addressOf(named("addrv6"));
    const std::optional<std::uint16_t> port = portOf(named("port"));
    if (!address || !port) return std::nullopt;
    return KernelSocket{*address, *port};
}

/// `perf script` prints the number (include/net/tcp_states.h).
std::string stateOf(std::string_view text) {
    constexpr std::array<std::string_view, 13> kStates = {
        "",      "ESTABLISHED", "SYN_SENT", "SYN_RECV", "FIN_WAIT1", "FIN_WAIT2",   "TIME_WAIT",
        "CLOSE", "CLOSE_WAIT",  "LAST_ACK", "LISTEN",   "CLOSING",   "NEW_SYN_RECV"};
    if (text.starts_with("0x") && text.size() == 3) {
        const char digit = text[2];
        const std::size_t number = digit <= '9' ? static_cast<std::size_t>(digit - '0')
                                                : static_cast<std::size_t>(digit - 'a' + 10);
        return number < kStates.size() ? std::string(kStates[number]) : "";
    }
    if (text.starts_with("TCP_")) text.remove_prefix(4);
    return text == "UNKNOWN" ? "" : std::string(text);
}

bool isPointer(std::string_view text) {
    return !text.empty() && text != "(nil)" &&
           text.find_first_not_of("0x") != std::string_view::npos;
}

/// The word before `at`, without the colon behind it.
std::optional<Time> timeBefore(std::string_view line, std::size_t at) {
    const std::vector<std::string_view> words = wordsOf(line.substr(0, at));
    for (auto word = words.rbegin(); word != words.rend(); ++word) {
        if (!word->ends_with(':')) continue;
        const std::optional<Time> time = timeOfText(word->substr(0, word->size() - 1));
        if (time) return time;
    }
    return std::nullopt;
}

TraceLine readReset(std::string_view line, std::size_t event) {
    TraceLine read;
    const std::optional<Time> time = timeBefore(line, event);
    if (!time) return read;
    const std::vector<std::string_view> words = wordsOf(line.substr(event + kEvent.size()));
    std::optional<KernelSocket> source = socketOf(valueOf(words, "src"));
    std::optional<KernelSocket> destination = socketOf(valueOf(words, "dest"));
    if (!source) source = olderSocketOf(words, 's');
    if (!destination) destination = olderSocketOf(words, 'd');
    if (!source || !destination) {
        read.kind = TraceLine::Kind::kPointers;
        return read;
    }
    read.kind = TraceLine::Kind::kReset;
    read.reset = {*time,
                  *source,
                  *destination,
                  std::string(valueOf(words, "reason")),
                  stateOf(valueOf(words, "state")),
                  isPointer(valueOf(words, "skbaddr"))};
    return read;
}

TraceLine readTimeOfDay(std::string_view line, std::size_t mark) {
    TraceLine read;
    const std::optional<Time> time = timeBefore(line, mark + 1);
    const std::vector<std::string_view> words = wordsOf(line.substr(mark + kTimeOfDay.size()));
    if (!time || words.empty()) return read;
    const std::optional<Time> utc = timeOfText(words.front());
    if (!utc) return read;
    read.kind = TraceLine::Kind::kTimeOfDay;
    read.time = *time;
    read.utc = *utc;
    return read;
}

}  // namespace

TraceLine readTraceLine(std::string_view line) {
    if (const std::size_t event = line.find(kEvent); event != std::string_view::npos) {
        return readReset(line, event);
    }
    TraceLine read;
    if (line.find(kPerfTrace) != std::string_view::npos) {
        read.kind = TraceLine::Kind::kPointers;
    } else if (const std::size_t mark = line.find(kTimeOfDay); mark != std::string_view::npos) {
        return readTimeOfDay(line, mark);
    } else if (const std::size_t lost = line.find(kLost); lost != std::string_view::npos) {
        const std::vector<std::string_view> words = wordsOf(line.substr(lost + kLost.size()));
        read.lost = words.empty() ? 0 : numberOf(words.front()).value_or(0);
        if (read.lost > 0) read.kind = TraceLine::Kind::kLost;
    }
    return read;
}

}  // namespace finrst
