#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Makes the release of what is committed twice, as two people would: in folders, time zones, languages
# and with file modes of their own, and only once with a cache of compilations, if there is one. Fails
# where a file of the one differs from that of the other. Takes 4 GB below /var/tmp.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=$(mktemp -d /var/tmp/finrst-reproducible.XXXXXX)
trap 'rm -rf "$folder"' EXIT

# release NAME: in a clone of that name.
release() {
    git clone -q . "$folder/$1"
    "$folder/$1/packaging/release.sh"
}
(umask 022 && export TZ=UTC LC_ALL=C && release one)
(umask 077 && export TZ=Asia/Kolkata LC_ALL=C.UTF-8 && unset CMAKE_CXX_COMPILER_LAUNCHER &&
    release another/below >/dev/null)
diff "$folder/one/dist/SHA256SUMS" "$folder/another/below/dist/SHA256SUMS"
echo "Both have the same sums."
