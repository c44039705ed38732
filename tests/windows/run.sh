#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Builds finrst.exe and tries it under wine. Exits with 77 where the tools for that are missing.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/packages.sh

for tool in bison flex x86_64-w64-mingw32-g++-posix wine; do
    command -v "$tool" >/dev/null && continue
    echo "Not tried: finrst for Windows, as $tool is missing: install ${WINDOWS_PACKAGES[*]}."
    exit 77
done
packaging/windows/libraries.sh build/windows-libraries
cmake --preset windows >/dev/null
cmake --build --preset windows
x86_64-w64-mingw32-g++-posix -std=c++20 -municode -static -o build/windows/interrupt.exe \
    tests/windows/interrupt.cc
tests/windows/packet_library.sh build/windows-npcap

# A Windows of its own, which is gone in the end.
WINEPREFIX=$(mktemp -d)
export WINEPREFIX WINEDEBUG=-all WINEDLLOVERRIDES="mscoree,mshtml="
export LC_ALL=C.UTF-8
unset DISPLAY
trap 'wineserver --kill || true; rm -rf "$WINEPREFIX"' EXIT
wineserver --persistent
wine wineboot --init 2>/dev/null
# Where Npcap puts it.
install -D build/windows-npcap/wpcap.dll "$WINEPREFIX/drive_c/windows/system32/Npcap/wpcap.dll"
"${FINRST_PYTHON:-python3}" -m pytest -q -p no:cacheprovider tests/windows
