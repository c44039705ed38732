// SPDX-License-Identifier: GPL-2.0-or-later
#include "figure_text.h"

#include "text.h"

#include <QDateTime>
#include <QStringList>

#include <cmath>

namespace finrst {

namespace {

/// Of a second, to leave room for the verdict; files get them all.
constexpr int kTimeDecimals = 3;

template <typename... Functions>
struct Overloaded : Functions... {
    using Functions::operator()...;
};
template <typename... Functions>
Overloaded(Functions...) -> Overloaded<Functions...>;

QString number(double value) {
    return QString::number(value, 'g', 12);
}

SortKey keyOf(Duration duration) {
    constexpr std::uint64_t kSign = std::uint64_t{1} << 63;
    return {static_cast<std::uint64_t>(duration.count()) ^ kSign, 0, 0};
}

SortKey keyOf(const Address& address, std::uint16_t port = 0) {
    SortKey key{0, 0, port};
    for (std::size_t i = 0; i < Address::kV6Size; ++i) {
        key[i / 8] = key[i / 8] << 8 | address.bytes()[i];
    }
    return key;
}

/// By what it begins with.
SortKey keyOf(const std::string& text) {
    SortKey key{};
    constexpr std::size_t kOctets = 24;
    for (std::size_t i = 0; i < kOctets; ++i) {
        const auto octet = i < text.size() ? static_cast<unsigned char>(text[i]) : 0;
        key[i / 8] = key[i / 8] << 8 | octet;
    }
    return key;
}

/// 0 is the key of what is not there.
SortKey keyOf(std::uint64_t number) {
    return {number + 1, 0, 0};
}

}  // namespace

QString timeOfDayText(const std::string& timestamp, TimeDisplay display) {
    // Not rounded: as sentences and the packet list have it.
    const std::size_t milliseconds = timestamp.find('.') + 1 + kTimeDecimals;
    const QDateTime utc = QDateTime::fromString(
        toQString(timestamp.substr(0, milliseconds)) + QLatin1Char('Z'), Qt::ISODateWithMs);
    const QString time = QStringLiteral("hh:mm:ss.zzz");
    const QString date_and_time = QStringLiteral("yyyy-MM-dd ") + time;
    switch (display) {
        case TimeDisplay::kTimeOfDay:
            return utc.toLocalTime().toString(time);
        case TimeDisplay::kDateAndTime:
            return utc.toLocalTime().toString(date_and_time);
        case TimeDisplay::kUtcTimeOfDay:
            return utc.toString(time);
        case TimeDisplay::kUtcDateAndTime:
            return utc.toString(date_and_time);
        case TimeDisplay::kEpoch:
            return QString::number(static_cast<double>(utc.toMSecsSinceEpoch()) / 1e3, 'f',
                                   kTimeDecimals);
    }
    return {};
}

QString cellText(const Value& value, Type type, const CellStyle& style) {
    const auto named = [&style](const QString& text, const Address& address) {
        const std::string name = style.name_of(address);
        return name.empty() ? text : QStringLiteral("%1 (%2)").arg(text, toQString(name));
    };
    return std::visit(
        Overloaded{
            [type](std::uint64_t n) {
                return type == Type::kCount ? countText(n) : QString::number(n);
            },
            [](double rate) { return rate == 0 ? QString() : QString::number(rate, 'f', 1); },
            [type](Duration duration) {
                return type == Type::kTime ? QString::number(seconds(duration), 'f', kTimeDecimals)
                                           : durationText(duration);
            },
            [](const Token& token) {
                return token.text.empty() ? words(token.word) : toQString(token.text);
            },
            [](BoundedCount bounded) {
                const QString count = countText(bounded.count);
                return bounded.is_lower_bound ? QStringLiteral("≥ %1").arg(count) : count;
            },
            [](const Quantiles<Duration>& times) { return durationText(times.median); },
            [](const Quantiles<std::uint32_t>& counts) { return countText(counts.median); },
            [&](const Address& address) { return named(toQString(address.toString()), address); },
            [&](const SocketAddress& end) { return named(toQString(end.toString()), end.address); },
            [](const std::vector<std::string>& lines) {
                QStringList texts;
                for (const std::string& line : lines) texts << words(line);
                return texts.join(QLatin1String(", "));
            },
            [&](const std::string& text) {
                return type == Type::kTimestamp ? timeOfDayText(text, style.time) : toQString(text);
            },
            [](const auto& other) { return toQString(toText(Value(other))); },
        },
        value);
}

QString fileText(const Value& value, Type type) {
    return std::visit(
        Overloaded{
            [](std::uint64_t n) { return QString::number(n); },
            [](double rate) { return number(rate); },
            [type](Duration duration) {
                return type == Type::kTime ? timeText(duration) : number(seconds(duration));
            },
            [](const Token& token) { return toQString(token.word); },
            [](BoundedCount bounded) { return QString::number(bounded.count); },
            [](const Quantiles<Duration>& times) { return number(seconds(times.median)); },
            [](const Quantiles<std::uint32_t>& counts) { return QString::number(counts.median); },
            [](const std::string& text) { return toQString(text); },
            [](const std::vector<std::string>& lines) {
                QStringList texts;
                for (const std::string& line : lines) texts << toQString(line);
                return texts.join(QLatin1Char(','));
            },
            [type](const auto& other) { return cellText(other, type); },
        },
        value);
}

SortKey sortKey(const Value& value) {
    return std::visit(
        Overloaded{
            [](bool flag) { return keyOf(std::uint64_t{flag}); },
            [](std::uint64_t n) { return keyOf(n); },
            [](double rate) { return keyOf(static_cast<std::uint64_t>(std::llround(rate * 1e6))); },
            [](Duration duration) { return keyOf(duration); },
            [](const Token& token) { return keyOf(std::uint64_t{token.rank}); },
            [](const Address& address) { return keyOf(address); },
            [](const SocketAddress& end) { return keyOf(end.address, end.port); },
            [](BoundedCount bounded) { return keyOf(std::uint64_t{bounded.count}); },
            [](const Quantiles<Duration>& times) { return keyOf(times.median); },
            [](const Quantiles<std::uint32_t>& counts) {
                return keyOf(std::uint64_t{counts.median});
            },
            [](const std::string& text) { return keyOf(text); },
            [](const std::vector<std::string>& lines) {
                return lines.empty() ? SortKey{} : keyOf(lines.front());
            },
            [](const auto&) { return SortKey{}; },
        },
        value);
}

const char* typicalText(Type type) {
    switch (type) {
        case Type::kFrame:
            return "1234567";
        case Type::kTime:
            return "1234.567";
        case Type::kTimestamp:
            return "12:34:56.789";
        case Type::kAddress:
            return "192.168.100.100";
        case Type::kEndpoint:
            return "192.168.100.100:65535";
        case Type::kToken:
            return "server idle timeout";
        case Type::kDuration:
        case Type::kDurationQuantiles:
            return "99.9 ms";
        default:
            return "99,999";
    }
}

}  // namespace finrst
