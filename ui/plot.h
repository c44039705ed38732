// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <qcustomplot.h>

#include <cstdint>
#include <optional>
#include <vector>

class QMenu;

namespace finrst {

/// A plot of the dialog: Wireshark's colours, zoom and pan by mouse and keyboard, the values under
/// the pointer or of the bar that the keyboard has chosen, a click or Enter that goes to a packet,
/// and files of it.
class Plot : public QCustomPlot {
    Q_OBJECT

  public:
    /// `name`: what the plot shows, for assistive technology and file names.
    explicit Plot(const QString& name, QWidget* parent = nullptr);

    const QString& name() const { return name_; }
    void resetZoom();
    /// Values on a logarithmic scale, for what is rare beside what is frequent.
    void setLogarithmic(bool logarithmic);
    bool isLogarithmic() const { return logarithmic_; }
    void setCrosshairs(bool shown);
    /// The point that distances are told from: the one under the pointer, or the chosen bar.
    void setMark();
    void saveAs(bool pdf);
    void copyImage();

  signals:
    void frameWanted(std::uint32_t frame);

  protected:
    void changeEvent(QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

    /// Colours of what the plot itself shows; the axes have theirs already.
    virtual void paintTheme() {}
    /// Ranges that show everything.
    virtual void showAll() = 0;
    /// The values at a point, as HTML; empty where there are none.
    virtual QString valuesAt(const QPointF&) const { return {}; }
    /// The frame that a click there goes to; 0: none.
    virtual std::uint32_t frameAt(const QPointF&) const { return 0; }
    /// From one place of the horizontal axis to another, in words; empty: it is not told.
    virtual QString distance(double, double) const { return {}; }
    /// Entries of its own in the context menu.
    virtual void addActions(QMenu&) {}
    /// What a click there does.
    virtual void activate(const QPointF& point);

    void applyTheme();
    /// A word in the middle of an empty plot; hides it when empty.
    void setNote(const QString& note);
    /// Of a vertical axis: shown where there is room for it.
    void setVerticalLabel(QCPAxis* axis, const QString& label);
    void styleAxis(QCPAxis* axis);

  private:
    void applyScale();
    void fitTicks();
    void drawCrosshairs(QPainter& painter) const;
    std::optional<QPointF> currentPoint() const;
    QString tipAt(const QPointF& point) const;
    void hover(QMouseEvent* event);
    void click(QMouseEvent* event);
    void zoom(double factor);
    void pan(double share);
    std::vector<QPointF> visibleBars() const;
    void chooseBar(int step);
    std::optional<QPointF> chosenBar() const;

    QString name_;
    QString note_;
    QPoint pressed_;
    bool logarithmic_ = false;
    bool crosshairs_ = false;
    QPointF pointer_;
    std::optional<double> mark_;  ///< on the horizontal axis
    int bar_ = -1;                ///< that the keyboard has chosen, among those that are visible
};

}  // namespace finrst
