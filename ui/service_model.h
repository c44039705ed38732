// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "table_model.h"

#include "analysis/report.h"

#include <memory>
#include <vector>

namespace finrst {

/// The services of the report, one row each.
class ServiceModel : public TableModel {
    Q_OBJECT

  public:
    using TableModel::TableModel;

    const std::vector<Column>& columns() const override;
    void setReport(std::shared_ptr<const Report> report, bool same_capture);
    const ServiceStatistics* serviceAt(int row) const;

  protected:
    QString text(std::uint32_t item, int column) const override;
    QString value(std::uint32_t item, int column) const override;
    QString tip(std::uint32_t item, int column) const override;
    SortKey key(std::uint32_t item, int column) const override;
    bool isValid() const override { return report_ != nullptr; }

  private:
    std::shared_ptr<const Report> report_;
};

}  // namespace finrst
