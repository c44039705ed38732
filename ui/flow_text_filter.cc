// SPDX-License-Identifier: GPL-2.0-or-later
#include "flow_text_filter.h"

#include "report/verdict_text.h"
#include "text.h"

#include <QStringList>

#include <algorithm>
#include <array>
#include <charconv>

namespace finrst {

namespace {

constexpr std::size_t kCauses = 8;

bool contains(const QString& text, const QString& word) {
    return text.contains(word, Qt::CaseInsensitive);
}

/// A token is found as it is written in filters, and as it is shown.
bool tokenContains(std::string_view token, const QString& word) {
    return contains(toQString(token), word) || contains(words(token), word);
}

/// One word, compared in advance with every text that many rows share.
class Word {
  public:
    Word(const CaptureAnalysis& analysis, const QString& word)
        : analysis_(analysis), word_(word.toStdString()) {
        for (const VerdictText& text : verdictTexts()) {
            verdicts_[static_cast<std::size_t>(text.verdict)] =
                tokenContains(text.token, word) || contains(toQString(text.summary), word);
        }
        for (std::size_t i = 0; i < kCauses; ++i) {
            causes_[i] = tokenContains(token(static_cast<Cause>(i)), word);
        }
        for (std::size_t i = 0; i < certainties_.size(); ++i) {
            certainties_[i] = tokenContains(token(static_cast<Certainty>(i)), word);
        }
        hosts_.reserve(analysis.hosts().size());
        for (std::size_t i = 0; i < analysis.hosts().size(); ++i) {
            addresses_.push_back(analysis.hosts()[i].address.toString());
            hosts_.push_back(contains(toQString(addresses_.back()), word));
        }
        any_cause_ = std::find(causes_.begin(), causes_.end(), true) != causes_.end();
        is_number_ =
            std::all_of(word_.begin(), word_.end(), [](char c) { return c >= '0' && c <= '9'; });
        is_endpoint_ = word_.find(':') != std::string::npos;
    }

    bool matches(const Reset& reset) const {
        const Connection& connection = analysis_.connectionOf(reset);
        return verdicts_[static_cast<std::size_t>(reset.verdict)] ||
               certainties_[static_cast<std::size_t>(reset.certainty)] ||
               hosts_[connection.host(Side::kA)] || hosts_[connection.host(Side::kB)] ||
               (any_cause_ && causes_[static_cast<std::size_t>(analysis_.cause(reset))]) ||
               (is_number_ && matchesNumber(reset, connection)) ||
               (is_endpoint_ && matchesEndpoint(connection));
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

    bool matchesEndpoint(const Connection& connection) const {
        for (Side side : {Side::kA, Side::kB}) {
            const std::string& address = addresses_[connection.host(side)];
            const std::string text = address + ":" + std::to_string(connection.port(side));
            if (text.find(word_) != std::string::npos) return true;
        }
        return false;
    }

    const CaptureAnalysis& analysis_;
    std::string word_;
    std::array<bool, kVerdicts> verdicts_{};
    std::array<bool, kCauses> causes_{};
    std::array<bool, 3> certainties_{};
    std::vector<std::string> addresses_;
    std::vector<bool> hosts_;
    bool any_cause_ = false;
    bool is_number_ = false;
    bool is_endpoint_ = false;
};

}  // namespace

void keepMatching(const CaptureAnalysis& analysis, const QString& filter,
                  std::vector<std::uint32_t>& resets) {
    const QStringList parts = filter.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    for (const QString& part : parts) {
        const Word word(analysis, part);
        resets.erase(
            std::remove_if(resets.begin(), resets.end(),
                           [&](std::uint32_t i) { return !word.matches(analysis.resets()[i]); }),
            resets.end());
    }
}

}  // namespace finrst
