// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <filesystem>
#include <string>

namespace finrst {

/// What the system says about an `errno`.
std::string systemMessage(int code);

/// A path as it appears in a sentence: in quotation marks.
std::string quoted(const std::filesystem::path& path);

}  // namespace finrst
