// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "report/incident.h"
#include "report/verdict_text.h"

#include <span>
#include <string>
#include <string_view>

namespace finrst {

/// What users read about a kind of incident. Templates: see incident_text.cc.
struct IncidentKindText : TokenText<IncidentKind> {
    std::string_view title;          ///< template, without a full stop
    std::string_view reason;         ///< template
    std::string_view advice = "";    ///< template; empty: that of the cause, or else of the verdict
    std::string_view on_linux = "";  ///< what to run on the host that has to act, if it is Linux
};

/// All of them, in the order of their values.
std::span<const IncidentKindText> incidentKindTexts();
std::span<const TokenText<Harm>> harmTexts();
std::string_view token(IncidentKind kind);
std::string_view token(Harm harm);
/// What happened, to whom, without a full stop. It speaks of nothing but the incident.
std::string titleOf(const Incident& incident);

}  // namespace finrst
