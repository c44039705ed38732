// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace finrst {

/// A hash table of indexes into a caller's own sequence: five octets a slot, at most three quarters
/// full. The caller keeps the keys and says, by a predicate, whether an index is the one looked
/// for. Entries are never removed.
class HashIndex {
  public:
    HashIndex() : marks_(kFirstSize), values_(kFirstSize) {}

    /// Has the processor fetch where `hash` is looked up, which takes long in a large table.
    void prefetch(std::uint64_t hash) const {
        __builtin_prefetch(&marks_[hash & mask()]);
        __builtin_prefetch(&values_[hash & mask()]);
    }

    /// Returns the value stored under `hash` for which `matches(value)` holds, or nothing.
    template <typename Matches>
    std::optional<std::uint32_t> find(std::uint64_t hash, Matches matches) const {
        const std::uint8_t mark = markOf(hash);
        for (std::size_t i = hash & mask(); marks_[i] != kEmpty; i = (i + 1) & mask()) {
            if (marks_[i] == mark && matches(values_[i])) return values_[i];
        }
        return std::nullopt;
    }

    /// Puts `value` in the place of `old`, which is stored under `hash`.
    void replace(std::uint64_t hash, std::uint32_t old, std::uint32_t value) {
        std::size_t i = hash & mask();
        while (marks_[i] != markOf(hash) || values_[i] != old) i = (i + 1) & mask();
        values_[i] = value;
    }

    /// Adds `value` under `hash`; the key must not be there yet. `hashOf(value)` gives the hash of
    /// any stored value again, for when the table grows.
    template <typename HashOf>
    void insert(std::uint64_t hash, std::uint32_t value, HashOf hashOf) {
        if (4 * (used_ + 1) > 3 * marks_.size()) grow(hashOf);
        place(hash, value);
        ++used_;
    }

  private:
    static constexpr std::size_t kFirstSize = 64;  // a power of two, as every size
    static constexpr std::uint8_t kEmpty = 0;

    /// Of the bits that do not choose the slot; never kEmpty.
    static std::uint8_t markOf(std::uint64_t hash) {
        return static_cast<std::uint8_t>(hash >> 56) | 1u;
    }
    std::size_t mask() const { return marks_.size() - 1; }

    void place(std::uint64_t hash, std::uint32_t value) {
        std::size_t i = hash & mask();
        while (marks_[i] != kEmpty) i = (i + 1) & mask();
        marks_[i] = markOf(hash);
        values_[i] = value;
    }

    /// In the order of the caller's sequence, which need not be in the processor's caches.
    template <typename HashOf>
    void grow(HashOf hashOf) {
        std::vector<std::uint8_t> marks(2 * marks_.size());
        std::vector<std::uint32_t> values(2 * values_.size());
        marks.swap(marks_);
        values.swap(values_);
        std::vector<bool> stored;
        for (std::size_t i = 0; i < marks.size(); ++i) {
            if (marks[i] == kEmpty) continue;
            if (values[i] >= stored.size()) stored.resize(values[i] + 1);
            stored[values[i]] = true;
        }
        for (std::uint32_t value = 0; value < stored.size(); ++value) {
            if (stored[value]) place(hashOf(value), value);
        }
    }

    std::vector<std::uint8_t> marks_;
    std::vector<std::uint32_t> values_;
    std::size_t used_ = 0;
};

}  // namespace finrst
