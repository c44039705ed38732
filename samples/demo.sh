#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# From a fresh Debian to the verdict: installs what is missing, builds the plugin, and lets tshark
# explain the resets of the incident (samples/README.md).
set -euo pipefail
cd "$(dirname "$0")/.."
. tests/packages.sh
. tests/tshark.sh

capture=${1:-samples/incident.pcapng}

require_packages "${BUILD_PACKAGES[@]}"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
echo "Building ..."
if ! { cmake --preset release && cmake --build --preset release; } >"$log" 2>&1; then
    cat "$log" >&2
    exit 1
fi

echo
echo "Affected conversations in $capture: a RST answered a FIN because the socket was missing."
echo
tshark_with_plugin build/release/plugins -2 -r "$capture" -q -z "finrst,flows"
echo
echo "The evidence for the first of them:"
echo
tshark_with_plugin build/release/plugins -2 -r "$capture" -Y 'finrst.verdict && finrst.affected' \
    -c 1000000 -T fields -E 'aggregator=|' -e finrst.evidence -e finrst.counter_evidence \
    -e finrst.advice | head -n 1 | tr '|\t' '\n\n' | fold -s -w 76 | sed 's/^/    /'
echo
echo "Open the same in the Wireshark window (as a normal user):"
echo "    WIRESHARK_PLUGIN_DIR=$PWD/build/release/plugins wireshark -Y finrst.affected $capture"
