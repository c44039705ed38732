// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/copy_selection.h"

#include "report/witnesses.h"

#include <algorithm>
#include <set>

namespace finrst {

namespace {

bool isWished(const CaptureAnalysis& analysis, std::uint32_t connection, Select select) {
    return select == Select::kAffected ? analysis.isAffected(connection)
                                       : analysis.connections()[connection].isReset();
}

}  // namespace

CopySelection::CopySelection(const CaptureAnalysis& analysis, Select select)
    : left_(analysis.connections().size()) {
    std::set<HandshakeOfHost> handshakes;
    for (const Reset& reset : analysis.resets()) {
        if (!isWished(analysis, reset.connection, select)) continue;
        left_[reset.connection] = kAll;
        const Witnesses witnesses = witnessesOf(analysis, reset);
        for (const std::uint32_t connection : witnesses.connections) {
            if (connection != kNoIndex) left_[connection] = kAll;
        }
        if (const PlacesReport* places = analysis.placesReport(reset)) {
            for (const std::uint32_t connection : places->connections) left_[connection] = kAll;
        }
        if (witnesses.handshake) handshakes.insert(*witnesses.handshake);
    }
    for (std::uint32_t i = 0; i < left_.size() && !handshakes.empty(); ++i) {
        const auto is_shown = [&](const HandshakeOfHost& handshake) {
            return shows(analysis.connections(), i, handshake);
        };
        if (std::erase_if(handshakes, is_shown) == 0) continue;
        left_[i] = std::max<std::uint8_t>(left_[i], kHandshake);
    }
}

}  // namespace finrst
