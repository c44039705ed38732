# SPDX-License-Identifier: GPL-2.0-or-later
# An RPM of the command, linked statically: it is for any distribution that has RPMs, whatever its
# libraries are. finrst.spec is for a source RPM (packaging/release.sh): that of CPack would have the
# folder and the user in it.
set(CPACK_GENERATOR RPM)
set(CPACK_COMPONENTS_ALL command)
set(CPACK_RPM_COMPONENT_INSTALL ON)
set(CPACK_RPM_MAIN_COMPONENT command)
set(CPACK_RPM_PACKAGE_NAME finrst)
set(CPACK_RPM_FILE_NAME RPM-DEFAULT)
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGE_CONTACT "finrst")
set(CPACK_PACKAGE_VENDOR "finrst")
set(CPACK_RPM_PACKAGE_SUMMARY "Command that explains TCP resets")
set(CPACK_RPM_PACKAGE_LICENSE "GPL-2.0-or-later")
set(CPACK_RPM_PACKAGE_DESCRIPTION
"For every RST in a capture of any size, or on an interface, finrst tells which
frame it answers, who sent it, why, how certain that is, and what to run or
change.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_RPM_EXCLUDE_FROM_AUTO_FILELIST_ADDITION /usr/share/man /usr/share/man/man1)
# The same sources give the same package.
set(CPACK_RPM_SPEC_MORE_DEFINE "%define _buildhost finrst
%define use_source_date_epoch_as_buildtime 1
%define clamp_mtime_to_source_date_epoch 1
%define _build_id_links none")
string(TIMESTAMP date "%a %b %d %Y" UTC)
set(CPACK_RPM_CHANGELOG_FILE ${CMAKE_CURRENT_BINARY_DIR}/rpm_changelog)
file(WRITE ${CPACK_RPM_CHANGELOG_FILE} "* ${date} ${CPACK_PACKAGE_CONTACT} - ${PROJECT_VERSION}-1
- What is new is in CHANGELOG.md of the sources.
")
configure_file(finrst.spec.in ${PROJECT_BINARY_DIR}/finrst.spec @ONLY)
include(CPack)
