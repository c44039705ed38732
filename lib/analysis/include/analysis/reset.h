// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/judgement.h"
#include "analysis/observation.h"
#include "analysis/reset_outcome.h"

namespace finrst {

/// One RST: what the capture shows about it, what is believed of it, and what it did.
struct Reset : Observation, Judgement, ResetOutcome {
    /// True when the RST answered a FIN because the socket of the connection was missing.
    bool isAffected() const {
        if (evidence.has(Evidence::kOwnResetNotTaken)) return false;
        if (verdict == Verdict::kHalfOpen) return trigger == Trigger::kFin;
        return isMissingSocket(verdict) && isFin(trigger);
    }

    /// True when it answers the FIN in that frame, or its sender had sent that FIN.
    bool comesOfFin(std::uint32_t fin_frame) const {
        return own_fin_frame == fin_frame || (isFin(trigger) && trigger_frame == fin_frame);
    }

    /// True when a timer may have run out while the connection was silent: it was reset unasked, or
    /// by a box for the first that came then.
    bool endsSilence() const { return trigger_frame == 0 || origin == Origin::kMiddlebox; }
};

}  // namespace finrst
