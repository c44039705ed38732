// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/capture_analysis.h"
#include "report/figure.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace finrst {

/// How far a segment came, as two places of capture show.
enum class Way : std::uint8_t {
    kWhole,        ///< from one end to the other, or that is not known
    kLost,         ///< it was lost between the places
    kMadeBetween,  ///< it came out from between them, and had not gone in
};

/// One segment that decides over a reset, and the states that both ends are in after it.
struct LadderStep {
    std::uint32_t frame = 0;
    Time time{};
    bool from_client = false;
    std::string segment;  ///< "SYN", "FIN", "ACK", "FIN, ACK", "data", "RST"
    TcpState client = TcpState::kUnknown;
    TcpState server = TcpState::kUnknown;
    /// The RST of a sender that should still have had a socket in its state, but had none.
    bool socket_missing = false;
    Way way = Way::kWhole;
    std::uint32_t frame_elsewhere = 0;  ///< of the same at the other place; 0: there is none
};

/// From the opening of the connection to `reset`, in the order of time: the opening, the FINs and
/// the ACKs of the FINs, an earlier RST, what the RST answers, and the RST.
std::vector<LadderStep> ladder(const CaptureAnalysis& analysis, const Reset& reset);

/// The places of capture between client and server, in that order.
struct LadderPlaces {
    std::string near_client;
    std::string near_server;
    bool is_near_client = false;  ///< the frames of the ladder are those of `near_client`
};
/// Empty where the ladder is of one place.
std::optional<LadderPlaces> ladderPlaces(const CaptureAnalysis& analysis, const Reset& reset);

/// A ladder that can be told as text when its connection is gone.
struct Course {
    SocketAddress client;
    SocketAddress server;
    std::optional<LadderPlaces> places;
    std::vector<LadderStep> steps;
    std::vector<std::uint64_t> frames;  ///< of the steps, in the whole capture
};
Course courseOf(const CaptureAnalysis& analysis, const Reset& reset);

/// Lines of text, a title first: for each segment when it came, its frame, and the states; between
/// two places the frames of both. Empty for an empty course.
std::vector<std::string> ladderLines(const Course& course);

}  // namespace finrst
