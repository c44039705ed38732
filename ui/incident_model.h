// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "report_table.h"

namespace finrst {

/// The incidents of the report, one row each.
class IncidentModel : public ReportTable<Incident, &Report::incidents> {
    Q_OBJECT

  public:
    explicit IncidentModel(QObject* parent = nullptr);

    int mainColumn() const override;

  protected:
    QString tip(std::uint32_t index, int column) const override;
    bool isSame(const Incident& a, const Incident& b) const override;
};

}  // namespace finrst
