// SPDX-License-Identifier: GPL-2.0-or-later
#include "privileges.h"

#include <grp.h>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <system_error>

namespace finrst {

namespace {

struct User {
    uid_t user;
    gid_t group;
};

/// The kernel's nobody (/proc/sys/kernel/overflowuid).
constexpr id_t kNobody = 65534;

/// What sudo(8) says in the environment; 0: nothing, or root.
id_t numberBySudo(const char* name) {
    const char* said = std::getenv(name);
    const std::string_view text = said != nullptr ? said : "";
    id_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() ? number : 0;
}

/// Who called sudo, or nobody. No user is looked up by name: that would take shared libraries of
/// the machine, which a static build cannot count on.
User ordinaryUser() {
    const User caller{numberBySudo("SUDO_UID"), numberBySudo("SUDO_GID")};
    return caller.user != 0 && caller.group != 0 ? caller : User{kNobody, kNobody};
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
        const User user = ordinaryUser();
        if (setgroups(0, nullptr) != 0 || setgid(user.group) != 0 || setuid(user.user) != 0) {
            return std::strerror(errno);
        }
    }
    if (!dropCapabilities()) return std::strerror(errno);
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 ? "" : std::strerror(errno);
}

}  // namespace finrst
