// SPDX-License-Identifier: GPL-2.0-or-later
#include "format/system_message.h"

#include <system_error>

namespace finrst {

std::string systemMessage(int code) {
    return std::generic_category().message(code);
}

std::string quoted(const std::filesystem::path& path) {
    return '"' + path.string() + '"';
}

}  // namespace finrst
