// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace finrst {

inline constexpr std::string_view kRefusedBuckets = "TcpExtTCPTimeWaitOverflow";

/// The counter's name in nstat, of a name of node_exporter ("node_netstat_Tcp_OutRsts"); empty
/// where it is no counter of TCP.
std::string nameOfNodeExporter(std::string_view series);

/// The same of the words behind the number in `netstat -s` ("resets sent").
std::string nameOfNetstatWords(std::string_view words);

/// True for the names of nstat, "TcpExtTCPTimeWaitOverflow".
bool isNstatName(std::string_view name);

}  // namespace finrst
