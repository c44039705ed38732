// SPDX-License-Identifier: GPL-2.0-or-later
#include "capture/capture_stream.h"

#include "capture_builder.h"

#include <gtest/gtest.h>

#include <fstream>

namespace finrst {
namespace {

namespace fs = std::filesystem;
using Seconds = std::vector<std::uint32_t>;

void append32(Bytes* to, std::uint32_t value) {
    to->resize(to->size() + 4);
    store(to->data() + to->size() - 4, value, ByteOrder::kLittle);
}

/// A pcap file of packets of one octet, with these times.
Bytes pcap(const Seconds& times) {
    Bytes file;
    for (const std::uint32_t word : {0xa1b2c3d4U, 0x00040002U, 0U, 0U, 65535U, 1U}) {
        append32(&file, word);
    }
    for (const std::uint32_t second : times) {
        for (const std::uint32_t word : {second, 0U, 1U, 1U}) append32(&file, word);
        file.push_back(static_cast<std::uint8_t>(second));
    }
    return file;
}

class CaptureStreamTest : public testing::Test {
  protected:
    ~CaptureStreamTest() override { fs::remove_all(folder_); }

    void add(const Bytes& octets) {
        files_.push_back(folder_ / std::to_string(files_.size()));
        std::ofstream(files_.back(), std::ios::binary)
            .write(reinterpret_cast<const char*>(octets.data()),
                   static_cast<std::streamsize>(octets.size()));
    }

    /// The times of all packets, and into `problems_` what was wrong.
    Seconds read() {
        CaptureStream stream(files_);
        Seconds times;
        for (CapturedPacket packet; stream.next(&packet);) {
            EXPECT_EQ(packet.frame, times.size() + 1);
            const auto since = packet.time.time_since_epoch();
            times.push_back(static_cast<std::uint32_t>(
                std::chrono::duration_cast<std::chrono::seconds>(since).count()));
        }
        problems_ = stream.problems();
        return times;
    }

    std::vector<fs::path> files_;
    std::vector<FileProblem> problems_;

