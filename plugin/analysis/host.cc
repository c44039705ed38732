// SPDX-License-Identifier: GPL-2.0-or-later
#include "host.h"

#include <algorithm>

namespace finrst {

void Host::sawTtl(std::uint8_t ttl) {
    if (ttls[0] == ttl) return;
    ttls[1] = ttls[0];
    ttls[0] = ttl;
}

void Host::sawIpId(std::uint16_t id, std::uint32_t connection) {
    if (id == 0) return;
    if (connection == ip_id_connection) {
        ip_ids.last = id;
    } else {
        ip_ids.saw(id);
        ip_id_connection = connection;
    }
}

void Host::survived(Duration fin_wait_2) {
    ++survivors;
    longest_survived = std::max(longest_survived, fin_wait_2);
}

void Host::missed(Duration fin_wait_2) {
    ++missing;
    shortest_missing = std::min(shortest_missing, fin_wait_2);
}

}  // namespace finrst
