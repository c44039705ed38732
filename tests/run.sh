#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Installs what the tests need, builds with warnings as errors, and runs all of them.
set -euo pipefail
cd "$(dirname "$0")/.."
. tests/packages.sh

require_packages "${BUILD_PACKAGES[@]}" "${UI_PACKAGES[@]}" binutils libgtest-dev libgmock-dev \
    python3 python3-pytest python3-scapy python3-jsonschema wireshark-common \
    openssh-client parallel slurm-wlm rsync zstd lz4 jq tcpdump iproute2 busybox \
    shellcheck pandoc
cmake --preset dev
cmake --build --preset dev
ctest --preset dev "$@"
