// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <functional>
#include <string_view>

namespace finrst {

/// Takes the next piece of a text, which may be larger than memory as a whole.
using Sink = std::function<void(std::string_view)>;

/// Hands the pieces of a text to a sink, one after the other.
using Pieces = std::function<void(const Sink&)>;

}  // namespace finrst
