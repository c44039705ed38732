#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Makes the pictures of README.md and docs/ anew, in ui/screenshots, from the real window. Look at
# them, then: git diff --stat.
set -euo pipefail
cd "$(dirname "$0")/.."
. tests/packages.sh

require_packages "${BUILD_PACKAGES[@]}" "${UI_PACKAGES[@]}" python3 python3-pytest
cmake --preset release >/dev/null
cmake --build --preset release
export FINRST_PLUGIN_DIR=$PWD/build/release/plugins PYTHONDONTWRITEBYTECODE=1
export PYTHONPATH=tests/tshark
/usr/bin/python3 tests/ui/pictures.py ui/screenshots
