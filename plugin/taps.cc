// SPDX-License-Identifier: GPL-2.0-or-later
#include "taps.h"

#include "dissector.h"
#include "modules.h"
#include "report/host_record_text.h"
#include "report/json.h"
#include "report/summary.h"
#include "report/text_reports.h"
#include "report/text_tables.h"
#include "reset_tree.h"
#include "session.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <new>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace finrst {

namespace {

int reset_tap = -1;
int segment_tap = -1;
int selection_listeners = 0;

constexpr std::string_view kAlone = "finrst";

void writeFirstScreen(const CaptureAnalysis&, const Report& report, const Sink& sink) {
    writeSummary(report, sink);
}

/// `-z finrst`, those of the table of reports by their names, and the document.
std::vector<Output> makeOutputs() {
    std::vector<Output> outputs = {{std::string(kAlone),
                                    "The worst incidents on one screen, with what to do",
                                    writeFirstScreen}};
    for (const TextReport& report : textReports()) {
        outputs.push_back(
            {"finrst," + std::string(report.name), std::string(report.description),
             [&report](const CaptureAnalysis& analysis, const Report& found, const Sink& sink) {
                 const auto flows = [&](const Sink& entry) {
                     for (const std::uint32_t index : found.flows) {
                         entry(flowEntry(analysis, analysis.resets()[index]));
                     }
                 };
                 report.write(found, flows, sink);
             }});
    }
    outputs.push_back({"finrst,json", "All of it as one JSON document",
                       [](const CaptureAnalysis& analysis, const Report& report, const Sink& sink) {
                           writeJson(analysis, report, sink);
                       }});
    return outputs;
}

const std::vector<Output>& outputs() {
    static const std::vector<Output> kOutputs = makeOutputs();
    return kOutputs;
}

/// What may stand behind -z.
std::string knownOptions() {
    std::string known;
    for (const Output& output : outputs()) known += (known.empty() ? "" : " ") + output.option;
    return known + " finrst,tree";
}

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

/// The window does. Of a single pass, tshark does not tell otherwise that it is over.
bool drawsWhileReading() {
    return qtMajor() != 0;
}

void draw(void* data) noexcept {
    auto* listener = static_cast<Listener*>(data);
    if (!drawsWhileReading()) endReading();
    const CaptureAnalysis* analysis = analyseWaiting();
    if (analysis == nullptr) {
        if (const char* reason = switchedOff()) {
            std::fprintf(stderr, "tshark: -z %s: %s\n", listener->output->option.c_str(), reason);
        }
        return;
    }
    if (listener->filtered) {
        // Never empty: an empty selection stands for all connections.
        listener->selection.resize(std::max<std::size_t>(analysis->connections().size(), 1));
    }
    if (listener->filtered && std::find(listener->selection.begin(), listener->selection.end(),
                                        true) == listener->selection.end()) {
        std::fprintf(stderr, "tshark: -z %s: The filter matches no packet of any TCP connection.\n",
                     listener->output->option.c_str());
    }
    Report report = makeReport(*analysis, listener->selection);
    addHostRecords(hostFindings(), report);
    report.places = placeFindings();
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
    const char* rest = argument + output->option.size();
    // Wireshark compares as much of a name as the table has.
    const bool takes_filter = output->option != kAlone;
    const bool is_named = *rest == '\0' || (takes_filter && *rest == ',');
    if (!is_named) {
        std::fprintf(stderr, "tshark: -z %s: There is no such report, but these: %s\n", argument,
                     knownOptions().c_str());
        return false;
    }
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
    return outputs();
}

void registerTaps() {
    reset_tap = register_tap("finrst");
    segment_tap = register_tap("finrst_segment");
    static std::vector<stat_tap_ui> interfaces(outputs().size());
    for (std::size_t i = 0; i < outputs().size(); ++i) {
        interfaces[i].group = REGISTER_STAT_GROUP_GENERIC;
        interfaces[i].cli_string = outputs()[i].option.c_str();
        interfaces[i].tap_init_cb = statTapInit<listen>();
        register_stat_tap_ui(&interfaces[i], const_cast<Output*>(&outputs()[i]));
    }
    std::error_code error;
    if (!std::filesystem::exists(dialogPath(), error)) registerResetTree();
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
