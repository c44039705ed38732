// SPDX-License-Identifier: GPL-2.0-or-later
#include "large_pages.h"

#include "page_memory.h"

#include <algorithm>
#include <new>

namespace finrst {

namespace {

constexpr std::size_t kSmallest = std::size_t{32} << 10;  // of what is large
constexpr std::size_t kAlignment = 64;

bool isLarge(std::size_t size, std::size_t alignment) {
    return size >= kSmallest && alignment <= kAlignment;
}

std::size_t rounded(std::size_t size, std::size_t to) {
    return (size + to - 1) / to * to;
}

void* takePagesFor(std::size_t size) {
    void* pages = takePages(rounded(size, kLargePage));
    if (pages == nullptr) throw std::bad_alloc();
    return pages;
}

}  // namespace

LargePages::~LargePages() {
    for (void* chunk : chunks_) givePagesBack(chunk, kLargePage);
}

void* LargePages::do_allocate(std::size_t size, std::size_t alignment) {
    if (!isLarge(size, alignment))
        return std::pmr::new_delete_resource()->allocate(size, alignment);
    if (size >= kLargePage) return takePagesFor(size);
    size = rounded(size, kAlignment);
    std::vector<void*>& free = free_[size];
    if (!free.empty()) {
        void* piece = free.back();
        free.pop_back();
        return piece;
    }
    if (rest_.size() < size) {
        void* chunk = takePagesFor(size);
        chunks_.push_back(chunk);
        rest_ = {static_cast<std::byte*>(chunk), kLargePage};
    }
    void* piece = rest_.data();
    rest_ = rest_.subspan(size);
    return piece;
}

void LargePages::do_deallocate(void* piece, std::size_t size, std::size_t alignment) {
    if (!isLarge(size, alignment)) {
        return std::pmr::new_delete_resource()->deallocate(piece, size, alignment);
    }
    if (size >= kLargePage) return givePagesBack(piece, rounded(size, kLargePage));
    free_[rounded(size, kAlignment)].push_back(piece);
}

}  // namespace finrst
