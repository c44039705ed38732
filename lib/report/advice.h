// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/verdict.h"

#include <string_view>

namespace finrst {

/// What an engineer should run or change next; one or two sentences. Never empty.
std::string_view advice(Verdict verdict, Cause cause);

}  // namespace finrst
