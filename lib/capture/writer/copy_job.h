// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "capture/save.h"
#include "format/input_stream.h"
#include "format/output_stream.h"
#include "packet/option_editor.h"
#include "packet/packet_editor.h"
#include "writer/frame_plan.h"

#include <string>
#include <vector>

namespace finrst {

/// What the copiers of both formats share: the streams, the plan, the count of what was done.
struct CopyJob {
    CopyJob(const SaveRequest& wanted, const Progress& progress_callback, SaveResult& outcome);

    /// Tells how far it is, when there is news. Not ok: cancelled.
    Status report();
    /// The comments of the frame that the plan stands at, ready to be written.
    std::span<const std::string> frameComments();
    /// Notes that the current frame's comments could not be written.
    void skipComments() { result.comments_without_place += plan.comments().size(); }
    void countComments(std::size_t wanted, std::size_t added);

    const SaveRequest& request;
    const Progress& progress;
    SaveResult& result;
    InputStream input;
    OutputStream output;
    FramePlan plan;
    PacketEditor editor;
    OptionEditor options;

    std::uint64_t blocks_left_out = 0;  ///< not understood
    std::uint64_t secrets_left_out = 0;
    std::uint64_t names_left_out = 0;
    std::uint64_t secrets_kept = 0;      ///< lines, in a copy of some frames
    std::uint64_t names_kept = 0;        ///< addresses, in a copy of some frames or of cut packets
    std::uint64_t packets_left_out = 0;  ///< of unknown link types
    std::uint64_t octets_left_over = 0;  ///< of an item that the input ends in
    std::uint64_t simple_packets_blanked = 0;

  private:
    std::vector<std::string> prepared_;
    std::uint64_t reported_ = 0;
};

}  // namespace finrst
