// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "capture/save.h"
#include "report/copy_selection.h"

#include <filesystem>

namespace finrst {

/// What the user wants of an annotated copy.
struct CopyWish {
    std::filesystem::path path;
    Select select = Select::kAll;
    Payload payload = Payload::kKeep;
    Addresses addresses = Addresses::kKeep;
};

}  // namespace finrst
