// SPDX-License-Identifier: GPL-2.0-or-later
#include "flow_text_filter.h"

#include "report/verdict_text.h"
#include "text.h"

#include <QRegularExpression>
#include <QStringList>

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <optional>
#include <span>
#include <utility>

namespace finrst {

namespace {

/// What a person looks for: part of a text, whatever the case, or by a regular expression.
class Pattern {
  public:
    /// `/…/` is a regular expression, while it is typed without its end, too.
    explicit Pattern(const QString& word) : text_(word), utf8_(word.toLower().toStdString()) {
        if (!word.startsWith(QLatin1Char('/'))) return;
        const bool is_ended = word.size() > 1 && word.endsWith(QLatin1Char('/'));
        expression_.emplace(word.mid(1, word.size() - (is_ended ? 2 : 1)),
                            QRegularExpression::CaseInsensitiveOption);
    }

    const std::optional<QRegularExpression>& expression() const { return expression_; }
    bool mentions(char c) const { return utf8_.find(c) != std::string::npos; }
    bool isNumber() const {
        return expression_ ||
               std::all_of(utf8_.begin(), utf8_.end(), [](char c) { return c >= '0' && c <= '9'; });
    }

    bool isIn(const QString& text) const {
        return expression_ ? expression_->match(text).hasMatch()
                           : text.contains(text_, Qt::CaseInsensitive);
    }
    /// `text`: in lower case.
    bool isIn(std::string_view text) const {
        return expression_ ? isIn(toQString(text)) : text.find(utf8_) != std::string_view::npos;
    }
    /// Perhaps, with some port behind it. `before_port`: an address up to the colon of its port.
    bool mayBeInEndpoint(std::string_view before_port) const {
        const std::string_view before_last =
            std::string_view(utf8_).substr(0, utf8_.rfind(':') + 1);
        return expression_ || isIn(before_port) || before_port.ends_with(before_last);
    }
    bool isAllOf(std::string_view text) const { return expression_ ? isIn(text) : text == utf8_; }

  private:
    QString text_;
    std::string utf8_;  ///< in lower case
    std::optional<QRegularExpression> expression_;
};

/// A token is found as it is written in filters, and as it is shown.
bool isInToken(const Pattern& pattern, std::string_view token) {
    return pattern.isIn(toQString(token)) || pattern.isIn(words(token));
}

/// Which of the values, by number, have the pattern in their text.
template <typename Text>
std::vector<bool> matches(std::span<const Text> texts, const Pattern& pattern) {
    std::vector<bool> found;
    for (const Text& text : texts) found.push_back(isInToken(pattern, text.token));
    return found;
}

std::vector<bool> matchingVerdicts(const Pattern& pattern) {
    std::vector<bool> found;
    for (const VerdictText& text : verdictTexts()) {
        found.push_back(isInToken(pattern, text.token) || pattern.isIn(toQString(text.summary)));
    }
    return found;
}

void appendNumber(std::uint64_t number, std::string& text) {
    std::array<char, 20> digits;
    text.append(digits.data(),
                std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr);
}

/// What has been found out about many things, each of which is asked for again and again.
class Memory {
  public:
    template <typename FindOut>
    bool of(std::size_t thing, FindOut findOut) {
        if (thing >= known_.size()) known_.resize(thing + thing / 2 + 1, Known::kNothing);
        Known& known = known_[thing];
        if (known == Known::kNothing) known = findOut() ? Known::kTrue : Known::kFalse;
        return known == Known::kTrue;
    }

  private:
    enum class Known : std::uint8_t { kNothing, kFalse, kTrue };

