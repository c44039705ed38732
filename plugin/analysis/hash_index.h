// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace finrst {

/// A hash table of indexes into a caller's own sequence: eight bytes a slot, at most three quarters
/// full. The caller keeps the keys and says, by a predicate, whether an index is the one looked
/// for. Entries are never removed.
class HashIndex {
  public:
    HashIndex() : slots_(kFirstSize) {}

    /// Returns the value stored under `hash` for which `matches(value)` holds, or nothing.
    template <typename Matches>
    std::optional<std::uint32_t> find(std::uint64_t hash, Matches matches) const {
        const std::uint32_t mark = markOf(hash);
        for (std::size_t i = hash & mask(); slots_[i].mark != 0; i = (i + 1) & mask()) {
            if (slots_[i].mark == mark && matches(slots_[i].value)) return slots_[i].value;
        }
        return std::nullopt;
    }

    /// Puts `value` in the place of `old`, which is stored under `hash`.
    void replace(std::uint64_t hash, std::uint32_t old, std::uint32_t value) {
        std::size_t i = hash & mask();
        while (slots_[i].mark != markOf(hash) || slots_[i].value != old) i = (i + 1) & mask();
        slots_[i].value = value;
    }

    /// Adds `value` under `hash`; the key must not be there yet. `hashOf(value)` gives the hash of
    /// any stored value again, for when the table grows.
    template <typename HashOf>
    void insert(std::uint64_t hash, std::uint32_t value, HashOf hashOf) {
        if (4 * (used_ + 1) > 3 * slots_.size()) {
            std::vector<Slot> old(2 * slots_.size());
            old.swap(slots_);
            for (const Slot& slot : old) {
                if (slot.mark != 0) place(hashOf(slot.value), slot.value);
            }
        }
        place(hash, value);
        ++used_;
    }

    std::size_t bytes() const { return slots_.capacity() * sizeof(Slot); }

  private:
    struct Slot {
        std::uint32_t mark = 0;  ///< 0: empty
        std::uint32_t value = 0;
    };
    static constexpr std::size_t kFirstSize = 64;

    static std::uint32_t markOf(std::uint64_t hash) {
        return static_cast<std::uint32_t>(hash >> 32) | 1u;
    }
    std::size_t mask() const { return slots_.size() - 1; }
    void place(std::uint64_t hash, std::uint32_t value) {
        std::size_t i = hash & mask();
        while (slots_[i].mark != 0) i = (i + 1) & mask();
        slots_[i] = {markOf(hash), value};
    }

    std::vector<Slot> slots_;
    std::size_t used_ = 0;
};

}  // namespace finrst
