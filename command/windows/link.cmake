# SPDX-License-Identifier: GPL-2.0-or-later
# One file, but for Npcap's library, which is loaded when it is called.
set(wpcap ${CMAKE_CURRENT_BINARY_DIR}/libwpcap.a)
set(names ${CMAKE_CURRENT_SOURCE_DIR}/windows/wpcap.def)
add_custom_command(OUTPUT ${wpcap}
    COMMAND ${CMAKE_DLLTOOL} --input-def ${names} --output-delaylib ${wpcap}
    DEPENDS ${names} VERBATIM)
target_sources(finrst_command PRIVATE ${wpcap})
target_link_libraries(finrst_command PRIVATE finrst_system ${wpcap} delayimp)
target_link_options(finrst_command PRIVATE -static LINKER:--no-insert-timestamp)
