// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/frame_references.h"

#include <algorithm>
#include <charconv>

namespace finrst {

namespace {

constexpr std::string_view kWord = "frame ";

std::string nameInCopy(std::uint32_t frame, std::span<const std::uint32_t> kept,
                       std::uint64_t before) {
    const auto found = std::lower_bound(kept.begin(), kept.end(), frame);
    if (found == kept.end() || *found != frame)
        return std::to_string(frame) + " of the whole capture";
    return std::to_string(before + static_cast<std::uint64_t>(found - kept.begin()) + 1);
}

}  // namespace

std::string renumberFrames(std::string_view text, std::span<const std::uint32_t> kept,
                           std::uint64_t before) {
    std::string renumbered;
    for (std::size_t word = text.find(kWord); word != std::string_view::npos;
         word = text.find(kWord)) {
        renumbered += text.substr(0, word + kWord.size());
        text.remove_prefix(word + kWord.size());
        std::uint32_t frame = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), frame);
        if (error != std::errc()) continue;
        renumbered += nameInCopy(frame, kept, before);
        text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    }
    return renumbered.append(text);
}

}  // namespace finrst
