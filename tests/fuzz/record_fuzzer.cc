// SPDX-License-Identifier: GPL-2.0-or-later
// libFuzzer's target for the reader of host records: the input is a record.
#include "host/read_record.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace {

using namespace finrst;

void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "does not hold: %s\n", what);
    std::abort();
}

void check(const HostRecord& record) {
    const bool in_order =
        std::is_sorted(record.resets.begin(), record.resets.end(),
                       [](const KernelReset& a, const KernelReset& b) { return a.time < b.time; });
    require(in_order || record.has_utc, "RSTs are in order of the trace's clock");
    require(record.traced || record.resets.empty(), "what is traced says so");
    for (const HostCounters& counters : record.counters) {
        require(!counters.values.contains(""), "a counter has a name");
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto read = readRecord({reinterpret_cast<const char*>(data), size});
    if (const auto* refused = std::get_if<RecordRefused>(&read)) {
        require(refused->why.ends_with('.'), "a refusal is a sentence");
    } else {
        check(std::get<HostRecord>(read));
    }
    return 0;
}
