// SPDX-License-Identifier: GPL-2.0-or-later
#include "analysis_run.h"
#include "extcap.h"
#include "large_pages.h"
#include "options.h"

#include <csignal>
#include <cstdio>
#include <exception>
#include <memory_resource>

int main(int argc, char** argv) {
    using namespace finrst;
    std::signal(SIGPIPE, SIG_IGN);  // a write then says so
    LargePages pages;
    std::pmr::set_default_resource(&pages);
    try {
        if (isExtcapCall(argc, argv)) return runExtcap(argc, argv);
        const std::variant<Options, int> options = parseOptions(argc, argv);
        if (const int* status = std::get_if<int>(&options)) return *status;
        return run(std::get<Options>(options));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "finrst: %s\n", error.what());
        return 1;
    }
}
