// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "format/block.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace finrst {

/// Option codes of draft-ietf-opsawg-pcapng: 3.5 for all blocks, the others with their blocks.
namespace option {
constexpr std::uint16_t kEnd = 0;
constexpr std::uint16_t kComment = 1;
constexpr std::uint16_t kInterfaceName = 2;
constexpr std::uint16_t kInterfaceDescription = 3;
constexpr std::uint16_t kInterfaceResolution = 9;
constexpr std::uint16_t kInterfaceFilter = 11;
constexpr std::uint16_t kInterfaceFcsLength = 13;
constexpr std::uint16_t kInterfaceOffset = 14;
constexpr std::uint16_t kStatisticsInterfaceDrops = 5;
constexpr std::uint16_t kStatisticsSystemDrops = 7;
}  // namespace option

/// Walks over the options of a block (3.5). Stops at opt_endofopt, at the end, and at an option
/// that reaches past the end.
class OptionReader {
  public:
    struct Option {
        std::uint16_t code;
        ByteView value;
        ByteView bytes;  ///< with head and padding
    };

    OptionReader(ByteView options, ByteOrder order) : rest_(options), order_(order) {}

    bool next(Option* option);
    /// What `next` has not passed: opt_endofopt and what follows it, or nothing.
    ByteView rest() const { return rest_; }
    /// After `next` said false: false when that was because of a broken option.
    bool isSound() const { return sound_; }

  private:
    ByteView rest_;
    ByteOrder order_;
    bool sound_ = true;
};

/// The longest value of an option: its length has 16 bits.
constexpr std::size_t kLongestOption = 0xffff;

void appendOption(std::vector<std::uint8_t>* to, std::uint16_t code, ByteView value,
                  ByteOrder order);
/// The text as an option can hold it: a longer one is cut between two characters and ends in "…".
std::string fittingText(std::string_view text);

}  // namespace finrst
