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

/// What has been found out about many things, each of which is asked for again and again.
class Memory {
  public:
    template <typename FindOut>
    bool of(std::size_t thing, FindOut findOut) {
        const auto [known, is_new] = known_.try_emplace(thing);
        if (is_new) known->second = findOut();
        return known->second;
    }

  private:
    std::unordered_map<std::size_t, bool> known_;
};

/// A word and the column that it is meant for.
struct Part {
    QString column;  ///< in lower case; empty: any
    Pattern pattern;
};

/// The name of the column that `filter` asks for at `begin`; empty: none.
QString columnAt(const QString& filter, int begin) {
    for (const QString& column : FlowTextFilter::columns()) {
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

std::vector<Part> partsOf(const QString& filter) {
    std::vector<Part> parts;
    for (int place = 0; place < filter.size();) {
        if (filter[place].isSpace()) {
            ++place;
            continue;
        }
        const QString column = columnAt(filter, place);
        if (!column.isEmpty()) place += static_cast<int>(column.size()) + 1;
        if (place == filter.size() || filter[place].isSpace()) continue;
        const int end = endOfWord(filter, place);
        parts.push_back({column, Pattern(filter.mid(place, end - place))});
        place = end;
    }
    return parts;
}

/// One word, compared in advance with every text that many rows share.
class Word {
  public:
    using Addresses = std::unordered_map<std::uint32_t, std::string>;
    using Test = bool (Word::*)(const Reset&);
    struct Column {
        std::string_view name;
        Test test;
    };
    /// The columns that a word may be meant for alone: `name:value`.
    static std::span<const Column> columns() {
        static constexpr std::array kColumns = {
            Column{"address", &Word::isOfAddress},  Column{"port", &Word::isOfPort},
            Column{"verdict", &Word::isOfVerdict},  Column{"cause", &Word::isOfCause},
            Column{"sure", &Word::isOfCertainty},   Column{"frame", &Word::isOfFrame},
            Column{"incident", &Word::isOfIncident}};
        return kColumns;
    }

    /// `addressOf`: how a host reads.
    Word(const CaptureAnalysis& analysis, const Incidents& grouping,
         std::function<const std::string&(std::uint32_t)> addressOf, const Part& part)
        : analysis_(analysis),
          grouping_(grouping),
          addressOf_(std::move(addressOf)),
          pattern_(part.pattern),
          verdicts_(matchingVerdicts(pattern_)),
          causes_(finrst::matches(causeTexts(), pattern_)),
          certainties_(finrst::matches(certaintyTexts(), pattern_)),
          any_cause_(std::find(causes_.begin(), causes_.end(), true) != causes_.end()),
          is_number_(pattern_.isNumber()),
          is_endpoint_(pattern_.mentions(':')) {
        for (const Column& column : columns()) {
            if (toQString(column.name) == part.column) test_ = column.test;
        }
    }

    bool matches(const Reset& reset) {
        if (test_ != nullptr) return (this->*test_)(reset);
        return isOfVerdict(reset) || isOfCertainty(reset) || isOfAddress(reset) ||
               isOfCause(reset) || (is_number_ && (isOfPort(reset) || isOfFrame(reset)));
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
    bool isOfFrame(const Reset& reset) { return isNumber(reset.frame); }
    bool isOfPort(const Reset& reset) {
        const Connection& connection = analysis_.connectionOf(reset);
        const auto isIt = [&](std::uint16_t port) {
            return ports_.of(port, [&] { return isNumber(port); });
        };
        return isIt(connection.port(Side::kA)) || isIt(connection.port(Side::kB));
    }
    bool isOfIncident(const Reset& reset) {
        const std::uint32_t number = grouping_.numberOf(analysis_, reset);
        return incidents_.of(number, [&] { return isNumber(number); });
    }
    bool isOfAddress(const Reset& reset) {
        const Connection& connection = analysis_.connectionOf(reset);
        return isOfEnd(connection, Side::kA) || isOfEnd(connection, Side::kB);
    }

    bool isNumber(std::uint32_t number) const {
        std::array<char, 10> digits;
        const char* end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
        const std::string_view text(digits.data(), end);
        return test_ != nullptr ? pattern_.isAllOf(text) : pattern_.isIn(text);
    }

    bool isOfEnd(const Connection& connection, Side side) {
        const std::uint32_t host = connection.host(side);
        if (hosts_.of(host, [&] { return pattern_.isIn(addressOf_(host)); })) return true;
        if (!is_endpoint_) return false;
        return pattern_.isIn(addressOf_(host) + ":" + std::to_string(connection.port(side)));
    }

    const CaptureAnalysis& analysis_;
    const Incidents& grouping_;
    std::function<const std::string&(std::uint32_t)> addressOf_;
    const Pattern& pattern_;
    Test test_ = nullptr;  ///< of the column that is named
    std::vector<bool> verdicts_;
    std::vector<bool> causes_;
    std::vector<bool> certainties_;
    bool any_cause_;
    bool is_number_;
    bool is_endpoint_;
    Memory hosts_;
    Memory ports_;
    Memory incidents_;
};

}  // namespace

QStringList FlowTextFilter::columns() {
    QStringList names;
    for (const Word::Column& column : Word::columns()) names << toQString(column.name);
    return names;
}

QString FlowTextFilter::problem(const QString& filter) {
    for (const Part& part : partsOf(filter)) {
        const auto& expression = part.pattern.expression();
        if (expression && !expression->isValid()) return expression->errorString();
    }
    return {};
}

/// Addresses are in lower case; names follow them.
const std::string& FlowTextFilter::addressOf(const CaptureAnalysis& analysis, std::uint32_t host) {
    const auto [entry, is_new] = addresses_.try_emplace(host);
    if (is_new) {
        const Address& address = analysis.hosts()[host].address;
        const std::string name = toQString(name_of_(address)).toLower().toStdString();
        entry->second = address.toString() + (name.empty() ? "" : " " + name);
    }
    return entry->second;
}

void FlowTextFilter::keepMatching(const CaptureAnalysis& analysis, const Incidents& grouping,
                                  const QString& filter, std::vector<std::uint32_t>& resets) {
    if (!problem(filter).isEmpty()) {  // as it is while it is typed
        resets.clear();
        return;
    }
    for (const Part& part : partsOf(filter)) {
        Word word(
            analysis, grouping,
            [&](std::uint32_t host) -> const std::string& { return addressOf(analysis, host); },
            part);
        resets.erase(
            std::remove_if(resets.begin(), resets.end(),
                           [&](std::uint32_t i) { return !word.matches(analysis.resets()[i]); }),
            resets.end());
    }
}

}  // namespace finrst
