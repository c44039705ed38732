// SPDX-License-Identifier: GPL-2.0-or-later
#include "session.h"

#include "preferences.h"

#include <array>
#include <memory>
#include <span>

namespace finrst {

namespace {

// Side by side, in one line of the cache: each packet needs both.
std::unique_ptr<CaptureAnalysis> analysis;
Segment* room;  // behind the segments that wait; nowhere while there is no analysis
std::array<Segment, 64> waiting;

std::uint64_t generation = 0;

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
    ++generation;
}

std::uint64_t sessionGeneration() {
    return generation;
}

}  // namespace finrst
