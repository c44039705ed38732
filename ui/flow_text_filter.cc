// SPDX-License-Identifier: GPL-2.0-or-later
#include "flow_text_filter.h"

#include "report/verdict_text.h"
#include "text.h"

#include <QStringList>

#include <algorithm>
#include <array>
#include <charconv>
#include <span>

namespace finrst {

namespace {

bool contains(const QString& text, const QString& word) {
    return text.contains(word, Qt::CaseInsensitive);
}

/// A token is found as it is written in filters, and as it is shown.
bool tokenContains(std::string_view token, const QString& word) {
    return contains(toQString(token), word) || contains(words(token), word);
}

/// Which of the values, by number, have `word` in their text.
template <typename Text>
std::vector<bool> matches(std::span<const Text> texts, const QString& word) {
    std::vector<bool> found;
    for (const Text& text : texts) found.push_back(tokenContains(text.token, word));
    return found;
}

std::vector<bool> matchingVerdicts(const QString& word) {
    std::vector<bool> found;
    for (const VerdictText& text : verdictTexts()) {
        found.push_back(tokenContains(text.token, word) || contains(toQString(text.summary), word));
    }
    return found;
}

/// One word, compared in advance with every text that many rows share.
class Word {
  public:
    using Addresses = std::unordered_map<std::uint32_t, std::string>;
    using Test = bool (Word::*)(const Reset&) const;
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

    Word(const CaptureAnalysis& analysis, const Incidents& grouping, Addresses& addresses,
         QString word)
        : analysis_(analysis), grouping_(grouping), addresses_(addresses) {
        const std::string head = word.section(QLatin1Char(':'), 0, 0).toLower().toStdString();
        for (const Column& column : columns()) {
            if (head != column.name || !word.contains(QLatin1Char(':'))) continue;
            test_ = column.test;
            word = word.section(QLatin1Char(':'), 1);
        }
        word_ = word.toLower().toStdString();
        verdicts_ = matchingVerdicts(word);
        causes_ = finrst::matches(causeTexts(), word);
        certainties_ = finrst::matches(certaintyTexts(), word);
        any_cause_ = std::find(causes_.begin(), causes_.end(), true) != causes_.end();
        is_number_ =
            std::all_of(word_.begin(), word_.end(), [](char c) { return c >= '0' && c <= '9'; });
        is_endpoint_ = word_.find(':') != std::string::npos;
    }

    bool matches(const Reset& reset) const {
        if (test_ != nullptr) return (this->*test_)(reset);
        return isOfVerdict(reset) || isOfCertainty(reset) || isOfAddress(reset) ||
               isOfCause(reset) || (is_number_ && (isOfPort(reset) || isOfFrame(reset)));
    }

  private:
    bool isOfVerdict(const Reset& reset) const {
        return verdicts_[static_cast<std::size_t>(reset.verdict)];
    }
    bool isOfCertainty(const Reset& reset) const {
        return certainties_[static_cast<std::size_t>(reset.certainty)];
    }
    bool isOfCause(const Reset& reset) const {
        return any_cause_ && causes_[static_cast<std::size_t>(analysis_.cause(reset))];
    }
    bool isOfFrame(const Reset& reset) const { return isNumber(reset.frame); }
    bool isOfPort(const Reset& reset) const {
        const Connection& connection = analysis_.connectionOf(reset);
        return isNumber(connection.port(Side::kA)) || isNumber(connection.port(Side::kB));
    }
    bool isOfIncident(const Reset& reset) const {
        return isNumber(grouping_.numberOf(analysis_, reset));
    }
    bool isOfAddress(const Reset& reset) const {
        const Connection& connection = analysis_.connectionOf(reset);
        return isOfEnd(connection, Side::kA) || isOfEnd(connection, Side::kB);
    }

    bool isNumber(std::uint32_t number) const {
        std::array<char, 10> digits;
        const char* end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
        const std::string_view text(digits.data(), end);
        return test_ != nullptr ? text == word_ : text.find(word_) != std::string_view::npos;
    }

    const std::string& addressOf(std::uint32_t host) const {
        const auto [entry, is_new] = addresses_.try_emplace(host);
        if (is_new) entry->second = analysis_.hosts()[host].address.toString();
        return entry->second;
    }

    /// Addresses are in lower case.
    bool isOfEnd(const Connection& connection, Side side) const {
        const std::string& address = addressOf(connection.host(side));
        if (address.find(word_) != std::string::npos) return true;
        if (!is_endpoint_) return false;
        const std::string text = address + ":" + std::to_string(connection.port(side));
        return text.find(word_) != std::string::npos;
    }

    const CaptureAnalysis& analysis_;
    const Incidents& grouping_;
    Addresses& addresses_;  ///< by host, as far as made
    Test test_ = nullptr;   ///< of the column that is named
    std::string word_;      ///< in lower case
    std::vector<bool> verdicts_;
    std::vector<bool> causes_;
    std::vector<bool> certainties_;
    bool any_cause_ = false;
    bool is_number_ = false;
    bool is_endpoint_ = false;
};

}  // namespace

QStringList FlowTextFilter::columns() {
    QStringList names;
    for (const Word::Column& column : Word::columns()) {
        names << toQString(column.name) + QLatin1Char(':');
    }
    return names;
}

void FlowTextFilter::keepMatching(const CaptureAnalysis& analysis, const Incidents& grouping,
                                  const QString& filter, std::vector<std::uint32_t>& resets) {
    const QStringList parts = filter.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    for (const QString& part : parts) {
        const Word word(analysis, grouping, addresses_, part);
        resets.erase(
            std::remove_if(resets.begin(), resets.end(),
                           [&](std::uint32_t i) { return !word.matches(analysis.resets()[i]); }),
            resets.end());
    }
}

}  // namespace finrst
