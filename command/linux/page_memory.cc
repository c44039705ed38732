// SPDX-License-Identifier: GPL-2.0-or-later
#include "page_memory.h"

#include <sys/mman.h>

#include <cstdlib>

namespace finrst {

void* takePages(std::size_t octets) {
    void* pages = std::aligned_alloc(kLargePage, octets);
    if (pages != nullptr) ::madvise(pages, octets, MADV_HUGEPAGE);  // else small ones: no harm
    return pages;
}

void givePagesBack(void* pages) {
    std::free(pages);
}

}  // namespace finrst
