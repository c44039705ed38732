// SPDX-License-Identifier: GPL-2.0-or-later
#include "host_records.h"

#include "host/read_record.h"

#include <cstdio>
#include <utility>
#include <variant>

namespace finrst {

namespace {

void takeSettings(const HostRecord& record, Settings* settings) {
    const bool is_told = settings->fin_timeout != Settings{}.fin_timeout;
    if (const auto seconds = record.setting("net.ipv4.tcp_fin_timeout"); seconds && !is_told) {
        constexpr std::uint64_t kLongest = 86400;
        if (*seconds >= 1 && *seconds <= kLongest) {
            settings->fin_timeout = std::chrono::seconds(*seconds);
        }
    }
    const auto limit = record.setting("net.ipv4.tcp_max_tw_buckets");
    if (limit && *limit > 0 && *limit <= UINT32_MAX && !settings->max_tw_buckets) {
        settings->max_tw_buckets = static_cast<std::uint32_t>(*limit);
    }
}

}  // namespace

std::optional<HostWords> readHostRecords(const Options& options, Settings* settings) {
    HostWords words;
    for (const std::filesystem::path& file : options.host_records) {
        auto read = readRecordFile(file);
        if (const auto* refused = std::get_if<RecordRefused>(&read)) {
            std::fprintf(stderr, "finrst: --host-record: %s %s\n", file.c_str(),
                         refused->why.c_str());
            return std::nullopt;
        }
        auto& record = std::get<HostRecord>(read);
        if (options.host_records.size() == 1) takeSettings(record, settings);
        words.add(file.filename().string(), std::move(record));
    }
    return words;
}

bool tellRefused(const std::vector<HostFinding>& findings) {
    bool any = false;
    for (const HostFinding& finding : findings) {
        if (finding.refusal.empty()) continue;
        any = true;
        std::fprintf(stderr, "finrst: --host-record: %s is not used: it %s\n", finding.file.c_str(),
                     finding.refusal.c_str());
    }
    return any;
}

}  // namespace finrst
