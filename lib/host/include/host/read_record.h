// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "host/host_record.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <variant>

namespace finrst {

/// Why a text is no host record, and what to run instead: a sentence.
struct RecordRefused {
    std::string why;
};

/// Reads what finrst-collect writes, and what people have without it, alone or one behind the
/// other: ftrace's `trace` and `trace_pipe`, `trace-cmd report`, `perf script`; /proc/net/snmp,
/// netstat and sockstat, `nstat -az` (or its JSON), `netstat -s`; `sysctl`; `ss -tan`; a kernel's
/// log; a Prometheus query's JSON with node_exporter's series. Each line is recognised by what it
/// holds; lines that are none of these are left out.
std::variant<HostRecord, RecordRefused> readRecord(std::string_view text);

/// The same of a file; refused, too, where it cannot be read.
std::variant<HostRecord, RecordRefused> readRecordFile(const std::filesystem::path& file);

}  // namespace finrst
