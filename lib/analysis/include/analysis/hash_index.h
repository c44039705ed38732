// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <optional>
#include <vector>

namespace finrst {

/// A hash table of indexes into a caller's own sequence: eight octets a slot, at most three
/// quarters full. The caller keeps the keys and says, by a predicate, whether an index is the one
/// looked for. Entries are never removed. Its memory is of the default resource (std::pmr).
class HashIndex {
  public:
    /// Has the processor fetch where `hash` is looked up, which takes long in a large table.
    void prefetch(std::uint64_t hash) const { __builtin_prefetch(&slots_[hash & mask()]); }

    /// Makes room for so many entries at once.
    void reserve(std::size_t entries) {
        std::size_t size = slots_.size();
        while (4 * entries > 3 * size) size *= 2;
        if (size > slots_.size()) resize(size);
    }

    /// Returns the value stored under `hash` for which `matches(value)` holds, or nothing.
    template <typename Matches>
    std::optional<std::uint32_t> find(std::uint64_t hash, Matches matches) const {
        for (std::size_t i = hash & mask(); slots_[i].value != kEmpty; i = (i + 1) & mask()) {
            const Slot& slot = slots_[i];
            if (slot.hash == kept(hash) && matches(slot.value)) return slot.value;
        }
        return std::nullopt;
    }

    /// Puts `value` in the place of `old`, which is stored under `hash`.
    void replace(std::uint64_t hash, std::uint32_t old, std::uint32_t value) {
        std::size_t i = hash & mask();
        while (slots_[i].value != old) i = (i + 1) & mask();
        slots_[i].value = value;
    }

    /// Adds `value`, below 2^32 - 1, under `hash`; the key must not be there yet.
    void insert(std::uint64_t hash, std::uint32_t value) {
        reserve(used_ + 1);
        place({kept(hash), value});
        ++used_;
    }

  private:
    static constexpr std::size_t kFirstSize = 64;  // a power of two, as every size
    static constexpr std::uint32_t kEmpty = 0xffffffff;

    struct Slot {
        std::uint32_t hash = 0;  ///< what is kept of it, enough to choose the slot
        std::uint32_t value = kEmpty;
    };

    static std::uint32_t kept(std::uint64_t hash) { return static_cast<std::uint32_t>(hash); }
    std::size_t mask() const { return slots_.size() - 1; }

    void place(Slot slot) {
        std::size_t i = slot.hash & mask();
        while (slots_[i].value != kEmpty) i = (i + 1) & mask();
        slots_[i] = slot;
    }

    void resize(std::size_t size) {
        std::pmr::vector<Slot> before(size);
        before.swap(slots_);
        for (const Slot& slot : before) {
            if (slot.value != kEmpty) place(slot);
        }
    }

    std::pmr::vector<Slot> slots_ = std::pmr::vector<Slot>(kFirstSize);
    std::size_t used_ = 0;
};

}  // namespace finrst