  private:
    static fs::path made() {
        std::string name = (fs::temp_directory_path() / "finrst-stream-XXXXXX").string();
        return ::mkdtemp(name.data());
    }
    fs::path folder_ = made();
};

TEST_F(CaptureStreamTest, FilesOfARingComeInOrderOfTime) {
    add(pcap({5, 6}));
    add(pcap({1, 2}));
    add(pcap({3, 4}));
    EXPECT_EQ(read(), (Seconds{1, 2, 3, 4, 5, 6}));
    EXPECT_TRUE(problems_.empty());
}

TEST_F(CaptureStreamTest, FilesOfTheSameTimeAreMerged) {
    add(pcap({1, 4, 5, 9}));
    add(pcap({2, 3, 6}));
    add(pcap({}));
    add(pcap({7, 8}));
    EXPECT_EQ(read(), (Seconds{1, 2, 3, 4, 5, 6, 7, 8, 9}));
}

TEST_F(CaptureStreamTest, PacketsOfAFileKeepTheirOrder) {
    add(pcap({4, 1, 5}));
    add(pcap({2, 6}));
    EXPECT_EQ(read(), (Seconds{2, 4, 1, 5, 6}));
}

TEST_F(CaptureStreamTest, WhatCameBeforeDamageCounts) {
    Bytes damaged = pcap({1, 2, 3});
    store(damaged.data() + 24 + 17 + 8, std::uint32_t{0x7fffffff}, ByteOrder::kLittle);
    add(damaged);
    add(pcap({4}));
    EXPECT_EQ(read(), (Seconds{1, 4}));
    ASSERT_EQ(problems_.size(), 1U);
    EXPECT_EQ(problems_[0].file, files_[0]);
    EXPECT_EQ(problems_[0].frames, 1U);
    EXPECT_TRUE(problems_[0].was_read);
    EXPECT_NE(problems_[0].status.message.find("near octet 41"), std::string::npos);
}

TEST_F(CaptureStreamTest, AFileMayEndInAPacket) {
    Bytes cut = pcap({1, 2});
    cut.pop_back();
    add(cut);
    EXPECT_EQ(read(), (Seconds{1}));
    ASSERT_EQ(problems_.size(), 1U);
    EXPECT_TRUE(problems_[0].is_cut_short);
}

TEST_F(CaptureStreamTest, WhatIsNoPacketButAFrameIsCounted) {
    const PcapngBuilder build;
    const Bytes journal = build.block(9, bytesOf("__REALTIME_TIMESTAMP=1\n"));
    const Bytes packet = build.packet({1});
    add(build.section() + build.interface() + journal + packet + packet + journal + packet +
        journal);
    CaptureStream stream(files_);
    std::vector<std::uint64_t> frames;
    for (CapturedPacket next; stream.next(&next);) frames.push_back(next.frame);
    EXPECT_EQ(frames, (std::vector<std::uint64_t>{2, 3, 5}));
    EXPECT_EQ(stream.frames(), 6U);
}

TEST_F(CaptureStreamTest, TellsHowMuchIsReadOfHowMuch) {
    add(pcap({1, 2}));
    add(pcap({3}));
    const std::uint64_t total = fs::file_size(files_[0]) + fs::file_size(files_[1]);
    CaptureStream stream(files_);
    EXPECT_EQ(stream.bytesTotal(), total);
    EXPECT_LT(stream.bytesRead(), total);
    for (CapturedPacket packet; stream.next(&packet);) {
    }
    EXPECT_EQ(stream.bytesRead(), total);
}

TEST_F(CaptureStreamTest, AFileThatVanishesIsNamedAndTheOthersGoOn) {
    add(pcap({1}));
    add(pcap({2, 5}));
    add(pcap({3}));
    CaptureStream stream(files_);
    fs::remove(files_[1]);
    std::size_t packets = 0;
    for (CapturedPacket packet; stream.next(&packet);) ++packets;
    EXPECT_EQ(packets, 2U);
    ASSERT_EQ(stream.problems().size(), 1U);
    EXPECT_EQ(stream.problems()[0].file, files_[1]);
}

TEST_F(CaptureStreamTest, WhatIsNoCaptureIsNamed) {
    add(Bytes(100, 'x'));
    files_.push_back("/nonexistent/capture");
    add(pcap({1}));
    EXPECT_EQ(read(), (Seconds{1}));
    ASSERT_EQ(problems_.size(), 2U);
    EXPECT_FALSE(problems_[0].was_read);
    EXPECT_FALSE(problems_[1].was_read);
}

// Counters go on from one block of an interface to its next, and begin anew in a section.
TEST_F(CaptureStreamTest, DropsAreThoseOfAllInterfacesSectionsAndFiles) {
    const PcapngBuilder build;
    const Bytes packet = build.packet(Bytes(60));
    const Bytes section =
        build.section() + build.interface() + build.statistics() + packet + build.statistics();
    add(section + section);
    add(section);
    CaptureStream stream(files_);
    for (CapturedPacket packet_read; stream.next(&packet_read);) {
    }
    EXPECT_EQ(stream.dropped(), 9u);
}

TEST_F(CaptureStreamTest, DropsOfAnInterfaceThatIsNotThereAreNone) {
    const PcapngBuilder build;
    add(build.section() + build.statistics() + build.interface() + build.packet(Bytes(60)));
    CaptureStream stream(files_);
    for (CapturedPacket packet; stream.next(&packet);) {
    }
    EXPECT_EQ(stream.dropped(), 0u);
}

TEST_F(CaptureStreamTest, ARecorderSaysWhenItStopped) {
    const PcapngBuilder build;
    add(build.section() + build.interface() + build.packet(Bytes(60)) + build.statistics());
    CaptureStream stream(files_);
    for (CapturedPacket packet; stream.next(&packet);) {
    }
    constexpr std::int64_t kMicroseconds = std::int64_t{0x0005e3a1} << 32 | 1;  // of that block
    EXPECT_EQ(stream.recordedUntil(), Time(std::chrono::microseconds(kMicroseconds)));
}

TEST_F(CaptureStreamTest, WhereOneInterfaceHasNoStatisticsNobodySays) {
    const PcapngBuilder build;
    add(build.section() + build.interface() + build.interface() + build.packet(Bytes(60)) +
        build.statistics());
    CaptureStream stream(files_);
    for (CapturedPacket packet; stream.next(&packet);) {
    }
    EXPECT_EQ(stream.recordedUntil(), std::nullopt);
}

}  // namespace
}  // namespace finrst
