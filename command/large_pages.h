// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <map>
#include <memory_resource>
#include <span>
#include <vector>

namespace finrst {

/// Memory for what is large, in pages of two megabytes where the system has them: a page fault for
/// each four kilobytes would take a fifth of the time. What is given back is kept for the next of
/// the same size, or, from a large page on, goes back to the system: tables that grow leave no
/// smaller ones behind. Of one thread, the one that analyses.
class LargePages : public std::pmr::memory_resource {
  public:
    LargePages() = default;
    ~LargePages() override;

  private:
    void* do_allocate(std::size_t size, std::size_t alignment) override;
    void do_deallocate(void* piece, std::size_t size, std::size_t alignment) override;
    bool do_is_equal(const memory_resource& other) const noexcept override {
        return this == &other;
    }

    std::vector<void*> chunks_;
    std::span<std::byte> rest_;                       // of the latest chunk
    std::map<std::size_t, std::vector<void*>> free_;  // by size
};

}  // namespace finrst
