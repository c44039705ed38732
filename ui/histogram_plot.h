// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "plot.h"

#include "analysis/distributions.h"
#include "theme.h"

#include <vector>

namespace finrst {

/// A histogram, or several of the same quantity one above the other, on one axis of whole numbers
/// or of times (logarithmic).
class HistogramPlot : public Plot {
    Q_OBJECT

  public:
    enum class Axis { kTime, kCount };
    struct Row {
        QString name;
        Tone tone;
        Qt::BrushStyle brush;
    };
    /// A vertical line through all rows.
    struct Mark {
        double value;
        QString text;
    };

    HistogramPlot(const QString& name, Axis axis, const QString& label, std::vector<Row> rows,
                  QWidget* parent = nullptr);

    /// Bins for each row. All empty: `note` is shown instead.
    void setBins(std::vector<std::vector<Bin>> bins, const QString& note);
    void setMarks(const std::vector<Mark>& marks);

  protected:
    void paintTheme() override;
    void showAll() override;
    QString valuesAt(const QPointF& point) const override;
    std::uint32_t frameAt(const QPointF& point) const override;

  private:
    void addRow(const Row& row, std::size_t index);
    double place(double value) const;
    QString valueText(const Bin& bin) const;
    struct Hit {
        std::size_t row;
        const Bin* bin;
    };
    Hit binAt(const QPointF& point) const;

    Axis axis_;
    std::vector<Row> rows_;
    std::vector<QCPAxisRect*> rects_;
    std::vector<QCPBars*> bars_;
    std::vector<QCPTextElement*> names_;
    std::vector<QCPItemStraightLine*> lines_;
    std::vector<QCPItemText*> mark_texts_;
    std::vector<std::vector<Bin>> bins_;
    std::vector<Mark> marks_;
};

}  // namespace finrst
