// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <ranges>
#include <utility>
#include <vector>

namespace finrst {

/// A sequence that grows at its end without moving what it holds: references stay valid. Unlike
/// std::deque it wastes no room on large elements and finds one by shift and mask.
template <typename T>
class StableVector {
  public:
    template <typename... Arguments>
    T& emplace_back(Arguments&&... arguments) {
        if (size_ % kBlock == 0) blocks_.emplace_back().reserve(kBlock);
        ++size_;
        return blocks_.back().emplace_back(std::forward<Arguments>(arguments)...);
    }

    T& operator[](std::size_t i) { return blocks_[i / kBlock][i % kBlock]; }
    const T& operator[](std::size_t i) const { return blocks_[i / kBlock][i % kBlock]; }
    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    T& back() { return blocks_.back().back(); }
    const T& back() const { return blocks_.back().back(); }
    /// A view of all, in their order.
    auto all() const {
        return std::views::iota(std::size_t{0}, size_) |
               std::views::transform([this](std::size_t i) -> const T& { return (*this)[i]; });
    }

  private:
    static constexpr std::size_t kBlock = 256;

    std::vector<std::vector<T>> blocks_;
    std::size_t size_ = 0;
};

}  // namespace finrst
