#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# libraries.sh FOLDER: installs into FOLDER what the preset `windows` takes and Debian has for Linux
# alone: zstd and lz4, built from Debian's sources, and the headers of libraries that are nothing else.
# What is there already is not built anew.
# FOLDER/made names the sources and their versions.
set -euo pipefail

. "$(dirname "$0")/debian_sources.sh"

folder=$(realpath -m "$1")
if [ -e "$folder/made" ]; then exit 0; fi
mkdir -p "$folder/include" "$folder/share/cmake"
for name in CLI rapidjson pcap pcap.h; do ln -sfn "/usr/include/$name" "$folder/include/$name"; done
cp -r /usr/share/cmake/CLI11 "$folder/share/cmake"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
unpack_sources libzstd lz4

tools=(CC=x86_64-w64-mingw32-gcc-posix AR=x86_64-w64-mingw32-ar
       CFLAGS="-O3 -ffile-prefix-map=$work=." PREFIX="$folder")
make -s -j2 -C libzstd-*/lib "${tools[@]}" ZSTD_LEGACY_SUPPORT=0 ZSTD_LIB_COMPRESSION=0 \
    ZSTD_LIB_DICTBUILDER=0 install-static install-includes install-pc >zstd.log
make -s -j2 -C lz4-*/lib "${tools[@]}" BUILD_SHARED=no liblz4.a >lz4.log
make -s -C lz4-*/lib "${tools[@]}" BUILD_SHARED=no install >>lz4.log
sed -n "s/^Source: //p; s/^Version: //p" ./*.dsc | paste -d " " - - >"$folder/made"
