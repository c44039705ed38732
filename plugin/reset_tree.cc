// SPDX-License-Identifier: GPL-2.0-or-later
#include "reset_tree.h"

#include "report/verdict_text.h"
#include "session.h"
#include "wireshark_api.h"

#include <epan/stats_tree.h>

#include <string>

namespace finrst {

namespace {

const char* const kRoot = "Resets";
int root = -1;

void createRoot(stats_tree* tree) {
    root = stats_tree_create_node(tree, kRoot, 0, STAT_DT_INT, true);
}

/// Resets > verdict > cause > sender.
tap_packet_status count(stats_tree* tree, packet_info*, epan_dissect_t*, const void* tapped,
                        tap_flags_t) noexcept {
    const Reset& reset = *static_cast<const Reset*>(tapped);
    const CaptureAnalysis* analysis = analyseWaiting();
    if (reset.is_copy || analysis == nullptr) return TAP_PACKET_DONT_REDRAW;
    const std::string sender =
        analysis->hostOf(analysis->connectionOf(reset), reset.sender).address.toString();
    const std::string_view cause = token(analysis->cause(reset));

    tick_stat_node(tree, kRoot, 0, true);
    int parent = tick_stat_node(tree, token(reset.verdict).data(), root, true);
    if (!cause.empty()) parent = tick_stat_node(tree, cause.data(), parent, true);
    tick_stat_node(tree, sender.c_str(), parent, false);
    return TAP_PACKET_REDRAW;
}

}  // namespace

void registerResetTree() {
    stats_tree_register_plugin("finrst", "finrst", "FIN-RST/Resets by verdict", 0, count,
                               createRoot, nullptr);
}

}  // namespace finrst
