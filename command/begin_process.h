// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <vector>

namespace finrst {

/// To be called first: from then on writing to who has gone fails instead of ending the program,
/// and what is read and written are octets; text is UTF-8. Returns the words of the command line
/// behind the program's name, in UTF-8.
std::vector<std::string> beginProcess(int argc, const char* const* argv);

/// Where nothing that is written is kept.
extern const char* const kNullDevice;

}  // namespace finrst
