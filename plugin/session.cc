// SPDX-License-Identifier: GPL-2.0-or-later
#include "session.h"

#include "gui_door.h"
#include "host/record_files.h"
#include "modules.h"
#include "preferences.h"
#include "report/host_record_text.h"
#include "wireshark_api.h"

#include <wsutil/report_message.h>

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <utility>

namespace finrst {

namespace {

// Side by side, in one line of the cache: each packet needs both.
std::unique_ptr<CaptureAnalysis> analysis;
Segment* room;  // behind the segments that wait; nowhere while there is no analysis
std::array<Segment, 64> waiting;

std::uint64_t generation = 0;

struct KnownIncidents {
    Incidents incidents;
    std::vector<Incident> taken;  // of them, by number
    std::uint64_t generation;
    std::uint64_t revision;
};
std::optional<KnownIncidents> known;

RecordFiles records;
bool is_read = false;
std::uint64_t heard_segments = 0;  // that had come when the records' words were told

void analyseBatch() noexcept {
    analysis->add(std::span<const Segment>(waiting.data(), room));
    room = waiting.data();
}

/// When Wireshark's window reads packets again, it does not tell when it has done so.
bool isRead() {
    return is_read || hasWindowRead();
}

/// The window says it in its dialog.
void tellRefused() {
    if (qtMajor() != 0) return;
    for (const HostFinding& found : records.words.findings(*analysis)) {
        if (found.refusal.empty()) continue;
        report_warning("finrst.host_records: %s", refusalText(found).c_str());
    }
}

void hearHosts() {
    if (records.words.empty() || heard_segments == analysis->segments() || !isRead()) return;
    heard_segments = analysis->segments();
    records.words.tell(*analysis);
    tellRefused();
}

}  // namespace

bool isAnalysing() {
    return analysis != nullptr;
}

bool mayBeReset(const Segment& segment) {
    return analysis->mayBeReset(segment);
}

void analyseLater(const Segment& segment) {
    *room = segment;
    if (++room == waiting.data() + waiting.size()) analyseBatch();
}

CaptureAnalysis* analyseWaiting() {
    if (analysis != nullptr) {
        analyseBatch();
        hearHosts();
    }
    return analysis.get();
}

void openSession() {
    Settings settings = currentSettings();
    records = readRecordFiles(hostRecordPaths(), settings);
    is_read = false;
    heard_segments = 0;
    analysis = std::make_unique<CaptureAnalysis>(settings);
    room = waiting.data();
    ++generation;
}

void closeSession() {
    analysis.reset();
    known.reset();
    records = {};
    ++generation;
}

void endReading() {
    is_read = true;
}

std::vector<HostFinding> hostFindings() {
    const CaptureAnalysis* all = analyseWaiting();
    std::vector<HostFinding> found = records.unusable;
    if (all == nullptr || heard_segments == 0) return found;
    for (HostFinding& finding : records.words.findings(*all)) found.push_back(std::move(finding));
    return found;
}

const Incidents& incidentsSoFar() {
    const CaptureAnalysis& all = *analyseWaiting();
    const bool is_new =
        !known || known->generation != generation || known->revision != sessionRevision();
    if (is_new) {
        known.emplace(KnownIncidents{{}, {}, generation, sessionRevision()});
        for (std::uint32_t i = 0; i < all.resets().size(); ++i) known->incidents.add(all, i);
        known->taken = known->incidents.take();
    }
    return known->incidents;
}

const Incident& incidentOf(std::uint32_t number) {
    return known->taken[number - 1];
}

std::uint64_t sessionGeneration() {
    return generation;
}

std::uint64_t sessionRevision() {
    const CaptureAnalysis* all = analyseWaiting();
    return all != nullptr ? all->segments() + heard_segments : 0;
}

}  // namespace finrst
