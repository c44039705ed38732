// SPDX-License-Identifier: GPL-2.0-or-later
#include "save_test.h"

#include <sys/resource.h>
#include <zlib.h>

namespace finrst {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class Gzip : public SaveTest {
  protected:
    static Bytes packed(const Bytes& plain) {
        z_stream stream{};
        EXPECT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
        Bytes result(deflateBound(&stream, static_cast<uLong>(plain.size())) + 64);
        stream.next_in = const_cast<Bytef*>(plain.data());
        stream.avail_in = static_cast<uInt>(plain.size());
        stream.next_out = result.data();
        stream.avail_out = static_cast<uInt>(result.size());
        EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
        result.resize(stream.total_out);
        deflateEnd(&stream);
        return result;
    }
    static Bytes unpacked(const std::filesystem::path& path) {
        gzFile file = gzopen(path.c_str(), "rb");
        Bytes result(16'000'000);
        const int size = gzread(file, result.data(), static_cast<unsigned>(result.size()));
        EXPECT_GE(size, 0);
        EXPECT_EQ(gzdirect(file), 0);
        EXPECT_EQ(gzclose(file), Z_OK);
        result.resize(static_cast<std::size_t>(size));
        return result;
    }
    Bytes capture(int packets) const {
        Bytes bytes = build_.section() + build_.interface();
        for (int i = 0; i < packets; ++i) {
            Bytes data(100);
            std::uint32_t state = static_cast<std::uint32_t>(i) * 2654435761u + 1;
            for (auto& octet : data) octet = static_cast<std::uint8_t>((state *= 48271) >> 24);
            bytes += build_.packet(data);
        }
        return bytes;
    }
    PcapngBuilder build_;
};

TEST_F(Gzip, IsUnpacked) {
    EXPECT_EQ(saved(packed(capture(20000))), capture(20000));
}

TEST_F(Gzip, IsPackedWhenTheNameEndsInGz) {
    request_.output = folder_ / "out.pcapng.gz";
    saved(capture(20000));
    EXPECT_EQ(unpacked(request_.output), capture(20000));
    saved(packed(capture(3)));
    EXPECT_EQ(unpacked(request_.output), capture(3));
}

TEST_F(Gzip, OfSeveralMembersIsOneCapture) {
    const Bytes whole = capture(50);
    const auto middle = whole.begin() + 1234;
    EXPECT_EQ(saved(packed({whole.begin(), middle}) + packed({middle, whole.end()})), whole);
    EXPECT_EQ(saved(packed(whole) + Bytes(512, 0)), whole) << "what follows does not count";
}

// The compressor of a capturing program that was stopped: the last block is not whole either.
TEST_F(Gzip, CutShortIsSavedUpToThere) {
    const Bytes whole = packed(capture(50));
    result_ = saveBytes({whole.begin(), whole.end() - 500});
    ASSERT_TRUE(result_.ok()) << result_.status.message;
    EXPECT_TRUE(result_.input_cut_short);
    EXPECT_THAT(result_.warnings, ElementsAre(HasSubstr("ends in the middle")));
    const Bytes copy = read(request_.output);
    const Bytes full = capture(50);
    ASSERT_LT(copy.size(), full.size());
    EXPECT_TRUE(std::equal(copy.begin(), copy.end(), full.begin()));
}

TEST_F(Gzip, WithoutItsChecksumIsSavedWithAWarning) {
    const Bytes whole = packed(capture(50));
    result_ = saveBytes({whole.begin(), whole.end() - 3});
    EXPECT_TRUE(result_.input_cut_short);
    EXPECT_EQ(read(request_.output), capture(50));
}

TEST_F(Gzip, ThatIsDamagedIsAnError) {
    Bytes damaged = packed(capture(50));
    damaged[damaged.size() - 6] ^= 1;  // its checksum
    EXPECT_EQ(saveBytes(damaged).status.error, SaveError::kDamaged);
    damaged = packed(capture(50));
    for (std::size_t i = 300; i < 400; ++i) damaged[i] ^= 0xff;
    const SaveResult result = saveBytes(damaged);
    EXPECT_EQ(result.status.error, SaveError::kDamaged);
    EXPECT_THAT(names(), ElementsAre("in"));
}

// A few hundred KiB that become hundreds of MiB: no more memory is needed, and it can be cancelled.
TEST_F(Gzip, ThatIsAlmostNothingPackedNeedsNoMoreMemory) {
    const Bytes head = build_.section() + build_.interface();
    Bytes packets;
    for (int i = 0; i < 1000; ++i) packets += build_.packet(Bytes(65536, 0));
    const Bytes member = packed(packets);
    Bytes bomb = packed(head);
    for (int i = 0; i < 5; ++i) bomb += member;
    EXPECT_LT(bomb.size(), 500'000u);
    write(request_.input, bomb);
    struct rusage before {};
    ::getrusage(RUSAGE_SELF, &before);
    const SaveResult result = save(request_, {});
    struct rusage after {};
    ::getrusage(RUSAGE_SELF, &after);
    EXPECT_EQ(result.frames_written, 5000u);
    EXPECT_LT(after.ru_maxrss - before.ru_maxrss, 16'000) << "KiB";
    std::filesystem::remove(request_.output);
    EXPECT_EQ(save(request_, [](auto, auto) { return false; }).status.error, SaveError::kCancelled);
    EXPECT_THAT(names(), ElementsAre("in"));
}

TEST_F(Gzip, CutAtEachLengthNeverLeavesAnythingHalfWritten) {
    const Bytes whole = packed(capture(3));
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const SaveResult result =
            saveBytes({whole.begin(), whole.begin() + static_cast<long>(size)});
        EXPECT_EQ(result.ok(), std::filesystem::exists(request_.output)) << size;
        if (result.ok()) {
            EXPECT_TRUE(result.input_cut_short) << size;
        } else {
            EXPECT_NE(result.status.message, "");
        }
        std::filesystem::remove(request_.output);
    }
}

}  // namespace
}  // namespace finrst
