// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis_source.h"

/// The name of the only symbol that the plugin looks up in this module.
#define FINRST_SHOW_DIALOG "finrst_show_dialog"

extern "C" {

/// Opens the dialog, or brings it to the front. `source` must live as long as the process.
using FinrstShowDialog = void (*)(finrst::AnalysisSource* source);

}  // extern "C"
