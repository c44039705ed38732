# SPDX-License-Identifier: GPL-2.0-or-later
# Run by CPack on the packages: it knows one release for all of them, but the command and the
# documentation are not for one version of Wireshark.
foreach(package IN LISTS CPACK_PACKAGE_FILES)
    if(NOT package MATCHES "/finrst(-doc)?_[^/]*$")
        continue()
    endif()
    set(contents ${package}.contents)
    execute_process(COMMAND dpkg-deb --raw-extract ${package} ${contents}
        COMMAND_ERROR_IS_FATAL ANY)
    file(READ ${contents}/DEBIAN/control control)
    string(REPLACE "-${CPACK_DEBIAN_PACKAGE_RELEASE}\n" "-${CPACK_FINRST_ANY_RELEASE}\n" control
           "${control}")
    file(WRITE ${contents}/DEBIAN/control "${control}")
    execute_process(COMMAND dpkg-deb --root-owner-group --build ${contents} ${package}
        OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
    file(REMOVE_RECURSE ${contents})
endforeach()
