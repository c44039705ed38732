// SPDX-License-Identifier: GPL-2.0-or-later
// A command line for finrst::save, for tests that look at its output with stock tools.
#include "capture/save.h"

#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace {

int usage() {
    std::fputs(
        "save_capture [--cut] [--replace | --replace-flat] [--key BYTE] [--section TEXT]\n"
        "             [--comment FRAME TEXT]... [--frames N,N,...] INPUT OUTPUT\n",
        stderr);
    return 2;
}

std::vector<std::uint32_t> readFrames(const char* text) {
    std::vector<std::uint32_t> frames;
    for (char* end = nullptr; *text != '\0'; text = *end == ',' ? end + 1 : end) {
        frames.push_back(static_cast<std::uint32_t>(std::strtoul(text, &end, 10)));
        if (end == text) break;
    }
    return frames;
}

}  // namespace

int main(int count, char** arguments) {
    finrst::SaveRequest request;
    request.key.fill(1);
    int i = 1;
    for (; i < count && arguments[i][0] == '-'; ++i) {
        const std::string_view option = arguments[i];
        if (option == "--cut") {
            request.payload = finrst::Payload::kCut;
        } else if (option == "--replace") {
            request.addresses = finrst::Addresses::kReplace;
        } else if (option == "--replace-flat") {
            request.addresses = finrst::Addresses::kReplaceFlat;
        } else if (option == "--key" && i + 1 < count) {
            request.key.fill(static_cast<std::uint8_t>(std::atoi(arguments[++i])));
        } else if (option == "--section" && i + 1 < count) {
            request.section_comment = arguments[++i];
        } else if (option == "--frames" && i + 1 < count) {
            request.frames = readFrames(arguments[++i]);
        } else if (option == "--comment" && i + 2 < count) {
            const auto frame = static_cast<std::uint32_t>(std::atoi(arguments[i + 1]));
            request.comments.push_back({frame, arguments[i + 2]});
            i += 2;
        } else {
            return usage();
        }
    }
    if (i + 2 != count) return usage();
    request.input = arguments[i];
    request.output = arguments[i + 1];
    const finrst::SaveResult result = finrst::save(request, {});
    for (const std::string& warning : result.warnings) std::printf("%s\n", warning.c_str());
    if (!result.ok()) std::fprintf(stderr, "%s\n", result.status.message.c_str());
    return result.ok() ? 0 : 1;
}
