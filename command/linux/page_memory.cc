// SPDX-License-Identifier: GPL-2.0-or-later
#include "page_memory.h"

#include <sys/mman.h>

#include <cstdint>

namespace finrst {

/// None of malloc's, which keeps what comes back, however large it is.
void* takePages(std::size_t octets) {
    void* mapped = ::mmap(nullptr, octets + kLargePage, PROT_READ | PROT_WRITE,
                          MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (mapped == MAP_FAILED) return nullptr;
    auto* begin = static_cast<std::byte*>(mapped);
    const std::size_t before = -reinterpret_cast<std::uintptr_t>(begin) % kLargePage;
    std::byte* pages = begin + before;
    if (before > 0) ::munmap(begin, before);
    ::munmap(pages + octets, kLargePage - before);
    ::madvise(pages, octets, MADV_HUGEPAGE);  // else small ones: no harm
    return pages;
}

void givePagesBack(void* pages, std::size_t octets) {
    ::munmap(pages, octets);
}

}  // namespace finrst
