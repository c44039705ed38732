// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "format/options.h"
#include "packet/address_map.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace finrst {

/// What an option holds, as far as it matters for a copy that is for others.
enum class OptionContent : std::uint8_t { kNumber, kText, kFilter, kV4, kV6, kMac };

/// Copies the options of a block into another block: adds comments, and for a copy that is for
/// others leaves out what may tell too much.
class OptionEditor {
  public:
    /// `for_others`: only options that are known to hold what may be handed on are kept. `map`, if
    /// not null: addresses in them are replaced.
    OptionEditor(bool for_others, AddressMap* map) : for_others_(for_others), map_(map) {}

    /// The comment as it is to be written: with addresses replaced, and no longer than it can be.
    std::string prepared(std::string_view comment) const;

    /// Appends the options of a block of `type`, which must be sound (block_check.h), to `to`, and
    /// adds those of `comments`, as `prepared`, that are not among them. Returns how many those
    /// are.
    std::size_t copy(BlockType type, ByteView options, ByteOrder order,
                     std::span<const std::string> comments, std::vector<std::uint8_t>* to) const;

  private:
    void copyForOthers(OptionContent content, const OptionReader::Option& option, ByteOrder order,
                       std::vector<std::uint8_t>* to) const;

    bool for_others_;
    AddressMap* map_;
};

}  // namespace finrst
