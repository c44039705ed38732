#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# After a wanted change of what finrst says: writes anew what tests compare, which are the samples'
# comments and JSON, tests/tshark/golden, and the outputs and tables in README.md and docs/. Then read
# the difference: git diff.
set -euo pipefail
cd "$(dirname "$0")/.."

cmake --preset release >/dev/null
cmake --build --preset release
samples/lab/annotate
export FINRST_RENEW=1 FINRST_PLUGIN_DIR=$PWD/build/release/plugins
export FINRST_COMMAND=$PWD/build/release/bin/finrst
export PYTHONPATH=tests/tshark:tests/truth PYTHONDONTWRITEBYTECODE=1
/usr/bin/python3 -m pytest -q -p no:cacheprovider tests/tshark/test_golden.py tests/docs
/usr/bin/python3 -m pytest -q -p no:cacheprovider tests/truth/test_truth.py -k documented
PYTHONPATH=tests/command:tests/truth \
    /usr/bin/python3 -m pytest -q -p no:cacheprovider tests/places -k documented
