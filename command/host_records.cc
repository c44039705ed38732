// SPDX-License-Identifier: GPL-2.0-or-later
#include "host_records.h"

#include "host/record_files.h"
#include "report/host_record_text.h"

#include <cstdio>
#include <utility>

namespace finrst {

std::optional<HostWords> readHostRecords(const Options& options, Settings& settings) {
    RecordFiles read = readRecordFiles(options.host_records, settings);
    if (!read.unusable.empty()) {
        tellRefused(read.unusable);
        return std::nullopt;
    }
    return std::move(read.words);
}

bool tellRefused(const std::vector<HostFinding>& findings) {
    bool any = false;
    for (const HostFinding& finding : findings) {
        if (finding.refusal.empty()) continue;
        any = true;
        std::fprintf(stderr, "finrst: --host-record: %s\n", refusalText(finding).c_str());
    }
    return any;
}

}  // namespace finrst
