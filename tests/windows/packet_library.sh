#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# packet_library.sh FOLDER: makes FOLDER/wpcap.dll, in place of Npcap's: libpcap from Debian's sources,
# which can filter and not capture. What is there already is not built anew.
set -euo pipefail
. "$(dirname "$0")/../../packaging/windows/debian_sources.sh"

folder=$(realpath -m "$1")
if [ -e "$folder/wpcap.dll" ]; then exit 0; fi
mkdir -p "$folder"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
unpack_sources libpcap
cmake -G Ninja -S libpcap-* -B built -DCMAKE_BUILD_TYPE=Release -DCMAKE_SYSTEM_NAME=Windows \
    -DCMAKE_C_COMPILER=x86_64-w64-mingw32-gcc-posix -DCMAKE_RC_COMPILER=x86_64-w64-mingw32-windres \
    -DPCAP_TYPE=null -DDISABLE_DBUS=ON -DDISABLE_RDMA=ON >log 2>&1
cmake --build built -j 2 --target pcap >>log 2>&1
cp built/run/pcap.dll "$folder/wpcap.dll"
