// SPDX-License-Identifier: GPL-2.0-or-later
#include "reader/reassembly.h"

#include "packet_builder.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace finrst {
namespace {

using namespace packet;

constexpr std::uint32_t kHeader = 20;

/// A packet of IPv4 and what the walk says of it.
struct Piece {
    Bytes packet;
    Fragment fragment;
};

Piece pieceOf(const Bytes& whole, std::uint32_t begin, std::uint32_t size, std::uint32_t id = 7) {
    const auto first = whole.begin() + begin;
    const Bytes data(first, first + size);
    Piece piece{ipv4(6, size) + data, {}};
    piece.fragment = {.protocol_at = 9,
                      .unfragmented_end = kHeader,
                      .begin = kHeader,
                      .end = kHeader + size,
                      .id = id,
                      .place = begin,
                      .protocol = 6,
                      .is_last = begin + size == whole.size()};
    return piece;
}

class ReassemblyTest : public testing::Test {
  protected:
    bool completes(const Piece& piece) {
        const ByteView whole = add(piece);
        return whole.size() == kHeader + data_.size() &&
               std::equal(data_.begin(), data_.end(), whole.begin() + kHeader);
    }
    bool isOpen(const Piece& piece) { return add(piece).empty(); }
    ByteView add(const Piece& piece) {
        frames_ = {++frame_};
        return reassembly_.add(piece.packet, piece.fragment, &frames_);
    }

    const Bytes data_ = bytesOf("The first eight, and others, whatever comes behind them.");
    Reassembly reassembly_;
    std::uint64_t frame_ = 0;
    std::vector<std::uint64_t> frames_;
};

TEST_F(ReassemblyTest, ThePieceThatWasMissingMakesItWholeInAnyOrder) {
    EXPECT_TRUE(isOpen(pieceOf(data_, 0, 8)));
    EXPECT_TRUE(isOpen(pieceOf(data_, 24, 32)));
    EXPECT_TRUE(completes(pieceOf(data_, 8, 16)));
    EXPECT_TRUE(isOpen(pieceOf(data_, 8, 48)));
    EXPECT_TRUE(completes(pieceOf(data_, 0, 8)));
}

TEST_F(ReassemblyTest, KnowsTheFramesOfAllPieces) {
    EXPECT_TRUE(isOpen(pieceOf(data_, 24, 32)));
    EXPECT_TRUE(isOpen(pieceOf(data_, 0, 8, 8)));  // of another packet
    EXPECT_TRUE(isOpen(pieceOf(data_, 0, 8)));
    EXPECT_TRUE(completes(pieceOf(data_, 8, 16)));
    EXPECT_EQ(frames_, (std::vector<std::uint64_t>{1, 3, 4}));
}

TEST_F(ReassemblyTest, CopiesAndOverlapsDoNotFillHoles) {
    EXPECT_TRUE(isOpen(pieceOf(data_, 0, 8)));
    EXPECT_TRUE(isOpen(pieceOf(data_, 0, 8)));
    EXPECT_TRUE(isOpen(pieceOf(data_, 16, 40)));
    EXPECT_TRUE(isOpen(pieceOf(data_, 0, 8)));
    EXPECT_TRUE(completes(pieceOf(data_, 0, 24)));
}

TEST_F(ReassemblyTest, PacketsWithOtherNumbersAreOthers) {
    EXPECT_TRUE(isOpen(pieceOf(data_, 0, 8, 7)));
    EXPECT_TRUE(isOpen(pieceOf(data_, 8, 48, 8)));
    EXPECT_TRUE(completes(pieceOf(data_, 8, 48, 7)));
}

TEST_F(ReassemblyTest, TheOldestIsGivenUpWhereTooManyAreOpen) {
    for (std::uint32_t id = 0; id <= 2000; ++id) {
        ASSERT_TRUE(isOpen(pieceOf(data_, 0, 8, id)));
    }
    EXPECT_TRUE(isOpen(pieceOf(data_, 8, 48, 0)));
    EXPECT_TRUE(completes(pieceOf(data_, 8, 48, 2000)));
}

}  // namespace
}  // namespace finrst
