// SPDX-License-Identifier: GPL-2.0-or-later
#include "session.h"

#include "preferences.h"

#include <memory>

namespace finrst {

namespace {

std::unique_ptr<CaptureAnalysis> analysis;
std::uint64_t generation = 0;

}  // namespace

CaptureAnalysis* currentAnalysis() {
    return analysis.get();
}

void openSession() {
    analysis = std::make_unique<CaptureAnalysis>(currentSettings());
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
