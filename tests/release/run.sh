#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Makes the release of what is committed, in a clone, and looks at what came of it. Exits with 77 where
# there is no commit, or packages for it are missing.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/packages.sh

if ! git rev-parse --verify --quiet HEAD >/dev/null 2>&1; then
    echo "Not tried: a release, as it is made of what git has."
    exit 77
fi
mapfile -t missing < <(missing_packages "${RELEASE_PACKAGES[@]}")
if [ ${#missing[@]} -gt 0 ]; then
    echo "Not tried: a release, for want of ${missing[*]}."
    exit 77
fi
mkdir -p build
folder=$(mktemp -d "$PWD/build/release-test.XXXXXX")
trap 'rm -rf "$folder"' EXIT
clone=$folder/finrst
(umask 077 && git clone -q . "$clone")
"$clone/packaging/release.sh" >"$folder/table"
export FINRST_CLONE=$clone FINRST_TABLE=$folder/table FINRST_BUILD_DIR=$clone/build/release
"${FINRST_PYTHON:-python3}" -m pytest -q -p no:cacheprovider tests/release \
    tests/packaging/test_hardening.py
