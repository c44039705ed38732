// SPDX-License-Identifier: GPL-2.0-or-later
#include "analysis_run.h"
#include "begin_process.h"
#include "extcap.h"
#include "large_pages.h"
#include "options.h"

#include <cstdio>
#include <exception>
#include <memory_resource>
#include <string>
#include <vector>

int main(int argc, char** argv) {
    using namespace finrst;
    LargePages pages;
    std::pmr::set_default_resource(&pages);
    try {
        const std::vector<std::string> words = beginProcess(argc, argv);
        if (isExtcapCall(words)) return runExtcap(words);
        const std::variant<Options, int> options = parseOptions(words);
        if (const int* status = std::get_if<int>(&options)) return *status;
        return run(std::get<Options>(options));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "finrst: %s\n", error.what());
        return 1;
    }
}
