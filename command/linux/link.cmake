# SPDX-License-Identifier: GPL-2.0-or-later
find_package(PkgConfig)
pkg_check_modules(LIVE IMPORTED_TARGET libpcap libseccomp)
if(NOT LIVE_FOUND)
    message(FATAL_ERROR "libpcap or libseccomp was not found: install libpcap-dev and \
libseccomp-dev.")
endif()
target_link_libraries(finrst_command PRIVATE PkgConfig::LIVE)