    std::vector<Known> known_;
};

/// A word and the column that it is meant for.
struct Part {
    QString column;  ///< in lower case; empty: any
    Pattern pattern;
};

/// Which of `columns` the filter asks for at `begin`; empty: none.
QString columnAt(const QStringList& columns, const QString& filter, int begin) {
    for (const QString& column : columns) {
        const int end = begin + static_cast<int>(column.size());
        const bool is_it = filter.mid(begin, column.size()).toLower() == column;
        if (is_it && end < filter.size() && filter[end] == QLatin1Char(':')) return column;
    }
    return {};
}

/// Behind the word that begins there: what stands between slashes may have spaces.
int endOfWord(const QString& filter, int begin) {
    const bool is_expression = filter[begin] == QLatin1Char('/');
    int end = begin + (is_expression ? 1 : 0);
    for (; end < filter.size(); ++end) {
        if (is_expression && filter[end] == QLatin1Char('/')) return end + 1;
        if (is_expression && filter[end] == QLatin1Char('\\')) ++end;
        if (!is_expression && filter[end].isSpace()) return end;
    }
    return static_cast<int>(filter.size());
}

std::vector<Part> partsOf(const QString& filter, const QStringList& columns) {
    std::vector<Part> parts;
    for (int place = 0; place < filter.size();) {
        if (filter[place].isSpace()) {
            ++place;
            continue;
        }
        const QString column = columnAt(columns, filter, place);
        if (!column.isEmpty()) place += static_cast<int>(column.size()) + 1;
        if (place == filter.size() || filter[place].isSpace()) continue;
        const int end = endOfWord(filter, place);
        parts.push_back({column, Pattern(filter.mid(place, end - place))});
        place = end;
    }
    return parts;
}

/// As a column is named in a filter: "unacked_of_sender" of "Unacked of sender".
QString nameOf(const Column& column) {
    return column.title.toLower()
        .replace(QLatin1Char(' '), QLatin1Char('_'))
        .remove(QLatin1Char('.'));
}

/// One word, compared in advance with every text that many rows share.
class Word {
  public:
    using HostText = FlowTextFilter::HostText;
    using Test = bool (Word::*)(const Reset&);
    struct Place {
        std::string_view name;
        Test test;
    };
    /// What is no column of the table, or is told sooner than by the column's text.
    static std::span<const Place> places() {
        static constexpr std::array kPlaces = {
            Place{"address", &Word::isOfAddress}, Place{"port", &Word::isOfPort},
            Place{"client", &Word::isOfClient}, Place{"server", &Word::isOfServer}};
        return kPlaces;
    }

    /// `textOf`: how a host reads.
    Word(const CaptureAnalysis& analysis, const TableModel& table,
         std::function<const HostText&(std::uint32_t)> textOf, const Part& part)
        : analysis_(analysis),
          table_(table),
          textOf_(std::move(textOf)),
          pattern_(part.pattern),
          verdicts_(matchingVerdicts(pattern_)),
          causes_(finrst::matches(causeTexts(), pattern_)),
          certainties_(finrst::matches(certaintyTexts(), pattern_)),
          any_cause_(std::find(causes_.begin(), causes_.end(), true) != causes_.end()),
          is_number_(pattern_.isNumber()),
          is_endpoint_(pattern_.mentions(':')),
          is_named_(!part.column.isEmpty()) {
        for (const Place& place : places()) {
            if (toQString(place.name) == part.column) test_ = place.test;
        }
        const auto& columns = table.columns();
        const auto column = std::find_if(columns.begin(), columns.end(),
                                         [&](const Column& c) { return nameOf(c) == part.column; });
        column_ = static_cast<int>(column - columns.begin());
    }

    /// `item`: of the table, which is `reset`.
    bool matches(const Reset& reset, std::uint32_t item) {
        if (test_ != nullptr) return (this->*test_)(reset);
        if (is_named_) return isOfColumn(item);
        return isOfVerdict(reset) || isOfCertainty(reset) || isOfAddress(reset) ||
               isOfCause(reset) || (is_number_ && (isOfPort(reset) || isNumber(reset.frame)));
    }

  private:
    bool isOfVerdict(const Reset& reset) {
        return verdicts_[static_cast<std::size_t>(reset.verdict)];
    }
    bool isOfCertainty(const Reset& reset) {
        return certainties_[static_cast<std::size_t>(reset.certainty)];
    }
    bool isOfCause(const Reset& reset) {
        return any_cause_ && causes_[static_cast<std::size_t>(analysis_.cause(reset))];
    }
    bool isOfPort(const Reset& reset) {
        const Connection& connection = analysis_.connectionOf(reset);
        return isPort(connection.port(Side::kA)) || isPort(connection.port(Side::kB));
    }
    bool isPort(std::uint16_t port) {
        return ports_.of(port, [&] { return isNumber(port); });
    }
    /// A token is what many rows share.
    bool isOfColumn(std::uint32_t item) {
        const Value value = table_.value(item, column_);
        if (const auto* number = std::get_if<std::uint64_t>(&value)) return isNumber(*number);
        if (const auto* token = std::get_if<Token>(&value)) {
            return tokens_.of(token->rank, [&] {
                return isInToken(pattern_, token->word) || pattern_.isIn(toQString(token->text));
            });
        }
        return pattern_.isIn(table_.text(item, column_));
    }
    bool isOfAddress(const Reset& reset) {
        const Connection& connection = analysis_.connectionOf(reset);
        return isOfEnd(connection, Side::kA) || isOfEnd(connection, Side::kB);
    }
    bool isOfClient(const Reset& reset) {
        const Connection& connection = analysis_.connectionOf(reset);
        return isEnd(connection, connection.client());
    }
    bool isOfServer(const Reset& reset) {
        const Connection& connection = analysis_.connectionOf(reset);
        return isEnd(connection, opposite(connection.client()));
    }
    /// With its port.
    bool isEnd(const Connection& connection, Side side) {
        return isOfEnd(connection, side) || isPort(connection.port(side));
    }

