// SPDX-License-Identifier: GPL-2.0-or-later
// Writes the JSON Schema of the reports to the output.

#include "report/json.h"

#include <iostream>

int main() {
    finrst::writeJsonSchema([](std::string_view piece) { std::cout << piece; });
    return std::cout.flush() ? 0 : 1;
}
