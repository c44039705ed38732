// SPDX-License-Identifier: GPL-2.0-or-later
#include "session.h"

#include "preferences.h"

#include <array>
#include <memory>
#include <optional>
#include <span>

namespace finrst {

namespace {

// Side by side, in one line of the cache: each packet needs both.
std::unique_ptr<CaptureAnalysis> analysis;
Segment* room;  // behind the segments that wait; nowhere while there is no analysis
std::array<Segment, 64> waiting;

std::uint64_t generation = 0;

struct KnownIncidents {
    Incidents incidents;
    std::uint64_t generation;
    std::uint64_t segments;
};
std::optional<KnownIncidents> known;

void analyseBatch() noexcept {
    analysis->add(std::span<const Segment>(waiting.data(), room));
    room = waiting.data();
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
    if (analysis != nullptr) analyseBatch();
    return analysis.get();
}

void openSession() {
    analysis = std::make_unique<CaptureAnalysis>(currentSettings());
    room = waiting.data();
    ++generation;
}

void closeSession() {
    analysis.reset();
    known.reset();
    ++generation;
}

const Incidents& incidentsSoFar() {
    const CaptureAnalysis& all = *analyseWaiting();
    const bool is_new =
        !known || known->generation != generation || known->segments != all.segments();
    if (is_new) {
        known.emplace(KnownIncidents{{}, generation, all.segments()});
        for (std::uint32_t i = 0; i < all.resets().size(); ++i) known->incidents.add(all, i);
        known->incidents.take();
    }
    return known->incidents;
}

std::uint64_t sessionGeneration() {
    return generation;
}

}  // namespace finrst
