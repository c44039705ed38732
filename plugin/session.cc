// SPDX-License-Identifier: GPL-2.0-or-later
#include "session.h"

#include "preferences.h"

#include <array>
#include <cstddef>
#include <memory>

namespace finrst {

namespace {

std::unique_ptr<CaptureAnalysis> analysis;
std::uint64_t generation = 0;

std::array<Segment, 64> waiting;
std::size_t waiting_count = 0;

void analyseWaiting() noexcept {
    for (std::size_t i = 0; i < waiting_count; ++i) analysis->add(waiting[i]);
    waiting_count = 0;
}

}  // namespace

bool isAnalysing() {
    return analysis != nullptr;
}

bool mayBeReset(const Segment& segment) {
    return analysis->mayBeReset(segment);
}

Segment& roomForSegment() {
    return waiting[waiting_count];
}

void analyseLater() {
    if (++waiting_count == waiting.size()) analyseWaiting();
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
    waiting_count = 0;
    analysis.reset();
    ++generation;
}

std::uint64_t sessionGeneration() {
    return generation;
}

}  // namespace finrst
