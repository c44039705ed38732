// SPDX-License-Identifier: GPL-2.0-or-later
#include "page_memory.h"

#include <windows.h>

namespace finrst {

/// Of small ones: large pages take a right that nobody has unless an administrator gives it.
void* takePages(std::size_t octets) {
    return VirtualAlloc(nullptr, octets, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
}

void givePagesBack(void* pages, std::size_t /*octets*/) {
    VirtualFree(pages, 0, MEM_RELEASE);
}

}  // namespace finrst
