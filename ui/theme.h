// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QBrush>
#include <QColor>
#include <QIcon>
#include <QPalette>

#include "analysis/verdict.h"
#include "report/verdict_text.h"

#include <cstddef>

namespace finrst {

/// What a colour stands for. The colours are those of Okabe and Ito, that colour-blind eyes tell
/// apart; whatever has a colour has a shape, a pattern or a word as well.
enum class Tone {
    kBad,
    kGood,
    kResets,
    kBuckets,
    kLimit,
    kFinWait1State,
    kFinWait2State,
    kTimeWaitState,
    kCloseWaitState,
};

bool isDark(const QPalette& palette);

QColor color(Tone tone, const QPalette& palette);
QColor severityColor(Severity severity, const QPalette& palette);

/// Triangle, circle or dash, as Wireshark's expert infos weigh.
QIcon severityIcon(Severity severity, const QPalette& palette);

/// Tells one of several things that are shown together from the others, by colour and by pattern.
QBrush seriesBrush(std::size_t index, const QPalette& palette);

/// Between text and background: axes, grids, notes.
QColor faint(const QPalette& palette, double strength);

}  // namespace finrst
