// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis_source.h"

#include <memory>

namespace finrst {

/// Listens to the tap `finrst_segment`.
std::unique_ptr<SelectedFrames> gatherSelectedFrames(const AnalysisSource& source,
                                                     const CopySelection& selection);

}  // namespace finrst
