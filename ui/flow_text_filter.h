// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "table_model.h"

#include "analysis/capture_analysis.h"

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
    /// `table`: its items are the resets, by index. `name_of`: the name of an address, or empty; it
    /// is found, too.
    FlowTextFilter(const TableModel& table, std::function<std::string(const Address&)> name_of)
        : table_(table), name_of_(std::move(name_of)) {}

    /// What may be named: `address` and `port` of either end, and each column of the table but
    /// times of day, which take too long to write for each row while one types.
    QStringList columns() const;
    /// What is wrong with a regular expression in it; empty: nothing.
    QString problem(const QString& filter) const;

    /// Keeps the resets in which each word of `filter` is found: in an end's address or port, in
    /// verdict, cause, certainty or frame number, whatever the case. Numbers of a column that is
    /// named are meant as a whole.
    void keepMatching(const CaptureAnalysis& analysis, const QString& filter,
                      std::vector<std::uint32_t>& resets);
    /// To be called when the capture is another one, or names are.
    void forget() { hosts_.clear(); }

    /// How a host reads, in lower case.
    struct HostText {
        std::string address;
        std::string before_port;  ///< "10.0.0.1:", "[2001:db8::1]:"
        std::string name;         ///< empty: none
    };

  private:
    const HostText& textOf(const CaptureAnalysis& analysis, std::uint32_t host);

    const TableModel& table_;
    std::function<std::string(const Address&)> name_of_;
    std::unordered_map<std::uint32_t, HostText> hosts_;  ///< by number, where a row asked
};

}  // namespace finrst
