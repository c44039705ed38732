# SPDX-License-Identifier: GPL-2.0-or-later
# Where things go: where the Wireshark that is there looks for them, below its own prefix or, with
# FINRST_PERSONAL, below the user's home. Without a Wireshark, below CMake's own prefix.
option(FINRST_PERSONAL "Install for this user alone" OFF)

if(FINRST_PERSONAL)
    set(prefix $ENV{HOME}/.local)
elseif(Wireshark_FOUND)
    set(prefix ${Wireshark_INSTALL_PREFIX})
else()
    set(prefix ${CMAKE_INSTALL_PREFIX})
endif()
if(CMAKE_INSTALL_PREFIX_INITIALIZED_TO_DEFAULT)
    set_property(CACHE CMAKE_INSTALL_PREFIX PROPERTY VALUE ${prefix})
endif()
include(GNUInstallDirs)
set(CMAKE_INSTALL_DEFAULT_COMPONENT_NAME plugin)

if(NOT Wireshark_FOUND)
    return()
endif()

# `tshark -G folders` names them.
if(FINRST_PERSONAL)
    set(FINRST_INSTALL_PLUGINDIR
        lib/wireshark/plugins/${Wireshark_MAJOR_VERSION}.${Wireshark_MINOR_VERSION}/epan)
    if(DEFINED ENV{XDG_CONFIG_HOME})
        set(FINRST_INSTALL_PROFILEDIR $ENV{XDG_CONFIG_HOME}/wireshark/profiles)
    else()
        set(FINRST_INSTALL_PROFILEDIR $ENV{HOME}/.config/wireshark/profiles)
    endif()
else()
    # Relative to the prefix, so that DESTDIR and packages work.
    file(RELATIVE_PATH FINRST_INSTALL_PLUGINDIR ${Wireshark_INSTALL_PREFIX}
         ${Wireshark_PLUGIN_INSTALL_DIR}/epan)
    set(FINRST_INSTALL_PROFILEDIR ${CMAKE_INSTALL_DATADIR}/wireshark/profiles)
endif()
