// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis_source.h"

// The names of all that the plugin looks up in this module.
#define FINRST_SHOW_DIALOG "finrst_show_dialog"
/// FINRST_TYPES (version.h) of its build: a text, to be compared before anything else is used.
#define FINRST_DIALOG_TYPES "finrst_dialog_types"

extern "C" {

/// Opens the dialog, or brings it to the front. `source` must live as long as the process.
using FinrstShowDialog = void (*)(finrst::AnalysisSource* source);

}  // extern "C"
