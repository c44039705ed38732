// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QString>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace finrst {

/// By what the rows of a table are grouped.
struct Grouping {
    /// Items with the same key are a group.
    std::function<std::uint64_t(std::uint32_t item)> keyOf;
    /// Of the group that the item is in.
    std::function<QString(std::uint32_t item)> titleOf;
    /// The groups come in order of their keys; else the one with the most rows comes first.
    bool is_ordered_by_key = false;
};

/// The groups of a table's rows: each is a range of them.
class RowGroups {
  public:
    struct Group {
        std::uint64_t key;
        std::size_t begin;
        std::size_t end;

        std::size_t size() const { return end - begin; }
    };

    /// Moves the items of each group together, in the order that they have.
    static RowGroups of(const Grouping& grouping, std::vector<std::uint32_t>& items);

    bool empty() const { return groups_.empty(); }
    std::size_t size() const { return groups_.size(); }
    const Group& operator[](std::size_t index) const { return groups_[index]; }
    /// The index of the group that the row is in. Requires that there is one.
    std::size_t indexOf(std::size_t row) const;

  private:
    std::vector<Group> groups_;
};

}  // namespace finrst
