// SPDX-License-Identifier: GPL-2.0-or-later
#include "file_input.h"

#include <algorithm>
#include <cstdio>

namespace finrst {

FileInput::FileInput(const std::vector<std::filesystem::path>& files, When progress)
    : name_(files.front().filename().string()),
      files_(files.size()),
      stream_(files),
      progress_(progress) {}

Input::Next FileInput::next(CapturedPacket* packet) {
    if (!stream_.next(packet)) {
        progress_.end();
        return Next::kEnd;
    }
    if (progress_.isDue()) progress_.show(stream_.bytesRead(), stream_.bytesTotal());
    return Next::kPacket;
}

int FileInput::tellProblems() const {
    const std::vector<FileProblem>& problems = stream_.problems();
    for (const FileProblem& problem : problems) {
        const std::string what =
            problem.is_cut_short ? "It ends in the middle of a packet." : problem.status.message;
        std::fprintf(stderr, "finrst: %s: %s", problem.file.string().c_str(), what.c_str());
        if (problem.was_read) {
            std::fprintf(stderr, " The %llu frames before count.",
                         static_cast<unsigned long long>(problem.frames));
        }
        std::fputs("\n", stderr);
    }
    const auto unread = std::count_if(problems.begin(), problems.end(),
                                      [](const FileProblem& problem) { return !problem.was_read; });
    if (problems.empty()) return 0;
    return static_cast<std::size_t>(unread) == files_ ? 1 : 2;
}

}  // namespace finrst
