// SPDX-License-Identifier: GPL-2.0-or-later
#include "readers.h"

#include "fields.h"
#include "preferences.h"
#include "taps.h"

#include <epan/column-utils.h>
#include <epan/epan_dissect.h>
#include <wsutil/report_message.h>

#include <cerrno>
#include <cstdint>
#include <string_view>

namespace finrst {

namespace {

constexpr const char* kTap = "finrst_pass";
int pass_tap = -1;

enum class Search : std::uint8_t { kOver, kBeforeFirstSegment, kBehindFirstSegment };
Search search = Search::kOver;
bool found;

/// Other programs keep the frames, and may ask at any time: the window, sharkd.
bool isTshark() {
    return std::string_view(program_invocation_short_name) == "tshark";
}

/// With -2, tshark runs the taps in the second pass alone: what is called for the first segment on
/// its first pass sees the only pass.
tap_packet_status lookAtTheOnlyPass(void*, packet_info* pinfo, epan_dissect_t* dissection,
                                    const void*, tap_flags_t) noexcept {
    found = areFieldsWanted(dissection->tree) || areTapsHeard() ||
            areExpertInfosRead(dissection->tree, pinfo->cinfo) || isInfoColumnWanted(pinfo->cinfo);
    if (areFieldsWanted(dissection->tree) && !hostRecordPaths().empty()) {
        report_warning(
            "finrst.host_records: What hosts say is known when all has been read: give -2, too, or "
            "-z finrst,flows instead of fields.");
    }
    return TAP_PACKET_DONT_REDRAW;
}

bool look(packet_info* pinfo) {
    if (search == Search::kBeforeFirstSegment) {
        tap_queue_packet(pass_tap, pinfo, nullptr);
        search = Search::kBehindFirstSegment;
    } else {
        stopLookingForReaders();
    }
    return found;
}

}  // namespace

bool areExpertInfosRead(proto_tree* tree, column_info* columns) {
    static const int kExpert = proto_get_id_by_filter_name("_ws.expert");
    static const int kExpertTap = find_tap_id("expert");
    return proto_field_is_referenced(tree, kExpert) || have_tap_listener(kExpertTap) ||
           (columns != nullptr && col_get_text(columns, COL_EXPERT) != nullptr);
}

void registerReaders() {
    pass_tap = register_tap(kTap);
}

void lookForReaders() {
    if (!isTshark()) return;
    // A helper does not make tshark dissect where it would not. Only a filter could be wrong.
    [[maybe_unused]] const GString* no_error = addTapListener(
        kTap, {.data = &pass_tap, .packet = lookAtTheOnlyPass}, nullptr, TL_IS_DISSECTOR_HELPER);
    search = Search::kBeforeFirstSegment;
    found = true;
}

/// At once, not when the capture is closed: while there is any listener, Wireshark queues what all
/// dissectors tell.
void stopLookingForReaders() {
    if (search == Search::kOver) return;
    remove_tap_listener(&pass_tap);
    search = Search::kOver;
}

bool isRead(packet_info* pinfo) {
    if (search == Search::kOver) [[likely]]
        return true;
    return look(pinfo);
}

}  // namespace finrst
