// SPDX-License-Identifier: GPL-2.0-or-later
#include "taps.h"

#include "dissector.h"
#include "report/json.h"
#include "report/text_tables.h"
#include "reset_tree.h"
#include "session.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <new>

namespace finrst {

namespace {

int reset_tap = -1;
int segment_tap = -1;
int selection_listeners = 0;

constexpr std::array kOutputs = {
    Output{"finrst,quality",
           "What the capture lacks, which verdicts that weakens, and how to record it",
           [](const CaptureAnalysis&, const Report& report, const Sink& sink) {
               writeQualityTable(report, sink);
           }},
    Output{"finrst,verdicts", "How many RSTs have which verdict",
           [](const CaptureAnalysis&, const Report& report, const Sink& sink) {
               writeVerdictsTable(report, sink);
           }},
    Output{"finrst,flows", "Each connection that was reset, with the frames to look at",
           writeFlowsTable},
    Output{"finrst,hosts",
           "Resets, closes and TIME_WAIT buckets of each host, and the diagnosis in words",
           [](const CaptureAnalysis&, const Report& report, const Sink& sink) {
               writeHostsTable(report, sink);
           }},
    Output{"finrst,services", "How each client uses its connections to each service",
           [](const CaptureAnalysis&, const Report& report, const Sink& sink) {
               writeServicesTable(report, sink);
           }},
    Output{"finrst,json", "All of it as one JSON document", writeJson},
};

/// One `-z` on the command line.
struct Listener {
    const Output* output;
    bool filtered;
    Selection selection;  ///< with a filter: the connections with a frame that it let through
};

void resetListener(void* data) noexcept {
    static_cast<Listener*>(data)->selection.clear();
}

tap_packet_status selectConnection(void* data, packet_info*, epan_dissect_t*, const void* tapped,
                                   tap_flags_t) noexcept {
    cover(static_cast<Listener*>(data)->selection, *static_cast<const std::uint32_t*>(tapped));
    return TAP_PACKET_DONT_REDRAW;
}

tap_packet_status ignoreReset(void*, packet_info*, epan_dissect_t*, const void*,
                              tap_flags_t) noexcept {
    return TAP_PACKET_DONT_REDRAW;
}

void draw(void* data) noexcept {
    auto* listener = static_cast<Listener*>(data);
    const CaptureAnalysis* analysis = analyseWaiting();
    if (analysis == nullptr) {
        if (const char* reason = switchedOff()) {
            std::fprintf(stderr, "tshark: -z %s: %s\n", listener->output->option, reason);
        }
        return;
    }
    if (listener->filtered) {
        // Never empty: an empty selection stands for all connections.
        listener->selection.resize(std::max<std::size_t>(analysis->connections().size(), 1));
    }
    const Report report = makeReport(*analysis, listener->selection);
    listener->output->write(*analysis, report, [](std::string_view piece) {
        std::fwrite(piece.data(), 1, piece.size(), stdout);
    });
}

void forget(void* data) noexcept {
    delete static_cast<Listener*>(data);
}

/// `argument`: all that stands behind -z. The listener lives until tshark ends.
bool listen(const char* argument, void* user_data) noexcept {
    const auto* output = static_cast<const Output*>(user_data);
    const char* rest = argument + std::strlen(output->option);
    const char* filter = *rest == ',' ? rest + 1 : nullptr;
    auto* listener = new (std::nothrow) Listener{output, filter != nullptr, {}};
    if (listener == nullptr) {
        std::fprintf(stderr, "tshark: -z %s: out of memory\n", argument);
        return false;
    }
    GString* error =
        filter != nullptr
            ? addSelectionListener({listener, resetListener, selectConnection, draw, forget},
                                   filter)
            : addTapListener("finrst", {listener, resetListener, ignoreReset, draw, forget});
    if (error == nullptr) return true;
    std::fprintf(stderr, "tshark: -z %s: %s\n", argument, error->str);
    return false;
}

}  // namespace

std::span<const Output> outputTable() {
    return kOutputs;
}

void registerTaps() {
    reset_tap = register_tap("finrst");
    segment_tap = register_tap("finrst_segment");
    static std::array<stat_tap_ui, kOutputs.size()> interfaces;
    for (std::size_t i = 0; i < kOutputs.size(); ++i) {
        interfaces[i].group = REGISTER_STAT_GROUP_GENERIC;
        interfaces[i].cli_string = kOutputs[i].option;
        interfaces[i].tap_init_cb = statTapInit<listen>();
        register_stat_tap_ui(&interfaces[i], const_cast<Output*>(&kOutputs[i]));
    }
    registerResetTree();
}

GString* addSelectionListener(const TapListener& listener, const char* filter) {
    GString* error = addTapListener("finrst_segment", listener, filter);
    selection_listeners += error == nullptr;
    return error;
}

void removeSelectionListener(void* data) {
    remove_tap_listener(data);
    --selection_listeners;
}

bool isSelectionWanted() {
    return selection_listeners > 0;
}

bool areTapsHeard() {
    return isSelectionWanted() || have_tap_listener(reset_tap);
}

void tellTaps(packet_info* pinfo, std::uint32_t connection, const Reset* reset) {
    if (reset != nullptr) tap_queue_packet(reset_tap, pinfo, reset);
    if (connection == kNoIndex || !isSelectionWanted()) return;
    auto* tapped = wmem_new(pinfo->pool, std::uint32_t);
    *tapped = connection;
    tap_queue_packet(segment_tap, pinfo, tapped);
}

}  // namespace finrst
