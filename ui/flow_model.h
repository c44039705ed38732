// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "flow_groups.h"
#include "flow_text_filter.h"
#include "report_feed.h"
#include "table_model.h"

#include <QIcon>

#include <array>
#include <functional>
#include <optional>
#include <vector>

namespace finrst {

/// Which RSTs the table of flows shows.
enum class FlowScope { kAffected, kFlows, kResets };

/// The resets of the capture: one row each, of those that `FlowScope` and a text filter let
/// through. Copies nothing but indexes; texts are made of the analysis when they are drawn.
class FlowModel : public TableModel {
    Q_OBJECT

  public:
    explicit FlowModel(ReportFeed& feed, QObject* parent = nullptr);

    const std::vector<Column>& columns() const override;
    int mainColumn() const override;
    /// A copy, which outlives the capture; nothing where the capture is gone.
    std::optional<Reset> resetAt(int row) const;
    /// The first row whose reset is as wanted, or -1.
    int rowOf(const std::function<bool(const Reset&)>& isWanted) const;

    void setScope(FlowScope scope);
    void setGroups(FlowGroups groups) { groupBy(groupingBy(groups, feed_)); }
    /// Words that a row must contain, all of them, in whatever column.
    void setTextFilter(const QString& text);
    const FlowTextFilter& textFilter() const { return text_filter_; }
    void setPalette(const QPalette& palette);
    /// Takes over the feed's report.
    void refresh();

    /// How many rows there would be without a text filter.
    std::size_t inScope() const { return in_scope_; }

    Value value(std::uint32_t item, int column) const override;
    bool isValid() const override;

  protected:
    QString tip(std::uint32_t item, int column) const override;
    QVariant icon(std::uint32_t item, int column) const override;

  private:
    std::vector<std::uint32_t> itemsInScope() const;
    void showItems(bool same_items);
    const Reset& reset(std::uint32_t item) const { return feed_.analysis()->resets()[item]; }

    ReportFeed& feed_;
    FlowScope scope_ = FlowScope::kAffected;
    QString filter_;
    FlowTextFilter text_filter_;
    std::size_t in_scope_ = 0;
    std::uint64_t generation_ = 0;
    std::array<QIcon, 3> icons_;
};

}  // namespace finrst
