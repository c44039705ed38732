// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdio>
#include <string>

namespace finrst {

/// To write and to read, and gone when it is closed; null: there is no room.
std::FILE* openUnnamedFile();
/// Where these are.
std::string folderOfUnnamedFiles();

}  // namespace finrst
