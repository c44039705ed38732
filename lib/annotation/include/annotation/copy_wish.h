// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "capture/save.h"

#include <cstdint>
#include <filesystem>

namespace finrst {

/// The conversations that a copy holds.
enum class Select : std::uint8_t {
    kAll,
    kReset,     ///< those that were reset
    kAffected,  ///< those in which a RST answered a FIN because the socket was missing
};

/// What the user wants of an annotated copy.
struct CopyWish {
    std::filesystem::path path;
    Select select = Select::kAll;
    Payload payload = Payload::kKeep;
    Addresses addresses = Addresses::kKeep;
};

}  // namespace finrst
