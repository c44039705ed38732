// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "ladder_view.h"

#include "analysis/capture_analysis.h"

#include <QScrollArea>

namespace finrst {

/// The ladder of a reset, which scrolls where there is little room.
class LadderPane : public QScrollArea {
    Q_OBJECT

  public:
    explicit LadderPane(QWidget* parent = nullptr);

    void clear() { ladder_->clear(); }
    void showReset(const CaptureAnalysis& analysis, const Reset& reset);
    /// Beside words, which come first: it is hidden where `width` has no room for both.
    void makeRoom(int width);

  signals:
    void frameWanted(std::uint32_t frame);

  private:
    LadderView* ladder_;
};

}  // namespace finrst
