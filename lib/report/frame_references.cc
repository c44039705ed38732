// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/frame_references.h"

#include <algorithm>
#include <charconv>

namespace finrst {

namespace {

constexpr std::string_view kWord = "frame ";
constexpr std::size_t kLongerNames = 32;  // octets: some, so that most texts grow in place

template <typename Kept>
std::string nameInCopy(std::uint64_t frame, std::span<const Kept> kept, std::uint64_t before) {
    const auto found = std::lower_bound(kept.begin(), kept.end(), frame);
    if (found == kept.end() || *found != frame)
        return std::to_string(frame) + " of the whole capture";
    return std::to_string(before + static_cast<std::uint64_t>(found - kept.begin()) + 1);
}

/// `nameOf(frame)` stands for the number of each frame in `text`.
template <typename NameOf>
std::string rename(std::string_view text, NameOf nameOf) {
    std::string renamed;
    renamed.reserve(text.size() + kLongerNames);
    for (std::size_t word = text.find(kWord); word != std::string_view::npos;
         word = text.find(kWord)) {
        renamed += text.substr(0, word + kWord.size());
        text.remove_prefix(word + kWord.size());
        std::uint64_t frame = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), frame);
        if (error != std::errc()) continue;
        renamed += nameOf(frame);
        text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    }
    return renamed.append(text);
}

}  // namespace

std::string renumberFrames(std::string_view text, std::span<const std::uint32_t> kept) {
    return rename(text, [&](std::uint64_t frame) { return nameInCopy(frame, kept, 0); });
}

std::string renumberFrames(std::string_view text, std::span<const std::uint64_t> kept,
                           std::uint64_t before) {
    return rename(text, [&](std::uint64_t frame) { return nameInCopy(frame, kept, before); });
}

std::string countFrames(std::string text, std::uint64_t before) {
    if (before == 0) return text;
    return rename(text, [&](std::uint64_t frame) { return std::to_string(before + frame); });
}

}  // namespace finrst
