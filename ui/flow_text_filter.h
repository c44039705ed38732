// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/capture_analysis.h"
#include "report/incidents.h"

#include <QString>
#include <QStringList>

#include <cstdint>
#include <functional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace finrst {

/// Finds resets by what their rows say, in whatever column or, by `column:value`, in one; a value
/// between slashes is a regular expression. Between two filters, at each key that a person types,
/// it remembers how the addresses of one capture read.
class FlowTextFilter {
  public:
    /// `name_of`: the name of an address, or empty; it is found, too.
    explicit FlowTextFilter(std::function<std::string(const Address&)> name_of)
        : name_of_(std::move(name_of)) {}

    /// The columns that may be named.
    static QStringList columns();
    /// What is wrong with a regular expression in it; empty: nothing.
    static QString problem(const QString& filter);

    /// Keeps the resets (by index) in which each word of `filter` is found: in an end's address or
    /// port, in verdict, cause, certainty or frame number, whatever the case. Numbers of a column
    /// that is named are meant as a whole. `grouping`: the incidents.
    void keepMatching(const CaptureAnalysis& analysis, const Incidents& grouping,
                      const QString& filter, std::vector<std::uint32_t>& resets);
    /// To be called when the capture is another one, or names are.
    void forget() { addresses_.clear(); }

  private:
    const std::string& addressOf(const CaptureAnalysis& analysis, std::uint32_t host);

    std::function<std::string(const Address&)> name_of_;
    std::unordered_map<std::uint32_t, std::string> addresses_;  ///< by host, where a row asked
};

}  // namespace finrst
