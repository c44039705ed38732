// SPDX-License-Identifier: GPL-2.0-or-later
#include "session.h"

#include "preferences.h"

#include <array>
#include <memory>

namespace finrst {

namespace {

std::unique_ptr<CaptureAnalysis> analysis;
std::uint64_t generation = 0;

std::array<Segment, 64> waiting;
Segment* room = waiting.data();  // behind those that wait

void analyseWaiting() noexcept {
    for (const Segment* segment = waiting.data(); segment != room; ++segment) {
        analysis->add(*segment);
    }
    room = waiting.data();
}

}  // namespace

bool isAnalysing() {
    return analysis != nullptr;
}

bool mayBeReset(const Segment& segment) {
    return analysis->mayBeReset(segment);
}

Segment& roomForSegment() {
    return *room;
}

void analyseLater() {
    if (++room == waiting.data() + waiting.size()) analyseWaiting();
}

CaptureAnalysis* currentAnalysis() {
    analyseWaiting();
    return analysis.get();
}

void openSession() {
    analysis = std::make_unique<CaptureAnalysis>(currentSettings());
    ++generation;
}

void closeSession() {
    room = waiting.data();
    analysis.reset();
    ++generation;
}

std::uint64_t sessionGeneration() {
    return generation;
}

}  // namespace finrst
