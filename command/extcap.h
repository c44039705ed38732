// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <vector>

namespace finrst {

/// Wireshark's calls to a program in its extcap folder (its manual page extcap(4), and
/// doc/extcap_example.py): an interface in its list, "FIN-RST: connections that are reset", whose
/// options are those of the command. `words`: of the command line.
bool isExtcapCall(const std::vector<std::string>& words);
/// Returns the exit status.
int runExtcap(const std::vector<std::string>& words);

}  // namespace finrst
