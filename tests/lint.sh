#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Checks the format of all C++ files, and with clang-tidy those that users get. Comes after
# tests/run.sh, whose build says how each is compiled.
set -euo pipefail
cd "$(dirname "$0")/.."
. tests/packages.sh

require_packages clang-format clang-tidy
find lib plugin ui tests -name '*.cc' -o -name '*.h' | xargs clang-format --dry-run -Werror
run-clang-tidy -quiet -j 2 -p build/dev "^$PWD/(lib|plugin|ui)/" >build/clang-tidy.log 2>&1 || {
    grep -A 3 -E '(error|warning): ' build/clang-tidy.log >&2
    exit 1
}
