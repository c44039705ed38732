// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <functional>
#include <string_view>

namespace finrst {

/// Takes the next piece of a text, which may be larger than memory as a whole.
using Sink = std::function<void(std::string_view)>;

}  // namespace finrst
