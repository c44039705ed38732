#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Checks the format of all C and C++ files.
set -euo pipefail
cd "$(dirname "$0")/.."
. tests/packages.sh

require_packages clang-format
find lib command plugin ui tests samples -name '*.cc' -o -name '*.c' -o -name '*.h' | xargs clang-format --dry-run -Werror
