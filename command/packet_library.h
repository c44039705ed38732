// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <pcap/pcap.h>

#include <chrono>
#include <string>

namespace finrst {

/// Why nothing of libpcap can be called, in a sentence; empty: it can. On Windows it is a part of
/// Npcap, which may not be there.
std::string missingPacketLibrary();

/// Returns when packets may have come, at most after that time.
void awaitPackets(pcap_t* handle, std::chrono::milliseconds most);

/// What a person knows an interface by.
std::string titleOf(const pcap_if_t& interface);

}  // namespace finrst
