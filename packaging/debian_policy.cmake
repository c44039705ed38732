# SPDX-License-Identifier: GPL-2.0-or-later
# Run by CPack on what goes into the packages: adds what Debian's policy asks of each package, and
# compresses what it wants compressed.

# Without dpkg-shlibdeps, CPack makes packages that depend on too little, and says nothing.
foreach(tool IN ITEMS dpkg-shlibdeps file)
    find_program(path_of_${tool} ${tool})
    if(NOT path_of_${tool})
        message(FATAL_ERROR "To make packages, install dpkg-dev and file: ${tool} was not found.")
    endif()
endforeach()

string(TIMESTAMP date "%a, %d %b %Y %H:%M:%S +0000" UTC)

# Without name and time, so that the same input gives the same package.
function(compress file)
    execute_process(COMMAND gzip -9n ${file} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

foreach(component IN LISTS CPACK_COMPONENTS_ALL)
    string(TOUPPER ${component} key)
    set(package ${CPACK_DEBIAN_${key}_PACKAGE_NAME})
    set(root ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/${component}${CPACK_PACKAGING_INSTALL_PREFIX})
    set(documentation ${root}/${CPACK_FINRST_DOCDIR}/${package})
    set(release ${CPACK_DEBIAN_PACKAGE_RELEASE})
    if(component MATCHES "^(command|doc)$")
        set(release ${CPACK_FINRST_ANY_RELEASE})  # debian_any_version.cmake
    endif()
    configure_file(${CPACK_FINRST_PACKAGING}/changelog.in ${documentation}/changelog.Debian @ONLY
                   NO_SOURCE_PERMISSIONS)
    configure_file(${CPACK_FINRST_PACKAGING}/copyright ${documentation}/copyright COPYONLY
                   NO_SOURCE_PERMISSIONS)
    configure_file(${CPACK_FINRST_PACKAGING}/../CHANGELOG.md ${documentation}/changelog COPYONLY
                   NO_SOURCE_PERMISSIONS)
    file(GLOB pages ${root}/share/man/man*/*)
    foreach(file IN LISTS pages ITEMS ${documentation}/changelog ${documentation}/changelog.Debian)
        compress(${file})
    endforeach()
endforeach()
