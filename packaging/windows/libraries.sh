#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# libraries.sh FOLDER: installs into FOLDER what the preset `windows` takes and Debian has for Linux
# alone: zstd and lz4, built from Debian's sources, which apt fetches and checks; and the headers of
# libraries that are nothing else. What is there already is not built anew.
# FOLDER/made names the sources and their versions.
set -euo pipefail

folder=$(realpath -m "$1")
if [ -e "$folder/made" ]; then exit 0; fi
mkdir -p "$folder/include" "$folder/share/cmake"
for name in CLI rapidjson pcap pcap.h; do ln -sfn "/usr/include/$name" "$folder/include/$name"; done
cp -r /usr/share/cmake/CLI11 "$folder/share/cmake"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
# With lists of its own: those of the machine need not name sources.
mkdir lists cache
suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
sources() {
    apt-get -qq -o Dir::Etc::SourceList="$work/sources.list" -o Dir::Etc::SourceParts=- \
        -o Dir::State::Lists="$work/lists" -o Dir::Cache="$work/cache" -o APT::Sandbox::User= "$@"
}
# fetch ARCHIVE...: as they are in the newest of these.
fetch() {
    printf 'deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] %s main\n' \
        "${@/#/http://deb.debian.org/}" >sources.list
    sources update && sources source libzstd lz4 >/dev/null
}
fetch "debian $suite" "debian $suite-updates" "debian-security $suite-security" || {
    echo "Not all mirrors have sources of security updates: taking those of the release." >&2
    fetch "debian $suite" "debian $suite-updates"
}

tools=(CC=x86_64-w64-mingw32-gcc-posix AR=x86_64-w64-mingw32-ar
       CFLAGS="-O3 -ffile-prefix-map=$work=." PREFIX="$folder")
make -s -j2 -C libzstd-*/lib "${tools[@]}" ZSTD_LEGACY_SUPPORT=0 ZSTD_LIB_COMPRESSION=0 \
    ZSTD_LIB_DICTBUILDER=0 install-static install-includes install-pc >zstd.log
make -s -j2 -C lz4-*/lib "${tools[@]}" BUILD_SHARED=no liblz4.a >lz4.log
make -s -C lz4-*/lib "${tools[@]}" BUILD_SHARED=no install >>lz4.log
sed -n "s/^Source: //p; s/^Version: //p" ./*.dsc | paste -d " " - - >"$folder/made"
