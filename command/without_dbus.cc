// SPDX-License-Identifier: GPL-2.0-or-later
// For the static build: libpcap's capture of D-Bus, which finds nothing. Debian's libpcap.a has one
// that wants libdbus and libsystemd, of which the latter comes as a shared library alone.
#include <pcap/pcap.h>

extern "C" {

/// A list of libpcap's own: pcap-int.h.
struct pcap_if_list;

int dbus_findalldevs(pcap_if_list* /*found*/, char* /*error*/) {
    return 0;
}

pcap_t* dbus_create(const char* /*device*/, char* /*error*/, int* is_ours) {
    *is_ours = 0;
    return nullptr;
}
}
