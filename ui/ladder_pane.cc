// SPDX-License-Identifier: GPL-2.0-or-later
#include "ladder_pane.h"

#include <QScrollBar>

namespace finrst {

namespace {

constexpr int kLettersBeside = 45;

}  // namespace

LadderPane::LadderPane(QWidget* parent) : QScrollArea(parent), ladder_(new LadderView) {
    setWidget(ladder_);
    setWidgetResizable(true);
    setFocusPolicy(Qt::NoFocus);
    connect(ladder_, &LadderView::frameWanted, this, &LadderPane::frameWanted);
    connect(ladder_, &LadderView::currentRungMoved, this, [this](const QRect& rung) {
        ensureVisible(rung.center().x(), rung.center().y(), 0, rung.height());
    });
}

void LadderPane::showReset(const CaptureAnalysis& analysis, const Reset& reset) {
    ladder_->show(flowOf(analysis, reset), ladder(analysis, reset), ladderPlaces(analysis, reset),
                  analysis.firstTime());
    const int bar = verticalScrollBar()->sizeHint().width();
    setMinimumWidth(ladder_->sizeHint().width() + bar + 2);
}

void LadderPane::makeRoom(int width) {
    const int words = kLettersBeside * fontMetrics().averageCharWidth();
    setVisible(width >= words + minimumWidth());
}

}  // namespace finrst
