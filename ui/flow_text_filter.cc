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
    Word(const CaptureAnalysis& analysis, std::unordered_map<std::uint32_t, std::string>& addresses,
         const QString& word)
        : analysis_(analysis),
          addresses_(addresses),
          word_(word.toLower().toStdString()),
          verdicts_(matchingVerdicts(word)),
          causes_(finrst::matches(causeTexts(), word)),
          certainties_(finrst::matches(certaintyTexts(), word)) {
        any_cause_ = std::find(causes_.begin(), causes_.end(), true) != causes_.end();
        is_number_ =
            std::all_of(word_.begin(), word_.end(), [](char c) { return c >= '0' && c <= '9'; });
        is_endpoint_ = word_.find(':') != std::string::npos;
    }

    bool matches(const Reset& reset) const {
        const Connection& connection = analysis_.connectionOf(reset);
        return verdicts_[static_cast<std::size_t>(reset.verdict)] ||
               certainties_[static_cast<std::size_t>(reset.certainty)] ||
               matchesEnd(connection, Side::kA) || matchesEnd(connection, Side::kB) ||
               (any_cause_ && causes_[static_cast<std::size_t>(analysis_.cause(reset))]) ||
               (is_number_ && matchesNumber(reset, connection));
    }

  private:
    bool matchesNumber(const Reset& reset, const Connection& connection) const {
        return digitsContain(reset.frame) || digitsContain(connection.port(Side::kA)) ||
               digitsContain(connection.port(Side::kB));
    }
    bool digitsContain(std::uint32_t number) const {
        std::array<char, 10> digits;
        const char* end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
        return std::string_view(digits.data(), end).find(word_) != std::string_view::npos;
    }

    const std::string& addressOf(std::uint32_t host) const {
        const auto [entry, is_new] = addresses_.try_emplace(host);
        if (is_new) entry->second = analysis_.hosts()[host].address.toString();
        return entry->second;
    }

    /// Addresses are in lower case.
    bool matchesEnd(const Connection& connection, Side side) const {
        const std::string& address = addressOf(connection.host(side));
        if (address.find(word_) != std::string::npos) return true;
        if (!is_endpoint_) return false;
        const std::string text = address + ":" + std::to_string(connection.port(side));
        return text.find(word_) != std::string::npos;
    }

    const CaptureAnalysis& analysis_;
    std::unordered_map<std::uint32_t, std::string>& addresses_;  ///< by host, as far as made
    std::string word_;                                           ///< in lower case
    std::vector<bool> verdicts_;
    std::vector<bool> causes_;
    std::vector<bool> certainties_;
    bool any_cause_ = false;
    bool is_number_ = false;
    bool is_endpoint_ = false;
};

}  // namespace

void FlowTextFilter::keepMatching(const CaptureAnalysis& analysis, const QString& filter,
                                  std::vector<std::uint32_t>& resets) {
    const QStringList parts = filter.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    for (const QString& part : parts) {
        const Word word(analysis, addresses_, part);
        resets.erase(
            std::remove_if(resets.begin(), resets.end(),
                           [&](std::uint32_t i) { return !word.matches(analysis.resets()[i]); }),
            resets.end());
    }
}

}  // namespace finrst
