// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <iterator>
#include <memory_resource>
#include <utility>
#include <vector>

namespace finrst {

/// A sequence that grows at its end without moving what it holds: references stay valid until it
/// shrinks. Unlike std::deque it wastes no room on large elements and finds one by shift and mask.
/// Its memory is of the default resource (std::pmr).
template <typename T>
class StableVector {
  public:
    template <typename... Arguments>
    T& emplace_back(Arguments&&... arguments) {
        if (size_ % kBlock == 0) blocks_.emplace_back().reserve(kBlock);
        ++size_;
        return blocks_.back().emplace_back(std::forward<Arguments>(arguments)...);
    }

    /// Drops the elements behind the first `size`, and gives back their memory.
    void shrink(std::size_t size) {
        blocks_.resize((size + kBlock - 1) / kBlock);
        const std::size_t left = size % kBlock;
        if (left != 0) blocks_.back().erase(blocks_.back().begin() + left, blocks_.back().end());
        size_ = size;
    }

    T& operator[](std::size_t i) { return blocks_[i / kBlock][i % kBlock]; }
    const T& operator[](std::size_t i) const { return blocks_[i / kBlock][i % kBlock]; }
    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    T& back() { return blocks_.back().back(); }
    const T& back() const { return blocks_.back().back(); }

    class Iterator {
      public:
        using iterator_category = std::random_access_iterator_tag;
        using value_type = T;
        using difference_type = std::ptrdiff_t;
        using pointer = const T*;
        using reference = const T&;

        Iterator(const StableVector& all, std::size_t at) : all_(&all), at_(at) {}

        reference operator*() const { return (*all_)[at_]; }
        pointer operator->() const { return &(*all_)[at_]; }
        Iterator& operator++() { return *this += 1; }
        Iterator& operator--() { return *this += -1; }
        Iterator& operator+=(difference_type steps) {
            at_ += static_cast<std::size_t>(steps);
            return *this;
        }
        friend difference_type operator-(const Iterator& a, const Iterator& b) {
            return static_cast<difference_type>(a.at_ - b.at_);
        }
        friend bool operator==(const Iterator& a, const Iterator& b) { return a.at_ == b.at_; }
        friend bool operator!=(const Iterator& a, const Iterator& b) { return a.at_ != b.at_; }

      private:
        const StableVector* all_;
        std::size_t at_;
    };
    Iterator begin() const { return {*this, 0}; }
    Iterator end() const { return {*this, size_}; }

  private:
    static constexpr std::size_t kBlock = sizeof(T) < 64 ? 4096 : 256;

    std::vector<std::pmr::vector<T>> blocks_;
    std::size_t size_ = 0;
};

}  // namespace finrst
