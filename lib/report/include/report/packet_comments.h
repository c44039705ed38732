// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/capture_analysis.h"
#include "report/incidents.h"

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace finrst {

/// By frame number. Each line is a comment of its own: Wireshark's packet details cut a comment
/// after 240 octets (ITEM_LABEL_LENGTH).
using PacketComments = std::map<std::uint32_t, std::vector<std::string>>;

/// What somebody without finrst should read in a capture: for each connection that was reset, a
/// comment on the RST (verdict, certainty, cause, evidence and number of its incident), on the FIN
/// that it answered, on the sender's own FIN and on its ACK. Made in steps, as reports are
/// (report.h).
class PacketCommentMaker {
  public:
    explicit PacketCommentMaker(const CaptureAnalysis& analysis)
        : analysis_(analysis), resets_(static_cast<std::uint32_t>(analysis.resets().size())) {}

    /// Comments on some resets more; false when there was none left.
    bool step();
    /// The comments, when no step is left.
    PacketComments take() { return std::move(comments_); }

  private:
    const CaptureAnalysis& analysis_;
    std::uint32_t resets_;
    std::uint32_t next_added_ = 0;  // index of a reset
    std::uint32_t next_ = 0;        // likewise
    Incidents incidents_;
    PacketComments comments_;
};

PacketComments packetComments(const CaptureAnalysis& analysis);

/// Those on the resets of one connection, by its index, from frame `first` on.
PacketComments packetComments(const CaptureAnalysis& analysis, std::uint32_t connection,
                              std::uint32_t first);

}  // namespace finrst
