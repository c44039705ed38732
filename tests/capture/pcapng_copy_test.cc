// SPDX-License-Identifier: GPL-2.0-or-later
#include "save_test.h"

namespace finrst {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// Every test with sections of both byte orders.
class PcapngCopy : public SaveTest, public ::testing::WithParamInterface<ByteOrder> {
  protected:
    PcapngBuilder build_{GetParam()};
    const Bytes data_ = bytesOf("a packet of 21 octets");

    /// One block of each kind, with options of all sorts. Frames: 1 EPB, 2 SPB, 3 PB, 4 and 5
    /// custom blocks, 6 EPB without options.
    Bytes everything() const {
        return build_.section({{1, bytesOf("recorded by hand")},
                               {2, bytesOf("a machine")},
                               {0x7001, bytesOf("of nobody's")}}) +
               build_.interface(1, 262144, {{2, bytesOf("eth0")}, {9, {9}}, {14, Bytes(8, 1)}}) +
               build_.interface(113, 16, {{9, {0x8a}}}) + build_.names() + build_.secrets() +
               commented() + build_.simplePacket(data_, 21) + build_.oldPacket(data_) +
               build_.custom() + build_.custom(false) + build_.unknown() + build_.statistics() +
               build_.packet(data_, {}, 1, 9000, 0xee);
    }
    Bytes commented() const {
        return build_.packet(data_, build_.options({{2, build_.n32(1)},
                                                    {1, bytesOf("seen before")},
                                                    {2988, build_.n32(32473) + bytesOf("own")},
                                                    {0x7abc, bytesOf("unknown")}}));
    }
};

TEST_P(PcapngCopy, IsTheSameOctetForOctetWhenNothingIsWanted) {
    const Bytes input = everything() + build_.section({}, 4711) + build_.interface();
    EXPECT_EQ(saved(input), input);
    EXPECT_EQ(result_.frames_read, 6u);
    EXPECT_EQ(result_.frames_written, 6u);
    EXPECT_THAT(result_.warnings, IsEmpty());
}

TEST_P(PcapngCopy, CopiesTheOtherByteOrderInASectionOfItsOwn) {
    const PcapngBuilder other(GetParam() == ByteOrder::kBig ? ByteOrder::kLittle : ByteOrder::kBig);
    const Bytes before = everything() + other.section() + other.interface();
    request_.comments = {{7, "x"}};
    EXPECT_EQ(saved(before + other.packet(data_)),
              before + other.packet(data_, other.options({{1, bytesOf("x")}})));
}

// All blocks around stay; the comment goes behind the options that are there.
TEST_P(PcapngCopy, AddsCommentsAndLeavesAllElseAsItIs) {
    request_.comments = {{6, "second"}, {1, "first"}, {6, "third"}};
    const Bytes head = build_.section() + build_.interface() + build_.names();
    const Bytes between = build_.simplePacket(data_, 21) + build_.oldPacket(data_) +
                          build_.custom() + build_.secrets() + build_.custom(false);
    const auto options = [&](const char* added) {
        PcapngBuilder::Options list = {{2, build_.n32(1)}, {0x7abc, bytesOf("unknown")}};
        if (*added != '\0') list.emplace_back(1, bytesOf(added));
        return build_.options(list);
    };
    const Bytes input = head + build_.packet(data_, options(""), 0, 0, 0xee) + between +
                        build_.packet(data_, {}, 0, 9000, 0xdd) + build_.statistics();
    const Bytes expected =
        head + build_.packet(data_, options("first"), 0, 0, 0xee) + between +
        build_.packet(data_, build_.options({{1, bytesOf("second")}, {1, bytesOf("third")}}), 0,
                      9000, 0xdd) +
        build_.statistics();
    EXPECT_EQ(saved(input), expected);
    EXPECT_EQ(result_.comments_added, 3u);
}

TEST_P(PcapngCopy, CommentsOldPacketBlocksToo) {
    request_.comments = {{1, "x"}};
    const Bytes head = build_.section() + build_.interface();
    EXPECT_EQ(saved(head + build_.oldPacket(data_)),
              head + build_.oldPacket(data_, build_.options({{1, bytesOf("x")}})));
}

TEST_P(PcapngCopy, DoesNotDoubleAComment) {
    request_.comments = {{1, "seen before"}, {1, "new"}, {1, "new"}};
    request_.section_comment = "recorded by hand";
    const Bytes once = saved(everything());
    EXPECT_EQ(result_.comments_added, 1u);
    EXPECT_EQ(result_.comments_already_there, 3u);
    EXPECT_EQ(saved(once), once);
    EXPECT_EQ(result_.comments_added, 0u);
}

// A prefix is another comment.
TEST_P(PcapngCopy, AddsACommentThatIsNearlyThere) {
    request_.comments = {{1, "seen"}};
    saved(everything());
    EXPECT_EQ(result_.comments_added, 1u);
}

TEST_P(PcapngCopy, CommentsTheFirstSectionOnly) {
    request_.section_comment = "summary";
    const Bytes rest = build_.interface() + build_.packet(data_) + build_.section({}, 0);
    EXPECT_EQ(saved(build_.section({}, 100) + rest),
              build_.section({{1, bytesOf("summary")}}, 100) + rest);
}

// draft-ietf-opsawg-pcapng 4.1: the length of a section must be true or not given.
TEST_P(PcapngCopy, TakesBackTheLengthOfASectionThatMayChange) {
    request_.comments = {{2, "x"}};
    const Bytes content = build_.interface() + build_.packet(data_);
    const Bytes commented =
        build_.interface() + build_.packet(data_, build_.options({{1, bytesOf("x")}}));
    EXPECT_EQ(saved(build_.section({}, 80) + content + build_.section({}, 80) + content +
                    build_.section({}, 80) + content),
              build_.section() + content + build_.section() + commented + build_.section({}, 80) +
                  content);
}

TEST_P(PcapngCopy, AddsBehindOptionsWithoutAnEnd) {
    request_.comments = {{1, "x"}};
    const Bytes head = build_.section() + build_.interface();
    const PcapngBuilder::Options flags = {{2, build_.n32(1)}};
    EXPECT_EQ(saved(head + build_.packet(data_, build_.options(flags, false))),
              head + build_.packet(data_, build_.options({{2, build_.n32(1)}, {1, bytesOf("x")}})));
}

TEST_P(PcapngCopy, KeepsWhatFollowsTheEndOfOptions) {
    request_.comments = {{1, "x"}};
    const Bytes head = build_.section() + build_.interface();
    EXPECT_EQ(
        saved(head + build_.packet(data_, build_.n32(0) + bytesOf("left behind!"))),
        head + build_.packet(data_, build_.options({{1, bytesOf("x")}}) + bytesOf("left behind!")));
}

TEST_P(PcapngCopy, PadsCommentsOfEveryLength) {
    const Bytes head = build_.section() + build_.interface();
    for (std::size_t size = 0; size < 9; ++size) {
        const std::string text(size, 'x');
        request_.comments = {{1, text}};
        EXPECT_EQ(saved(head + build_.packet(data_)),
                  head + build_.packet(data_, build_.options({{1, bytesOf(text)}})));
    }
}

// An option holds 65535 octets. "ä" has two.
TEST_P(PcapngCopy, ShortensALongCommentBetweenCharacters) {
    std::string text = "x";
    for (int i = 0; i < 40000; ++i) text += "ä";
    request_.comments = {{1, text}};
    const Bytes head = build_.section() + build_.interface();
    const Bytes once = saved(head + build_.packet(data_));
    const Bytes fitting = bytesOf(text.substr(0, 65531) + "…");
    EXPECT_EQ(once, head + build_.packet(data_, build_.options({{1, fitting}})));
    EXPECT_EQ(saved(once), once);
}

TEST_P(PcapngCopy, KeepsSelectedFramesAndEverythingThatIsNoFrame) {
    request_.frames = {6, 3, 3, 77};
    request_.comments = {{1, "x"}, {3, "y"}};
    const Bytes head = build_.section() + build_.interface() + build_.interface();
    const Bytes last = build_.packet(data_, {}, 1);
    EXPECT_EQ(saved(head + commented() + build_.simplePacket(data_, 21) + build_.oldPacket(data_) +
                    build_.custom() + build_.custom(false) + build_.unknown() + last +
                    build_.statistics()),
              head + build_.oldPacket(data_, build_.options({{1, bytesOf("y")}})) +
                  build_.unknown() + last + build_.statistics());
    EXPECT_EQ(result_.frames_read, 6u);
    EXPECT_EQ(result_.frames_written, 2u);
    EXPECT_EQ(result_.comments_without_place, 1u);
}

TEST_P(PcapngCopy, KeepsNoFrameWhenNoneIsSelected) {
    request_.frames.emplace();
    EXPECT_EQ(saved(build_.section() + build_.interface() + commented()),
              build_.section() + build_.interface());
}

TEST_P(PcapngCopy, SaysWhichCommentsHaveNoPlace) {
    request_.comments = {{0, "x"}, {2, "x"}, {4, "x"}, {7, "x"}};  // none, SPB, custom, none
    const Bytes input = everything();
    EXPECT_EQ(saved(input), input);
    EXPECT_EQ(result_.comments_without_place, 4u);
    EXPECT_THAT(result_.warnings, ElementsAre(HasSubstr("4 comments have no place")));
}

// 4.4: a Simple Packet Block holds no more than the first interface's snapshot length.
TEST_P(PcapngCopy, ReadsSimplePacketsUpToTheSnapshotLength) {
    const Bytes input = build_.section() + build_.interface(1, 16) +
                        build_.simplePacket(Bytes(16, 1), 1500) +
                        build_.simplePacket(Bytes(5, 1), 5) + build_.packet({});
    EXPECT_EQ(saved(input), input);
    EXPECT_EQ(result_.frames_read, 3u);
}

// As Wireshark: some writers leave the padding out of the total length.
TEST_P(PcapngCopy, ReadsBlocksWhoseLengthLeavesOutThePadding) {
    Bytes odd = build_.packet(data_);
    const auto size = build_.n32(static_cast<std::uint32_t>(odd.size() - 3));
    std::copy(size.begin(), size.end(), odd.begin() + 4);
    std::copy(size.begin(), size.end(), odd.end() - 4);
    const Bytes head = build_.section() + build_.interface();
    EXPECT_EQ(saved(head + odd), head + odd);
    request_.comments = {{1, "x"}};
    EXPECT_EQ(saved(head + odd), head + build_.packet(data_, build_.options({{1, bytesOf("x")}})));
}

// Larger than any buffer.
TEST_P(PcapngCopy, CopiesLargeBlocks) {
    const Bytes input = build_.section() + build_.interface(220, 0) +
                        build_.packet(Bytes(5'000'001, 0x5a)) +
                        build_.block(0x7777, Bytes(3'000'000, 0xa5)) + build_.packet(data_);
    EXPECT_EQ(saved(input), input);
}

INSTANTIATE_TEST_SUITE_P(BothByteOrders, PcapngCopy,
                         ::testing::Values(ByteOrder::kLittle, ByteOrder::kBig),
                         [](const auto& parameter) {
                             return parameter.param == ByteOrder::kBig ? "Big" : "Little";
                         });

}  // namespace
}  // namespace finrst
