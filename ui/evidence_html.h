// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/capture_analysis.h"
#include "report/explanation.h"

#include <QPalette>
#include <QString>

namespace finrst {

/// What is said about a reset: the verdict in words, the evidence for and against, what to do.
/// Frame numbers are links.
QString evidenceHtml(const Reset& reset, const Explanation& explanation, const QPalette& palette);

}  // namespace finrst
