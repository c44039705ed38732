# SPDX-License-Identifier: GPL-2.0-or-later
# The packages wireshark-finrst and wireshark-finrst-qt, for a Wireshark that comes from a package itself.
get_target_property(library epan LOCATION)
execute_process(COMMAND ${FINRST_DPKG_QUERY} --search ${library}
    OUTPUT_VARIABLE owner ERROR_QUIET)
if(NOT owner MATCHES "^([^:,]+)[:,]")
    return()
endif()
set(library_package ${CMAKE_MATCH_1})

# What the plugin is built for belongs to the version, as it does to the dependencies: Wireshark
# loads no plugin that was built for another minor version.
set(wireshark_version ${Wireshark_MAJOR_VERSION}.${Wireshark_MINOR_VERSION})
math(EXPR next_minor "${Wireshark_MINOR_VERSION} + 1")
set(CPACK_PACKAGING_INSTALL_PREFIX ${Wireshark_INSTALL_PREFIX})
set(CPACK_DEBIAN_PACKAGE_RELEASE 1~wireshark${wireshark_version})

list(APPEND CPACK_COMPONENTS_ALL plugin)
set(CPACK_DEBIAN_PLUGIN_PACKAGE_NAME wireshark-finrst)
# Up to 0.1.0 the plugin was called finrst, and the dialog finrst-qt.
set(CPACK_DEBIAN_PLUGIN_PACKAGE_BREAKS "finrst (<< 0.2)")
set(CPACK_DEBIAN_PLUGIN_PACKAGE_REPLACES "finrst (<< 0.2)")
set(CPACK_DEBIAN_PLUGIN_DESCRIPTION "Wireshark plugin that explains TCP resets
For every RST in a capture, finrst tells Wireshark and tshark which frame it
answers, who sent it, why, how certain that is, and what to run or change.
It finds hosts that ran out of TIME_WAIT buckets, and who closes that many
connections.
.
This package is for Wireshark ${wireshark_version} and no other.")
set(CPACK_DEBIAN_PLUGIN_PACKAGE_DEPENDS
    "${library_package} (>= ${wireshark_version}~), \
${library_package} (<< ${Wireshark_MAJOR_VERSION}.${next_minor}~)")
set(CPACK_DEBIAN_PLUGIN_PACKAGE_RECOMMENDS "tshark | wireshark")
# The dialog is only of use to those who have Wireshark's window.
set(CPACK_DEBIAN_PLUGIN_PACKAGE_SUGGESTS "finrst, wireshark-finrst-qt")

if(TARGET finrst_ui_module)
    list(APPEND CPACK_COMPONENTS_ALL qt)
    set(CPACK_DEBIAN_QT_PACKAGE_NAME wireshark-finrst-qt)
    set(CPACK_DEBIAN_QT_PACKAGE_BREAKS "finrst-qt (<< 0.2)")
    set(CPACK_DEBIAN_QT_PACKAGE_REPLACES "finrst-qt (<< 0.2)")
    set(CPACK_DEBIAN_QT_DESCRIPTION "dialog of the Wireshark plugin that explains TCP resets
Shows in Wireshark's window what finrst finds in a capture: the diagnosis in
words, resets and TIME_WAIT buckets over time, each flow with its evidence,
hosts, services, and the times in FIN-WAIT-2.")
    # The dialog and the plugin share C++ types, and are only built for each other.
    set(CPACK_DEBIAN_QT_PACKAGE_DEPENDS
        "wireshark-finrst (= ${PROJECT_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE}), wireshark | wireshark-qt")
endif()
