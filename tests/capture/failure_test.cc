// SPDX-License-Identifier: GPL-2.0-or-later
// What is left when saving does not work: the input, the old output, and a sentence.
#include "save_test.h"

#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstddef>

namespace finrst {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

constexpr ::uid_t kNobody = 65534;

class Failure : public SaveTest {
  protected:
    Bytes capture(int packets) const {
        Bytes bytes = build_.section() + build_.interface();
        for (int i = 0; i < packets; ++i) bytes += build_.packet(Bytes(1000, 0x55));
        return bytes;
    }
    /// Expects that saving fails with that error and these words, and leaves the folder alone.
    void expectFailure(SaveError error, const std::string& words) {
        const auto before = names();
        const SaveResult result = save(request_, {});
        EXPECT_EQ(result.status.error, error) << result.status.message;
        EXPECT_THAT(result.status.message, HasSubstr(words));
        EXPECT_EQ(names(), before);
    }
    PcapngBuilder build_;
};

TEST_F(Failure, RefusesToOverwriteTheInput) {
    write(request_.input, capture(1));
    request_.output = folder_ / "." / "in";
    expectFailure(SaveError::kInvalidRequest, "is the capture itself");
    std::filesystem::create_hard_link(request_.input, folder_ / "linked");
    std::filesystem::create_symlink("in", folder_ / "symbolic");
    for (const char* name : {"linked", "symbolic"}) {
        request_.output = folder_ / name;
        expectFailure(SaveError::kInvalidRequest, "is the capture itself");
    }
    EXPECT_EQ(read(request_.input), capture(1));
}

TEST_F(Failure, RefusesPathsThatAreNoFiles) {
    expectFailure(SaveError::kInput, "No such file");
    request_.input = folder_;
    expectFailure(SaveError::kInvalidRequest, "is not a file");
    request_.input = folder_ / "pipe";
    ASSERT_EQ(::mkfifo(request_.input.c_str(), 0600), 0);
    expectFailure(SaveError::kInvalidRequest, "is not a file");
    request_.input = folder_ / "in";
    write(request_.input, capture(1));
    std::filesystem::create_directory(folder_ / "folder");
    request_.output = folder_ / "folder";
    expectFailure(SaveError::kInvalidRequest, "is not a file");
    request_.output = folder_ / "nowhere" / "out";
    expectFailure(SaveError::kOutput, "Choose a folder that exists");
    request_.output = "";
    expectFailure(SaveError::kInvalidRequest, "Choose");
}

TEST_F(Failure, RefusesAFileThatHasOtherFramesThanWereSeen) {
    write(request_.input, capture(3));
    for (std::uint64_t seen : {0, 2, 4}) {
        request_.frames_in_input = seen;
        expectFailure(SaveError::kInput, "The file has 3 packets, where " + std::to_string(seen));
    }
    request_.frames_in_input = 3;
    EXPECT_TRUE(save(request_, {}).ok());
}

TEST_F(Failure, RefusesOtherFormatsAndNamesTheWayOut) {
    for (const char* begin : {"snoop\0\0", "GMBU....", "BZh91AY", "#!/bin/sh\n", "x"}) {
        write(request_.input, bytesOf(begin));
        expectFailure(SaveError::kUnsupported, "editcap -F pcapng");
    }
    write(request_.input, {});
    expectFailure(SaveError::kUnsupported, "is empty");
    Bytes future = capture(1);
    future[12] = 2;
    write(request_.input, future);
    expectFailure(SaveError::kUnsupported, "version 2.0");
}

TEST_F(Failure, KeepsTheOldOutputUntilTheNewOneIsWhole) {
    write(request_.output, bytesOf("old"));
    Bytes damaged = capture(5000);
    damaged[damaged.size() - 1] ^= 1;
    write(request_.input, damaged);
    expectFailure(SaveError::kDamaged, "damaged near octet");
    EXPECT_EQ(read(request_.output), bytesOf("old"));
    ::chmod(request_.output.c_str(), 0600);
    EXPECT_EQ(saved(capture(3)), capture(3));
    EXPECT_EQ(std::filesystem::status(request_.output).permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(Failure, FollowsASymbolicLinkToTheOutput) {
    std::filesystem::create_directory(folder_ / "elsewhere");
    std::filesystem::create_symlink(folder_ / "elsewhere" / "real", request_.output);
    write(folder_ / "elsewhere" / "real", bytesOf("old"));
    EXPECT_EQ(saved(capture(3)), capture(3));
    EXPECT_TRUE(std::filesystem::is_symlink(request_.output));
    EXPECT_EQ(read(folder_ / "elsewhere" / "real"), capture(3));
}

TEST_F(Failure, CancelledLeavesNothing) {
    const Bytes input = capture(5000);
    write(request_.input, input);
    for (int calls_until_cancel = 1; calls_until_cancel <= 5; ++calls_until_cancel) {
        int calls = 0;
        std::uint64_t last = 0;
        const SaveResult result = save(request_, [&](std::uint64_t done, std::uint64_t total) {
            EXPECT_GT(done, last);
            EXPECT_EQ(total, input.size());
            last = done;
            return ++calls < calls_until_cancel;
        });
        EXPECT_EQ(result.status.error, SaveError::kCancelled);
        EXPECT_THAT(result.status.message, HasSubstr("cancelled"));
        EXPECT_THAT(names(), ElementsAre("in"));
    }
    std::uint64_t last = 0;
    EXPECT_TRUE(save(request_, [&](std::uint64_t done, std::uint64_t) {
                    last = done;
                    return true;
                }).ok());
    EXPECT_EQ(last, input.size());
}

/// For root, who may do anything: does something as nobody.
template <typename Action>
void asNobody(Action action) {
    const bool is_root = ::geteuid() == 0;
    if (is_root) {
        ASSERT_EQ(::seteuid(kNobody), 0);
    }
    action();
    if (is_root) {
        ASSERT_EQ(::seteuid(0), 0);
    }
}

TEST_F(Failure, WithoutTheRightToWriteLeavesNothing) {
    write(request_.input, capture(1));
    std::filesystem::create_directory(folder_ / "closed");
    request_.output = folder_ / "closed" / "out";
    ::chmod(folder_.c_str(), 0755);
    ::chmod((folder_ / "closed").c_str(), 0555);
    asNobody([&] { result_ = save(request_, {}); });
    EXPECT_EQ(result_.status.error, SaveError::kOutput);
    EXPECT_THAT(result_.status.message,
                AllOf(HasSubstr("Permission denied"), HasSubstr("may write to")));
    EXPECT_TRUE(std::filesystem::is_empty(folder_ / "closed"));

    ::chmod(request_.input.c_str(), 0);
    asNobody([&] { result_ = save(request_, {}); });
    EXPECT_EQ(result_.status.error, SaveError::kInput);
    EXPECT_THAT(result_.status.message, HasSubstr("Permission denied"));
}

/// Calls it in a process of its own; returns that one's exit status.
template <typename Action>
int inAProcess(Action action) {
    const ::pid_t child = ::fork();
    if (child == 0) ::_exit(action());
    int status = 0;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    return WEXITSTATUS(status);
}

// The process ends in the middle of it, as in a crash.
TEST_F(Failure, InACrashLeavesNothing) {
    write(request_.input, capture(5000));
    const int status = inAProcess([&] {
        save(request_, [](std::uint64_t, std::uint64_t) -> bool { ::_exit(7); });
        return 0;
    });
    EXPECT_EQ(status, 7);
    EXPECT_THAT(names(), ElementsAre("in"));
}

/// As on a file system without unnamed files, for this process: openat() with O_TMPFILE fails
/// (seccomp(2); flags are its third argument). False where that cannot be had.
bool refuseUnnamedFiles() {
    constexpr auto kBit = static_cast<std::uint32_t>(O_TMPFILE & ~O_DIRECTORY);
    constexpr std::uint32_t kFlags = offsetof(seccomp_data, args) + 2 * sizeof(std::uint64_t);
    std::array<sock_filter, 6> steps = {{
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat, 0, 3),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, kFlags),
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, kBit, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EOPNOTSUPP),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    }};
    const sock_fprog program = {steps.size(), steps.data()};
    return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

TEST_F(Failure, WhereFilesNeedANameLeavesNothingEither) {
    constexpr int kNoFilter = 77;
    write(request_.input, capture(5000));
    std::filesystem::create_directory(folder_ / "new");
    request_.output = folder_ / "new" / "out";
    const auto files = [&] {
        return std::distance(std::filesystem::directory_iterator(folder_ / "new"), {});
    };
    const int status = inAProcess([&] {
        if (!refuseUnnamedFiles()) return kNoFilter;
        std::ptrdiff_t meanwhile = 0;
        const SaveResult cancelled = save(request_, [&](std::uint64_t, std::uint64_t) {
            meanwhile = files();
            return false;
        });
        if (meanwhile != 1 || files() != 0) return 1;
        if (cancelled.status.error != SaveError::kCancelled) return 2;
        return save(request_, {}).ok() && files() == 1 ? 0 : 3;
    });
    if (status == kNoFilter) GTEST_SKIP() << "no filter of system calls may be set here";
    EXPECT_EQ(status, 0);
    EXPECT_EQ(read(request_.output), read(request_.input));
}

TEST_F(Failure, OnAFullDiskLeavesNothing) {
    const auto disk = folder_ / "disk";
    std::filesystem::create_directory(disk);
    if (::mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=1m") != 0) {
        GTEST_SKIP() << "only root may mount a small disk";
    }
    write(request_.input, capture(5000));
    for (const char* name : {"out", "out.gz"}) {
        request_.output = disk / name;
        write(request_.output, bytesOf("old"));
        if (request_.output.extension() == ".gz") {
            write(disk / "filler", Bytes(1 << 20, 1));  // packed it would fit
        }
        const SaveResult result = save(request_, {});
        EXPECT_EQ(result.status.error, SaveError::kOutput);
        EXPECT_THAT(result.status.message,
                    AllOf(HasSubstr("No space left"), HasSubstr("Free some space")));
        EXPECT_EQ(read(request_.output), bytesOf("old"));
        std::filesystem::remove(request_.output);
    }
    std::filesystem::remove(disk / "filler");
    EXPECT_TRUE(std::filesystem::is_empty(disk));
    ::umount(disk.c_str());
}

TEST_F(Failure, AtTheLimitOfAFilesSizeLeavesNothing) {
    write(request_.input, capture(5000));
    struct rlimit before {};
    ::getrlimit(RLIMIT_FSIZE, &before);
    auto* const handler = std::signal(SIGXFSZ, SIG_IGN);
    const struct rlimit small = {1 << 20, before.rlim_max};
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
    const SaveResult result = save(request_, {});
    ::setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);
    EXPECT_EQ(result.status.error, SaveError::kOutput);
    EXPECT_THAT(result.status.message, HasSubstr("limit on the size"));
    EXPECT_THAT(names(), ElementsAre("in"));
}

}  // namespace
}  // namespace finrst
