// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "report/ladder.h"
#include "report/report.h"

#include <QByteArray>
#include <QWidget>

#include <cstdint>
#include <optional>
#include <vector>

namespace finrst {

/// The course of a connection as a ladder: client and server as uprights, a rung for each segment
/// that matters, the states of both ends beside them, the times between in front. Of captures at
/// several places, the two at the ends are uprights, too, and a rung ends or begins between them
/// where its segment was lost or made there. A rung goes to its frame by a click, or by arrow keys
/// and Enter.
class LadderView : public QWidget {
    Q_OBJECT

  public:
    explicit LadderView(QWidget* parent = nullptr);

    void clear();
    /// `begin`: of the capture.
    void show(const Flow& flow, std::vector<LadderStep> steps, std::optional<LadderPlaces> places,
              Time begin);
    /// The ladder in words, a line for each rung.
    QString asText() const;
    /// The ladder as it is drawn.
    QByteArray asSvg() const;

    QSize sizeHint() const override;

  signals:
    void frameWanted(std::uint32_t frame);
    void currentRungMoved(const QRect& where);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    struct Columns {
        int time_right;
        int client;
        int server;
        int right;

        int nearClient() const { return client + (server - client) / 4; }
        int nearServer() const { return server - (server - client) / 4; }
        int between() const { return (client + server) / 2; }
    };

    /// What stands above a rung.
    struct RungWords {
        QString segment;
        QString frame;
        int segment_width;  ///< with the gap behind it
        int frame_width;
    };

    RungWords wordsOf(const LadderStep& step) const;
    int leastRung() const;
    Columns columns() const;
    int top() const;
    int rungHeight() const;
    QRect rungRect(std::size_t step) const;
    int stepAt(const QPoint& position) const;
    void moveTo(int step);
    void copySvg() const;
    void saveSvg();
    void draw(QPainter& painter) const;
    void drawEnds(QPainter& painter, const Columns& columns) const;
    void drawPlaces(QPainter& painter, const Columns& columns) const;
    void drawRung(QPainter& painter, const Columns& columns, std::size_t step) const;
    void drawWords(QPainter& painter, const Columns& columns, std::size_t step,
                   const QColor& tone) const;
    void drawStates(QPainter& painter, const Columns& columns, std::size_t step) const;
    void drawState(QPainter& painter, const QRect& where, int side, const QString& state,
                   bool is_missing) const;
    QString timeBefore(std::size_t step) const;
    /// What the places of capture show of it.
    QString wayText(const LadderStep& step) const;
    QString toolTipOf(std::size_t step) const;
    void adapt();

    std::vector<LadderStep> steps_;
    std::optional<LadderPlaces> places_;
    Time begin_{};
    QString client_;
    QString server_;
    int current_ = -1;
};

}  // namespace finrst
