// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis_source.h"

#include <memory>

namespace finrst {

/// Listens to the tap `finrst_segment`.
std::unique_ptr<AffectedFrames> gatherAffectedFrames(const AnalysisSource& source);

}  // namespace finrst
