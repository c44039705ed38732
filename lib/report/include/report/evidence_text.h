// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/evidence.h"

#include <string_view>

namespace finrst {

/// The line that shows the evidence to a reader: a template, see text_template.h.
std::string_view text(Evidence kind);

}  // namespace finrst
