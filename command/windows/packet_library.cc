// SPDX-License-Identifier: GPL-2.0-or-later
// wpcap.dll is loaded at the first call of one of its functions (wpcap.def).
#include "packet_library.h"

#include <windows.h>

#include <filesystem>
#include <thread>

namespace finrst {

namespace {

constexpr const wchar_t* kLibrary = L"wpcap.dll";

/// Where Npcap puts it, as it leaves the system's own folder to its predecessor, WinPcap.
std::filesystem::path libraryOfNpcap() {
    wchar_t folder[MAX_PATH] = L"";
    GetSystemDirectoryW(folder, MAX_PATH);
    return std::filesystem::path(folder) / L"Npcap" / kLibrary;
}

/// The functions are then looked for in what is loaded.
bool loadLibrary() {
    return LoadLibraryExW(libraryOfNpcap().c_str(), nullptr, LOAD_WITH_ALTERED_SEARCH_PATH) !=
               nullptr ||
           LoadLibraryExW(kLibrary, nullptr, LOAD_LIBRARY_SEARCH_SYSTEM32) != nullptr;
}

}  // namespace

std::string missingPacketLibrary() {
    static const bool is_there = loadLibrary();
    return is_there ? ""
                    : "Npcap is not installed: it captures and filters on Windows, and comes with "
                      "Wireshark or from https://npcap.com";
}

/// Meanwhile they gather in the buffer.
void awaitPackets(pcap_t* /*handle*/, std::chrono::milliseconds most) {
    std::this_thread::sleep_for(most / 10);
}

std::string titleOf(const pcap_if_t& interface) {
    return interface.description != nullptr ? interface.description : interface.name;
}

}  // namespace finrst
