// SPDX-License-Identifier: GPL-2.0-or-later
#include "privileges.h"

#include <grp.h>
#include <linux/capability.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <optional>

namespace finrst {

namespace {

struct User {
    uid_t user;
    gid_t group;
};

std::optional<User> ordinaryUser() {
    const char* sudo_user = std::getenv("SUDO_USER");
    const bool by_sudo = sudo_user != nullptr && std::strcmp(sudo_user, "root") != 0;
    const passwd* found = getpwnam(by_sudo ? sudo_user : "nobody");
    if (found == nullptr || found->pw_uid == 0) return std::nullopt;
    return User{found->pw_uid, found->pw_gid};
}

/// Those that the file of the program may have (setcap(8)).
bool dropCapabilities() {
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    const __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = {};
    return syscall(SYS_capset, &header, none) == 0;
}

}  // namespace

std::string giveUpPrivileges() {
    if (geteuid() == 0) {
        const std::optional<User> user = ordinaryUser();
        if (!user) return "there is no user \"nobody\" to go on as";
        if (setgroups(0, nullptr) != 0 || setgid(user->group) != 0 || setuid(user->user) != 0) {
            return std::strerror(errno);
        }
    }
    if (!dropCapabilities()) return std::strerror(errno);
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 ? "" : std::strerror(errno);
}

}  // namespace finrst