    bool isNumber(std::uint64_t number) const {
        std::string text;
        appendNumber(number, text);
        return is_named_ ? pattern_.isAllOf(text) : pattern_.isIn(text);
    }

    bool isOfEnd(const Connection& connection, Side side) {
        const std::uint32_t host = connection.host(side);
        const auto isOfHost = [&] {
            const HostText& text = textOf_(host);
            return pattern_.isIn(text.address) || pattern_.isIn(text.name);
        };
        if (hosts_.of(host, isOfHost)) return true;
        const auto mayBe = [&] { return pattern_.mayBeInEndpoint(textOf_(host).before_port); };
        if (!is_endpoint_ || !endpoints_.of(host, mayBe)) return false;
        endpoint_ = textOf_(host).before_port;
        appendNumber(connection.port(side), endpoint_);
        return pattern_.isIn(endpoint_);
    }

    const CaptureAnalysis& analysis_;
    const TableModel& table_;
    std::function<const HostText&(std::uint32_t)> textOf_;
    const Pattern& pattern_;
    Test test_ = nullptr;  ///< of the place that is named
    int column_ = 0;       ///< that is named
    std::vector<bool> verdicts_;
    std::vector<bool> causes_;
    std::vector<bool> certainties_;
    bool any_cause_;
    bool is_number_;
    bool is_endpoint_;
    bool is_named_;         ///< where it has to be
    std::string endpoint_;  ///< that is looked at: no memory for each
    Memory hosts_;
    Memory endpoints_;
    Memory ports_;
    Memory tokens_;
};

}  // namespace

QStringList FlowTextFilter::columns() const {
    QStringList names;
    for (const Word::Place& place : Word::places()) names << toQString(place.name);
    for (const Column& column : table_.columns()) {
        const QString name = nameOf(column);
        const bool is_slow = column.type == Type::kTimestamp;
        if (!is_slow && !names.contains(name)) names << name;
    }
    return names;
}

QString FlowTextFilter::problem(const QString& filter) const {
    for (const Part& part : partsOf(filter, columns())) {
        const auto& expression = part.pattern.expression();
        if (expression && !expression->isValid()) return expression->errorString();
    }
    return {};
}

const FlowTextFilter::HostText& FlowTextFilter::textOf(const CaptureAnalysis& analysis,
                                                       std::uint32_t host) {
    const auto [entry, is_new] = hosts_.try_emplace(host);
    if (is_new) {
        const Address& address = analysis.hosts()[host].address;
        std::string before_port = SocketAddress{address, 0}.toString();
        before_port.pop_back();
        entry->second = {address.toString(), std::move(before_port),
                         toQString(name_of_(address)).toLower().toStdString()};
    }
    return entry->second;
}

void FlowTextFilter::keepMatching(const CaptureAnalysis& analysis, const QString& filter,
                                  std::vector<std::uint32_t>& resets) {
    if (!problem(filter).isEmpty()) {  // as it is while it is typed
        resets.clear();
        return;
    }
    for (const Part& part : partsOf(filter, columns())) {
        Word word(
            analysis, table_,
            [&](std::uint32_t host) -> const HostText& { return textOf(analysis, host); }, part);
        resets.erase(
            std::remove_if(resets.begin(), resets.end(),
                           [&](std::uint32_t i) { return !word.matches(analysis.resets()[i], i); }),
            resets.end());
    }
}

}  // namespace finrst
