// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/judgement.h"
#include "analysis/observation.h"

namespace finrst {

/// One RST: what the capture shows about it, and what is believed of it.
struct Reset : Observation, Judgement {
    /// True when the RST answered a FIN because the socket of the connection was missing.
    bool isAffected() const {
        if (verdict == Verdict::kHalfOpen) return trigger == Trigger::kFin;
        return isMissingSocket(verdict) && isFin(trigger);
    }
};

}  // namespace finrst
