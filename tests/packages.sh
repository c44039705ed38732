# SPDX-License-Identifier: GPL-2.0-or-later
# To be sourced: installs Debian packages that are missing.

# missing_packages NAME...: those of them that are not installed.
missing_packages() {
    local name
    for name in "$@"; do
        dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null | grep -qx installed ||
            echo "$name"
    done
}

# require_packages NAME...: returns when all are installed. As root it installs what is missing; with
# sudo too, and says how much it fetches and how long that took; else it names what is missing and
# ends the script.
require_packages() {
    local missing
    mapfile -t missing < <(missing_packages "$@")
    [ ${#missing[@]} -gt 0 ] || return 0

    local become_root=()
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null; then
            echo "Missing packages; install them as root, then run this again:" >&2
            echo "    apt-get install ${missing[*]}" >&2
            exit 1
        fi
        become_root=(sudo)
    fi
    echo "Installing ${missing[*]} ..."
    local begin=$SECONDS
    "${become_root[@]}" apt-get update -qq
    "${become_root[@]}" env LC_ALL=C DEBIAN_FRONTEND=noninteractive \
        apt-get install -y --no-install-recommends "${missing[@]}" |
        sed -un '/^Need to get\|^After this operation/s/^/    /p'
    echo "    That took $((SECONDS - begin)) s."
}

# What it takes to build the dialog: Debian 12 was the last with a Wireshark on Qt 5.
DIALOG_PACKAGES=(libqcustomplot-dev)
if (. /etc/os-release && [ "${VERSION_CODENAME:-}" = bookworm ]); then
    DIALOG_PACKAGES+=(qtbase5-dev libqt5svg5-dev)
else
    DIALOG_PACKAGES+=(qt6-base-dev qt6-svg-dev)
fi

# Wireshark's window, and what it takes to build the dialog in it.
WINDOW_PACKAGES=(wireshark "${DIALOG_PACKAGES[@]}")

# And to drive it in the real window.
UI_PACKAGES=("${WINDOW_PACKAGES[@]}" xvfb xdotool imagemagick openbox)

# What it takes to build the plugin, to run it in tshark, and to build the command; the dialog goes
# with Wireshark's window.
BUILD_PACKAGES=(cmake ninja-build g++ libwireshark-dev libwiretap-dev libwsutil-dev rapidjson-dev
                wireshark-dev tshark zlib1g-dev libzstd-dev liblz4-dev pkg-config libpcap-dev
                libseccomp-dev libcli11-dev)
if command -v wireshark >/dev/null; then BUILD_PACKAGES+=("${DIALOG_PACKAGES[@]}"); fi

# What it takes to build the command for Windows, and to run it with libpcap; what else that takes,
# packaging/windows/libraries.sh makes.
WINDOWS_BUILD_PACKAGES=(g++-mingw-w64-x86-64-posix libz-mingw-w64-dev dpkg-dev make)
WINDOWS_PACKAGES=("${WINDOWS_BUILD_PACKAGES[@]}" bison cmake flex ninja-build wine wine64)

# What it takes to make a release (packaging/release.sh).
RELEASE_PACKAGES=("${BUILD_PACKAGES[@]}" "${DIALOG_PACKAGES[@]}" "${WINDOWS_BUILD_PACKAGES[@]}" file git
                  pandoc python3 rpm)
