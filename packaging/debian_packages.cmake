# SPDX-License-Identifier: GPL-2.0-or-later
# The target `package`: finrst, the command, which needs no Wireshark; finrst-doc, where pandoc is;
# for a Wireshark that comes from a package wireshark-finrst, and wireshark-finrst-qt where the dialog
# is built, so that a machine with tshark alone needs no Qt.

# Who makes the packages, told as to Debian's own tools.
if(DEFINED ENV{DEBEMAIL})
    set(CPACK_PACKAGE_CONTACT "$ENV{DEBFULLNAME} <$ENV{DEBEMAIL}>")
else()
    cmake_host_system_information(RESULT host QUERY FQDN)
    set(CPACK_PACKAGE_CONTACT "finrst <finrst@${host}>")
endif()
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_CURRENT_LIST_DIR}/debian_policy.cmake)
set(CPACK_POST_BUILD_SCRIPTS ${CMAKE_CURRENT_LIST_DIR}/debian_any_version.cmake)
set(CPACK_FINRST_ANY_RELEASE 1~any)  # beside 1~wireshark4.0
set(CPACK_FINRST_PACKAGING ${CMAKE_CURRENT_LIST_DIR})
set(CPACK_FINRST_DOCDIR ${CMAKE_INSTALL_DATAROOTDIR}/doc)

set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "")  # each package has one of its own
set(CPACK_COMPONENTS_ALL command)
set(CPACK_DEBIAN_COMMAND_PACKAGE_NAME finrst)
execute_process(COMMAND dpkg --print-architecture
    OUTPUT_VARIABLE architecture OUTPUT_STRIP_TRAILING_WHITESPACE)
set(CPACK_DEBIAN_COMMAND_FILE_NAME
    finrst_${PROJECT_VERSION}-${CPACK_FINRST_ANY_RELEASE}_${architecture}.deb)
set(CPACK_DEBIAN_COMMAND_DESCRIPTION "command that explains TCP resets
For every RST in a capture of any size, or on an interface, finrst tells which
frame it answers, who sent it, why, how certain that is, and what to run or
change. It finds hosts that ran out of TIME_WAIT buckets, and who closes that
many connections.
.
It needs no Wireshark, and says the same as the plugin in the package
wireshark-finrst.")
# The last three are for finrst-batch.
set(CPACK_DEBIAN_COMMAND_PACKAGE_SUGGESTS
    "finrst-doc, wireshark-finrst, jq, parallel, python3, rsync")

if(FINRST_PANDOC)
    list(APPEND CPACK_COMPONENTS_ALL doc)
    set(CPACK_DEBIAN_DOC_PACKAGE_NAME finrst-doc)
    set(CPACK_DEBIAN_DOC_PACKAGE_ARCHITECTURE all)
    set(CPACK_DEBIAN_DOC_PACKAGE_SECTION doc)
    set(CPACK_DEBIAN_DOC_FILE_NAME
        finrst-doc_${PROJECT_VERSION}-${CPACK_FINRST_ANY_RELEASE}_all.deb)
    set(CPACK_DEBIAN_DOC_DESCRIPTION "documentation of finrst, which explains TCP resets
How to record, how to read a verdict, every kind of incident, what a host can
add, recipes, and what finrst costs: as pages for a browser.")
endif()

if(Wireshark_FOUND)
    include(debian_plugin_packages.cmake)
endif()
include(CPack)
