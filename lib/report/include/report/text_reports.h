// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "report/report.h"
#include "report/sink.h"

#include <span>
#include <string>
#include <string_view>

namespace finrst {

/// A report for terminals: what `tshark -z finrst,NAME` and `finrst -z NAME` print.
struct TextReport {
    std::string_view name;
    std::string_view description;
    /// `flows`: the report's flows, each as `flowEntry` (text_tables.h) makes it.
    void (*write)(const Report& report, const Pieces& flows, const Sink& sink);
};

/// All of them, that of the most use first.
std::span<const TextReport> textReports();
/// Null: there is none of that name.
const TextReport* findTextReport(std::string_view name);

}  // namespace finrst
