// SPDX-License-Identifier: GPL-2.0-or-later
#include "confinement.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <functional>
#include <string>

namespace finrst {
namespace {

/// errno behind `attempt` in a confined process, 0 where it works.
int confined(const std::function<bool()>& attempt) {
    const pid_t child = fork();
    if (child == 0) {
        prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
        if (!confine().empty()) _exit(255);
        _exit(attempt() ? 0 : errno);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(Confinement, GoesOnWithWhatIsOpen) {
    std::array<int, 2> ends{};
    ASSERT_EQ(pipe(ends.data()), 0);
    EXPECT_EQ(confined([&] { return write(ends[1], "x", 1) == 1; }), 0);
    char read_there = 0;
    EXPECT_EQ(read(ends[0], &read_there, 1), 1);
    EXPECT_EQ(confined([] {
                  const std::string much(10'000'000, 'x');
                  return much.back() == 'x';
              }),
              0);
}

TEST(Confinement, OpensNothing) {
    EXPECT_EQ(confined([] { return open("/dev/null", O_RDONLY) >= 0; }), EPERM);
    EXPECT_EQ(confined([] { return open("/tmp", O_TMPFILE | O_RDWR, 0600) >= 0; }), EPERM);
    EXPECT_EQ(confined([] { return unlink("/tmp/of-somebody") == 0; }), EPERM);
}

TEST(Confinement, TalksToNobody) {
    EXPECT_EQ(confined([] { return socket(AF_INET, SOCK_STREAM, 0) >= 0; }), EPERM);
    EXPECT_EQ(confined([] { return socket(AF_UNIX, SOCK_DGRAM, 0) >= 0; }), EPERM);
}

TEST(Confinement, StartsNothing) {
    EXPECT_EQ(confined([] { return fork() >= 0; }), EPERM);
    EXPECT_EQ(confined([] { return execl("/bin/true", "true", nullptr) == 0; }), EPERM);
    EXPECT_EQ(confined([] { return kill(getppid(), 0) == 0; }), EPERM);
}

}  // namespace
}  // namespace finrst
