// SPDX-License-Identifier: GPL-2.0-or-later
#include "analysis/hash_index.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <vector>

namespace finrst {
namespace {

/// A set of keys whose hashes collide when there are few `hashes`.
class Keys {
  public:
    explicit Keys(std::uint64_t hashes) : hashes_(hashes) {}

    void insert(std::uint64_t key) {
        keys_.push_back(key);
        const auto index = static_cast<std::uint32_t>(keys_.size() - 1);
        index_.insert(hash(key), index);
    }
    std::optional<std::uint32_t> find(std::uint64_t key) const {
        return index_.find(hash(key), [&](std::uint32_t i) { return keys_[i] == key; });
    }
    void replace(std::uint64_t key, std::uint32_t old) {
        keys_.push_back(key);
        index_.replace(hash(key), old, static_cast<std::uint32_t>(keys_.size() - 1));
    }

  private:
    std::uint64_t hash(std::uint64_t key) const { return key % hashes_ * 0x9e3779b97f4a7c15; }

    std::uint64_t hashes_;
    std::vector<std::uint64_t> keys_;
    HashIndex index_;
};

TEST(HashIndex, IsEmptyAtFirst) {
    EXPECT_FALSE(Keys(1).find(7));
}

TEST(HashIndex, FindsWhatWasInsertedAfterGrowing) {
    for (const std::uint64_t hashes : {1u, 3u, 1u << 20}) {
        Keys keys(hashes);
        for (std::uint64_t key = 0; key < 1000; ++key) keys.insert(key);
        for (std::uint64_t key = 0; key < 1000; ++key) ASSERT_EQ(keys.find(key), key);
        EXPECT_FALSE(keys.find(1000));
    }
}

TEST(HashIndex, ReplacesTheOneAmongEqualHashes) {
    Keys keys(1);
    for (std::uint64_t key = 0; key < 10; ++key) keys.insert(key);
    keys.replace(4, 4);
    EXPECT_EQ(keys.find(4), 10u);
    EXPECT_EQ(keys.find(5), 5u);
}

}  // namespace
}  // namespace finrst
