// SPDX-License-Identifier: GPL-2.0-or-later
#include "confinement.h"

#include <asm/termbits.h>
#include <linux/landlock.h>
#include <linux/sockios.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <memory>

namespace finrst {

namespace {

/// What it takes to go on with descriptors, memory, time and signals, and to end. Whatever is not
/// named fails with EPERM.
constexpr int kAllowed[] = {
    // what is open
    SCMP_SYS(read), SCMP_SYS(readv), SCMP_SYS(pread64), SCMP_SYS(write), SCMP_SYS(writev),
    SCMP_SYS(pwrite64), SCMP_SYS(recvfrom), SCMP_SYS(recvmsg), SCMP_SYS(lseek), SCMP_SYS(close),
    SCMP_SYS(fstat), SCMP_SYS(newfstatat), SCMP_SYS(fsync), SCMP_SYS(ftruncate), SCMP_SYS(poll),
    SCMP_SYS(ppoll), SCMP_SYS(getsockopt), SCMP_SYS(setsockopt), SCMP_SYS(fcntl),
    // memory
    SCMP_SYS(brk), SCMP_SYS(mmap), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(mprotect),
    SCMP_SYS(madvise), SCMP_SYS(getrandom),
    // time, signals, threads that run
    SCMP_SYS(clock_gettime), SCMP_SYS(clock_nanosleep), SCMP_SYS(nanosleep), SCMP_SYS(gettimeofday),
    SCMP_SYS(time), SCMP_SYS(alarm), SCMP_SYS(setitimer), SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn), SCMP_SYS(restart_syscall), SCMP_SYS(futex),
    SCMP_SYS(sched_yield), SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(tgkill), SCMP_SYS(wait4),
    // the end
    SCMP_SYS(exit), SCMP_SYS(exit_group)};

/// What may be asked: whether something is a terminal, and how large; whether the interface is
/// still there, when packets cease.
constexpr unsigned long kAllowedRequests[] = {TCGETS, TIOCGWINSZ, SIOCGIFFLAGS};

struct Release {
    void operator()(void* filter) const { seccomp_release(filter); }
};

/// Returns 0, or errno.
int filterSystemCalls() {
    const std::unique_ptr<void, Release> filter(seccomp_init(SCMP_ACT_ERRNO(EPERM)));
    if (!filter) return ENOMEM;
    int status = seccomp_attr_set(filter.get(), SCMP_FLTATR_CTL_TSYNC, 1);
    for (const int call : kAllowed) {
        if (status == 0) status = seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, call, 0);
    }
    for (const unsigned long request : kAllowedRequests) {
        if (status != 0) break;
        status = seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, SCMP_SYS(ioctl), 1,
                                  SCMP_A1(SCMP_CMP_EQ, request));
    }
    if (status == 0) status = seccomp_load(filter.get());
    return -status;
}

/// No file of any kind, whatever the filter lets through. Kernels that lack it say so.
void closeFileSystem() {
    constexpr std::uint64_t kAll = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1;  // of its first version
    landlock_ruleset_attr nothing{};
    nothing.handled_access_fs = kAll;
    const long rules = syscall(SYS_landlock_create_ruleset, &nothing, sizeof nothing, 0);
    if (rules < 0) return;
    syscall(SYS_landlock_restrict_self, rules, 0);
    close(static_cast<int>(rules));
}

}  // namespace

std::string confine() {
    closeFileSystem();
    const int error = filterSystemCalls();
    return error == 0 ? "" : std::strerror(error);
}

}  // namespace finrst
