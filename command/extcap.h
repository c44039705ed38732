// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

namespace finrst {

/// Wireshark's calls to a program in its extcap folder (its manual page extcap(4), and
/// doc/extcap_example.py): an interface in its list, "FIN-RST: connections that are reset", whose
/// options are those of the command.
bool isExtcapCall(int argc, const char* const* argv);
/// Returns the exit status.
int runExtcap(int argc, const char* const* argv);

}  // namespace finrst
