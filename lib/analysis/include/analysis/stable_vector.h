// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
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

  private:
    static constexpr std::size_t kBlock = 256;

    std::vector<std::vector<T>> blocks_;
    std::size_t size_ = 0;
};

}  // namespace finrst
