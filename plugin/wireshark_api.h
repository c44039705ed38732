// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

// The only door to Wireshark's headers. What differs between its versions stands here, each
// difference with the version that brought it, as far as 4.0, 4.4 and 4.6 show it.

#include <epan/conversation.h>
#include <epan/dissectors/packet-ip.h>
#include <epan/dissectors/packet-tcp.h>
#include <epan/epan.h>
#include <epan/exceptions.h>
#include <epan/expert.h>
#include <epan/ipproto.h>
#include <epan/packet.h>
#include <epan/prefs.h>
#include <epan/proto.h>
#include <epan/stat_tap_ui.h>
#include <epan/tap.h>
#include <ws_symbol_export.h>
#include <ws_version.h>

#include <cstdint>
#include <cstdlib>
#include <string>

/// Whether this is built for Wireshark `major`.`minor` or a newer one.
#define FINRST_WIRESHARK_SINCE(major, minor) \
    (WIRESHARK_VERSION_MAJOR > (major) ||    \
     (WIRESHARK_VERSION_MAJOR == (major) && WIRESHARK_VERSION_MINOR >= (minor)))

// 4.2: plugins describe what they register (WS_PLUGIN_DESC_DISSECTOR).
#if FINRST_WIRESHARK_SINCE(4, 2)
#include <wsutil/plugins.h>
#endif

// 4.4: epan no longer brings what a record of a capture file is.
#include <wiretap/wtap.h>

namespace finrst {

// 4.4: a preference that is switched on or off is a bool.
#if FINRST_WIRESHARK_SINCE(4, 4)
using SwitchPreference = bool;
#else
using SwitchPreference = gboolean;
#endif

/// The number of the interface that captured a packet; 0 where the capture does not say.
inline std::uint32_t interfaceOf(const packet_info* pinfo) {
    const bool is_known = (pinfo->rec->presence_flags & WTAP_HAS_INTERFACE_ID) != 0;
    return is_known ? pinfo->rec->rec_header.packet_header.interface_id : 0;
}

/// What the capture calls that interface; empty: nothing. Wireshark says "unknown" then.
inline std::string interfaceName(const packet_info* pinfo) {
// 4.4: interfaces are counted by sections.
#if FINRST_WIRESHARK_SINCE(4, 4)
    const char* name =
        epan_get_interface_name(pinfo->epan, interfaceOf(pinfo), pinfo->rec->section_number);
#else
    const char* name = epan_get_interface_name(pinfo->epan, interfaceOf(pinfo));
#endif
    const std::string text = name != nullptr ? name : "";
    return text == "unknown" ? "" : text;
}
inline std::string interfaceDescription(const packet_info* pinfo) {
#if FINRST_WIRESHARK_SINCE(4, 4)
    const char* description =
        epan_get_interface_description(pinfo->epan, interfaceOf(pinfo), pinfo->rec->section_number);
#else
    const char* description = epan_get_interface_description(pinfo->epan, interfaceOf(pinfo));
#endif
    return description != nullptr ? description : "";
}

/// What hears a tap. Wireshark calls it from C, through which no C++ exception may go.
struct TapListener {
    void* data;
    void (*reset)(void* data) noexcept = nullptr;
    tap_packet_status (*packet)(void* data, packet_info* pinfo, epan_dissect_t* dissection,
                                const void* tapped, tap_flags_t flags) noexcept = nullptr;
    void (*draw)(void* data) noexcept = nullptr;
    void (*finish)(void* data) noexcept = nullptr;
};

/// `filter`: a display filter, or null. `flags`: TL_... Returns what is wrong with the filter, to
/// be freed, or null. `remove_tap_listener(listener.data)` takes the listener away.
inline GString* addTapListener(const char* tap, const TapListener& listener,
                               const char* filter = nullptr, unsigned flags = TL_REQUIRES_NOTHING) {
    return register_tap_listener(tap, listener.data, filter, flags, listener.reset, listener.packet,
                                 listener.draw, listener.finish);
}

/// What Wireshark calls for a `-z`: `listen` says on standard error what is wrong with the
/// argument, and returns whether nothing was.
template <bool (*listen)(const char* argument, void* user_data) noexcept>
stat_tap_init_cb statTapInit() {
// 4.6: tshark itself ends then.
#if FINRST_WIRESHARK_SINCE(4, 6)
    return listen;
#else
    return [](const char* argument, void* user_data) noexcept {
        if (!listen(argument, user_data)) std::exit(1);
    };
#endif
}

}  // namespace finrst
