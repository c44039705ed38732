// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <cstdio>

namespace finrst {

struct TerminalSize {
    std::size_t rows = 24;
    std::size_t columns = 80;
};

/// Whether what is written there, standard output or standard error, is seen by a person at once.
/// It then takes the sequences of ECMA-48.
bool isTerminal(std::FILE* stream);
/// Whether standard output is one on which text can be put anywhere.
bool canDrawOnOutput();
/// Of standard output, as it is now.
TerminalSize sizeOfTerminal();

}  // namespace finrst
