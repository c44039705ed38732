// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "host/host_record.h"

#include <string>
#include <string_view>

namespace finrst {

/// Takes the counters of a JSON document: that of `nstat --json`, or the answer of Prometheus to a
/// query of node_exporter's series. Returns why it holds none: a sentence; empty where it does.
std::string takeJsonCounters(std::string_view text, HostRecord& record);

}  // namespace finrst
