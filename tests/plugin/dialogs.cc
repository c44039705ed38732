// SPDX-License-Identifier: GPL-2.0-or-later
// What the plugin may find in the dialog's place: TYPES and SHOWS tell what it exports.

#include "version.h"

#define EXPORT __attribute__((visibility("default")))

#ifdef TYPES
extern "C" EXPORT const char finrst_dialog_types[];
const char finrst_dialog_types[] = TYPES;
#endif

#ifdef SHOWS
extern "C" EXPORT void finrst_show_dialog(void*) {}
#endif
