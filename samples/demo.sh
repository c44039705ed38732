#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# From a fresh Debian to the verdict: installs what is missing, builds the plugin, and lets tshark
# explain the resets of the incident (samples/README.md).
set -euo pipefail
cd "$(dirname "$0")/.."
. tests/packages.sh
. tests/tshark.sh

capture=${1:-samples/incident/incident.pcapng}

require_packages "${BUILD_PACKAGES[@]}"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
echo "Building ..."
if ! { cmake --preset release && cmake --build --preset release; } >"$log" 2>&1; then
    cat "$log" >&2
    exit 1
fi

# One screen of tshark's answer, each question of an engineer in turn.
ask() {
    tshark_with_plugin build/release/plugins -r "$capture" "$@"
}

echo
echo "Conversations in $capture in which a RST answered a FIN because the socket was missing:"
ask -q -z finrst,flows,finrst.affected
echo
echo "Why, for the first of them:"
ask -Y 'finrst.verdict && finrst.affected' -T fields -E aggregator='|' \
    -e finrst.evidence -e finrst.counter_evidence -e finrst.advice |
    awk -F '\t' '
        function lines(mark, text,    part, count, i) {
            count = split(text, part, "|")
            for (i = 1; i <= count; i++) print mark part[i]
        }
        NR == 1 { lines("+ ", $1); lines("- ", $2); lines("> ", $3) }' |
    fold -s -w 72 | sed '/^[+>-] /!s/^/  /; s/^/    /'
echo
echo "Whose buckets, how many, and who closes so many connections:"
ask -q -z finrst,hosts -z finrst,services
echo
echo "The same in the Wireshark window, as a normal user:"
echo "    WIRESHARK_PLUGIN_DIR=$PWD/build/release/plugins wireshark -Y finrst.affected $capture"
