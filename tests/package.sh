#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# package.sh [DIST]: makes the Debian packages, or takes those of a release (dist/, by
# packaging/release.sh), and lives a user's life with them in a fresh root of this Debian: tshark without
# Qt, as root and as somebody else; the dialog in the window; another Wireshark; removal.
# Needs root and Debian's mirror, and takes some minutes and 2 GB below /var/tmp.
set -euo pipefail
cd "$(dirname "$0")/.."
. tests/packages.sh

say() { printf '\n%s\n' "--- $*"; }
fail() {
    echo "FAILED: $*" >&2
    exit 1
}

# Where mounts and processes vanish with the command, however it or this script ends.
isolated() {
    setpriv --pdeathsig=KILL unshare --mount --pid --fork --kill-child "$@"
}

# in_root COMMAND...: in the fresh root.
in_root() {
    isolated bash -c '
        mount -t proc proc "$1/proc"
        mount --rbind /dev "$1/dev"
        exec chroot "$1" env -i --chdir=/finrst HOME=/root LC_ALL=C.UTF-8 \
            DEBIAN_FRONTEND=noninteractive \
            PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "${@:2}"' - "$root" "$@"
}
install_in_root() { in_root apt-get install -y -qq --no-install-recommends "$@" >/dev/null; }

# All files, but for what apt, dpkg and fontconfig note for themselves.
files_in_root() {
    find "$root" -xdev \( -path "$root/var/lib/dpkg" -o -path "$root/var/lib/apt" \
        -o -path "$root/var/cache" -o -path "$root/var/log" -o -path "$root/tmp" \
        -o -path "$root/proc" -o -path "$root/dev" -o -path "$root/home" \) -prune \
        -o -printf '%P\n' | sort
}

# explains COMMAND...: that tshark gives the verdict.
explains() {
    local verdict
    verdict=$("$@" tshark -C finrst \
        -r samples/overflow/overflow-client-closes.pcapng -Y finrst.verdict -T fields -e finrst.verdict)
    [ "$verdict" = fin_wait_2_missing ] || fail "$*: tshark says '$verdict'"
    echo "$verdict"
}

require_packages "${BUILD_PACKAGES[@]}" "${DIALOG_PACKAGES[@]}" debootstrap dpkg-dev file lintian \
    pandoc
suite=$(. /etc/os-release && echo "$VERSION_CODENAME")

say "The packages"
dist=${1:-}
if [ -z "$dist" ]; then
    dist=build/release
    export DEBFULLNAME=finrst DEBEMAIL=finrst@debian.org  # of nobody's: they are thrown away
    cmake --fresh --preset release >/dev/null
    cmake --build --preset release --target package >/dev/null
fi
plugin=$(ls "$dist"/wireshark-finrst_*.deb)
dialog=$(ls "$dist"/wireshark-finrst-qt_*.deb)
command=$(ls "$dist"/finrst_*.deb)
pages=$(ls "$dist"/finrst-doc_*.deb)
dpkg-deb --field "$plugin" Package Version Depends
if dpkg-deb --field "$command" Version Depends | grep wireshark; then
    fail "finrst is for one Wireshark"
fi
lintian --fail-on error,warning --allow-root "$plugin" "$dialog" "$command" "$pages"

say "A fresh root of Debian $suite"
root=$(mktemp -d /var/tmp/finrst-package.XXXXXX)
trap 'rm -rf --one-file-system "$root"' EXIT
chmod 755 "$root"  # mktemp keeps it from others, who are to work in it
isolated debootstrap --variant=minbase "$suite" "$root" http://deb.debian.org/debian >/dev/null
cp /etc/resolv.conf "$root/etc/resolv.conf"
mkdir "$root/finrst"
git ls-files -z samples tests | tar c --null -T - | tar x -C "$root/finrst"
cp "$plugin" "$dialog" "$command" "$root/finrst"
plugin=./${plugin##*/}
dialog=./${dialog##*/}
command=./${command##*/}
in_root useradd --create-home jane

say "The command, where there is no Wireshark"
before=$(files_in_root)
install_in_root "$command"
in_root runuser -u jane -- finrst -z verdicts samples/overflow/overflow-client-closes.pcapng |
    grep fin_wait_2_missing
if in_root dpkg-query -W 'libwireshark[0-9]*' 2>/dev/null; then fail "Wireshark is installed"; fi
in_root apt-get purge -y -qq --auto-remove finrst >/dev/null
diff <(echo "$before") <(files_in_root) && echo "nothing is left"

install_in_root tshark
before=$(files_in_root)

say "Another Wireshark"
mkdir -p "$root/other/DEBIAN"
other=$(in_root dpkg-query -W -f '${Package}\n' 'libwireshark[0-9]*' | head -n 1)
printf '%s\n' "Package: $other" "Version: 99.0" "Architecture: $(dpkg --print-architecture)" \
    "Maintainer: nobody <nobody@debian.org>" "Description: a Wireshark of the future" \
    >"$root/other/DEBIAN/control"
in_root dpkg-deb --build /other /finrst/other.deb >/dev/null
rm -r "$root/other"
if refusal=$(in_root apt-get install --simulate "$plugin" ./other.deb 2>&1); then
    fail "the package installs beside another $other"
fi
grep -F "wireshark-finrst : Depends: $other (<" <<<"$refusal"  # apt's way to write <<
rm "$root/finrst/other.deb"

say "tshark, as root and as somebody else, without Qt"
install_in_root "$plugin"
explains in_root
explains in_root runuser -u jane -- env HOME=/home/jane
if in_root dpkg-query -W 'libqt*' 2>/dev/null; then fail "Qt is installed"; fi

say "Removed"
in_root apt-get purge -y -qq --auto-remove wireshark-finrst >/dev/null
rm -rf "$root/root/.config"
diff <(echo "$before") <(files_in_root) && echo "nothing is left"

say "The dialog in the window"
install_in_root wireshark xvfb xdotool imagemagick openbox python3-pytest
before=$(files_in_root)
install_in_root "$plugin" "$dialog"
plugins=$(in_root tshark -G folders 2>/dev/null | sed -n 's/^Global Plugins:[[:space:]]*//p')
in_root env FINRST_PLUGIN_DIR="${plugins%/*}" PYTHONPATH=tests/tshark PYTHONDONTWRITEBYTECODE=1 \
    python3 -m pytest -q -p no:cacheprovider -k "everything_by_hand" tests/ui/test_wireshark.py

say "Removed"
in_root apt-get purge -y -qq --auto-remove wireshark-finrst wireshark-finrst-qt >/dev/null
rm -rf "$root/root/.config"
diff <(echo "$before") <(files_in_root) && echo "nothing is left"
