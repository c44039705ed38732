// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "report_table.h"

namespace finrst {

/// The services of the report, one row each.
class ServiceModel : public ReportTable<ServiceStatistics, &Report::services> {
    Q_OBJECT

  public:
    explicit ServiceModel(QObject* parent = nullptr);

  protected:
    QString tip(std::uint32_t index, int column) const override;
    bool isSame(const ServiceStatistics& a, const ServiceStatistics& b) const override;
};

}  // namespace finrst
