// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/incident.h"

namespace finrst {

namespace {

template <typename Enum, std::size_t size>
Enum mostOf(const std::array<std::uint32_t, size>& counts) {
    return static_cast<Enum>(std::max_element(counts.begin(), counts.end()) - counts.begin());
}

/// What single resets do not show, but that there are many of them, has other explanations, too.
Certainty mostSureOf(IncidentKind kind) {
    switch (kind) {
        case IncidentKind::kProcessGone:
        case IncidentKind::kHostLost:
        case IncidentKind::kAcceptQueueFull:
        case IncidentKind::kSynCookie:
        case IncidentKind::kScan:
            return Certainty::kPossible;
        default:
            return Certainty::kCertain;
    }
}

}  // namespace

Harm Incident::harm() const {
    for (std::size_t i = kHarms; i-- > 0;) {
        if (by_harm[i] > 0) return static_cast<Harm>(i);
    }
    return Harm::kNothing;
}

Verdict Incident::verdict() const {
    return mostOf<Verdict>(by_verdict);
}

Certainty Incident::certainty() const {
    return std::min(mostOf<Certainty>(by_certainty), mostSureOf(kind));
}

std::vector<Verdict> Incident::alternatives() const {
    std::vector<Verdict> left;
    for (std::size_t i = 0; i < kVerdicts; ++i) {
        const auto verdict = static_cast<Verdict>(i);
        if (by_alternative[i] > 0 && verdict != this->verdict()) left.push_back(verdict);
    }
    std::stable_sort(left.begin(), left.end(), [&](Verdict a, Verdict b) {
        return by_alternative[static_cast<std::size_t>(a)] >
               by_alternative[static_cast<std::size_t>(b)];
    });
    return left;
}

std::string filterOf(std::uint32_t incident) {
    return "finrst.incident == " + std::to_string(incident);
}

}  // namespace finrst
