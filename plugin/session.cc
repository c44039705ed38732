// SPDX-License-Identifier: GPL-2.0-or-later
#include "session.h"

#include "gui_door.h"
#include "host/record_files.h"
#include "modules.h"
#include "places/interface_places.h"
#include "preferences.h"
#include "report/host_record_text.h"
#include "wireshark_api.h"

#include <wsutil/report_message.h>

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>

namespace finrst {

namespace {

// Side by side, in one line of the cache: each packet needs both.
std::shared_ptr<CaptureAnalysis> analysis;
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

std::optional<InterfacePlaces> places;  // where interfaces are places
RecordFiles records;
bool is_read = false;
std::uint64_t heard_segments = 0;  // that had come when the records' words were told

void analyseBatch() noexcept {
    const std::span<const Segment> batch(waiting.data(), room);
    if (places) {
        for (const Segment& segment : batch) places->add(segment);
    } else {
        analysis->add(batch);
    }
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

void joinPlaces() {
    const std::string refusal = places->join();
    if (refusal.empty() || qtMajor() != 0) return;
    report_warning("finrst.both_ends: %s", refusal.c_str());
}

void hearOthers() {
    const bool are_there = places || !records.words.empty();
    if (!are_there || heard_segments == analysis->segments() || !isRead()) return;
    heard_segments = analysis->segments();
    if (places) joinPlaces();
    if (records.words.empty()) return;
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

std::uint16_t placeOf(const packet_info* pinfo) noexcept {
    if (!places) return 0;
    const std::uint32_t interface = interfaceOf(pinfo);
    Place& place = places->at(interface);
    if (place.segments() == 0) {
        places->setName(interface, interfaceName(pinfo), interfaceDescription(pinfo));
    }
    return place.number();
}

const Reset* analyseNow(const Segment& segment) {
    analyseBatch();
    return places ? places->add(segment) : analysis->add(segment);
}

Segment* nextRoom() {
    return room;
}

void analyseLater() {
    if (++room == waiting.data() + waiting.size()) analyseBatch();
}

CaptureAnalysis* analyseWaiting() {
    if (analysis != nullptr) {
        analyseBatch();
        hearOthers();
    }
    return analysis.get();
}

void openSession() {
    Settings settings = currentSettings();
    records = readRecordFiles(hostRecordPaths(), settings);
    is_read = false;
    heard_segments = 0;
    analysis = std::make_shared<CaptureAnalysis>(settings);
    places.reset();
    if (areInterfacesPlaces()) places.emplace(analysis);
    room = waiting.data();
    ++generation;
}

void closeSession() {
    analysis.reset();
    places.reset();
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

std::vector<PlaceFinding> placeFindings() {
    const bool has_heard = analyseWaiting() != nullptr && places && heard_segments > 0;
    return has_heard ? places->findings() : std::vector<PlaceFinding>();
}

const Incidents& incidentsSoFar() {
    const CaptureAnalysis& all = *analyseWaiting();
    const bool is_new =
        !known || known->generation != generation || known->revision != sessionRevision();
    if (is_new) {
        known.emplace(KnownIncidents{{}, {}, generation, sessionRevision()});
        for (std::uint32_t i = 0; i < all.resets().size(); ++i) {
            if (isSelected(all.told(), all.resets()[i].connection)) known->incidents.add(all, i);
        }
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
