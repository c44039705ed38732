// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "report_table.h"

namespace finrst {

/// The hosts of the report, one row each.
class HostModel : public ReportTable<HostStatistics, &Report::hosts> {
    Q_OBJECT

  public:
    explicit HostModel(QObject* parent = nullptr);

  protected:
    QString tip(std::uint32_t index, int column) const override;
    bool isSame(const HostStatistics& a, const HostStatistics& b) const override;
};

}  // namespace finrst
