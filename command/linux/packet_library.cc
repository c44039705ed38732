// SPDX-License-Identifier: GPL-2.0-or-later
#include "packet_library.h"

#include <poll.h>

namespace finrst {

std::string missingPacketLibrary() {
    return {};
}

void awaitPackets(pcap_t* handle, std::chrono::milliseconds most) {
    pollfd packets{pcap_get_selectable_fd(handle), POLLIN, 0};
    poll(&packets, 1, static_cast<int>(most.count()));
}

std::string titleOf(const pcap_if_t& interface) {
    return interface.name;
}

}  // namespace finrst
