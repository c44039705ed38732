#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Checks with clang-tidy the C++ files that users get. Comes after tests/run.sh, whose build says how
# each is compiled.
set -euo pipefail
cd "$(dirname "$0")/.."
. tests/packages.sh

require_packages clang-tidy
run-clang-tidy -quiet -j 2 -p build/dev "^$PWD/(lib|command|plugin|ui)/" >build/clang-tidy.log 2>&1 || {
    grep -A 3 -E '(error|warning): ' build/clang-tidy.log >&2
    exit 1
}
