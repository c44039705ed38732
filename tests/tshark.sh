# SPDX-License-Identifier: GPL-2.0-or-later
# To be sourced: runs tshark with a plugin that is not installed.

# tshark_with_plugin FOLDER ARGUMENT...: as root, tshark skips WIRESHARK_PLUGIN_DIR without a word.
# So root becomes nobody for it, and keeps the right to read its own files.
tshark_with_plugin() {
    local folder
    folder=$(realpath "$1")
    shift
    local become=()
    if [ "$(id -u)" -eq 0 ]; then
        become=(setpriv --reuid=65534 --regid=65534 --clear-groups
                --inh-caps=+dac_override --ambient-caps=+dac_override)
    fi
    HOME=/nonexistent WIRESHARK_PLUGIN_DIR=$folder "${become[@]}" tshark "$@"
}
