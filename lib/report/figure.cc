// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/figure.h"

#include "report/text_template.h"

#include <chrono>
#include <cstdio>

namespace finrst {

namespace {

struct ToText {
    std::string operator()(std::monostate) const { return {}; }
    std::string operator()(bool value) const { return value ? "yes" : "no"; }
    std::string operator()(std::uint64_t value) const { return std::to_string(value); }
    std::string operator()(double value) const {
        char buffer[32];
        std::snprintf(buffer, sizeof buffer, "%.1f", value);
        return buffer;
    }
    std::string operator()(Duration value) const { return toText(value); }
    std::string operator()(const Token& value) const { return std::string(value.word); }
    std::string operator()(const std::string& value) const { return value; }
    std::string operator()(const Address& value) const { return value.toString(); }
    std::string operator()(const SocketAddress& value) const { return value.toString(); }
    std::string operator()(BoundedCount value) const {
        return (value.is_lower_bound ? ">=" : "") + std::to_string(value.count);
    }
    template <typename Other>
    std::string operator()(const Other&) const {
        return {};
    }
};

}  // namespace

std::string SocketAddress::toString() const {
    const std::string text = address.toString();
    return (address.isV4() ? text : "[" + text + "]") + ":" + std::to_string(port);
}

std::string timestamp(Time time) {
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss<Duration> clock(time - day);
    char buffer[64];
    std::snprintf(buffer, sizeof buffer, "%04d-%02u-%02uT%02ld:%02ld:%02ld.%09ldZ",
                  static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                  static_cast<unsigned>(date.day()), static_cast<long>(clock.hours().count()),
                  static_cast<long>(clock.minutes().count()),
                  static_cast<long>(clock.seconds().count()),
                  static_cast<long>(clock.subseconds().count()));
    return buffer;
}

std::string toText(const Value& value) {
    return std::visit(ToText(), value);
}

}  // namespace finrst
