#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# demo.sh [--no-window] [CAPTURE]: from a fresh Debian to the verdict. Installs what is missing,
# builds the plugin and its dialog, and lets tshark explain the resets of the incident
# (samples/README.md), or of another capture. --no-window installs neither Wireshark's window nor
# what the dialog in it needs.
set -euo pipefail
cd "$(dirname "$0")/.."
. tests/packages.sh
. tests/tshark.sh

packages=("${BUILD_PACKAGES[@]}" "${WINDOW_PACKAGES[@]}")
if [ "${1:-}" = --no-window ]; then
    packages=("${BUILD_PACKAGES[@]}")
    shift
fi
capture=${1:-samples/incident/incident.pcapng}

require_packages "${packages[@]}"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
echo "Building ..."
begin=$SECONDS
if ! { cmake --preset release && cmake --build --preset release; } >"$log" 2>&1; then
    cat "$log" >&2
    exit 1
fi
echo "    That took $((SECONDS - begin)) s."

# What tshark says of the capture.
ask() {
    tshark_with_plugin build/release/plugins -r "$capture" "$@"
}

echo
echo "What happened in $capture, what shows it, and what to do:"
ask -q -z finrst,incidents
echo
echo "Whose buckets, how many, and who closes so many connections:"
ask -q -z finrst,hosts -z finrst,services

# Whether whoever starts Wireshark, which is not root, may enter the folders on the way.
is_for_everybody() {
    [ "$(id -u)" -ne 0 ] || setpriv --reuid=65534 --regid=65534 --clear-groups \
        test -r "$PWD/build/release/plugins" -a -r "$(realpath "$capture")"
}

echo
if ! compgen -G 'build/release/plugins/*/epan/finrst/*' >/dev/null; then
    echo "Built without the dialog, as Wireshark's window is not installed. Both come with"
    echo "    samples/demo.sh"
elif is_for_everybody; then
    echo "The same in the Wireshark window, as a normal user:"
    echo "    WIRESHARK_PLUGIN_DIR=$PWD/build/release/plugins wireshark -Y finrst.affected $capture"
else
    echo "The same in the Wireshark window: here, for everybody,"
    echo "    cmake --install build/release"
    echo "and then, as a normal user, on a capture that this user may read:"
    echo "    wireshark -Y finrst.affected"
fi
