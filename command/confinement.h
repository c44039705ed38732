// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>

namespace finrst {

/// What strangers' packets are parsed with: from now on, for good, this process goes on with what
/// it has open, and does no more: none of its threads opens or removes a file, starts a program or
/// a thread, or talks to anybody (seccomp(2); where the kernel has it, landlock(7), too). Requires
/// that privileges are given up. Returns what went wrong, in words; empty: nothing.
std::string confine();

}  // namespace finrst
