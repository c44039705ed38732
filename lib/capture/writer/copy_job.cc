// SPDX-License-Identifier: GPL-2.0-or-later
#include "writer/copy_job.h"

namespace finrst {

CopyJob::CopyJob(const SaveRequest& wanted, const Progress& progress_callback, SaveResult& outcome)
    : request(wanted),
      progress(progress_callback),
      result(outcome),
      plan(wanted),
      editor(wanted),
      options(editor.isForOthers(), editor.addressMap()) {}

Status CopyJob::report() {
    if (input.bytesRead() == reported_) return {};
    reported_ = input.bytesRead();
    if (!progress || progress(reported_, input.bytesTotal())) return {};
    return fail(SaveError::kCancelled, "Saving was cancelled.");
}

std::span<const std::string> CopyJob::frameComments() {
    prepared_.clear();
    for (const FrameComment* comment : plan.comments()) {
        prepared_.push_back(options.prepared(comment->text));
    }
    return prepared_;
}

void CopyJob::countComments(std::size_t wanted, std::size_t added) {
    result.comments_added += added;
    result.comments_already_there += wanted - added;
}

}  // namespace finrst
