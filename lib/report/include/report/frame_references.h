// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace finrst {

/// All texts name frames as "frame 12". For a copy of the capture that holds only the frames
/// `kept`, in ascending order, behind `before` others: `text` with the numbers that these frames
/// have in the copy. A frame that is not among them is named as "frame 12 of the whole capture".
std::string renumberFrames(std::string_view text, std::span<const std::uint32_t> kept);
std::string renumberFrames(std::string_view text, std::span<const std::uint64_t> kept,
                           std::uint64_t before);

/// `text`, in which frames are counted from behind the first `before` ones of the capture, with the
/// numbers that they have in the capture.
std::string countFrames(std::string text, std::uint64_t before);

}  // namespace finrst
