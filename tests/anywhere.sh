#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# anywhere.sh [DIST]: runs the command for any Linux of a release (dist/, by packaging/release.sh)
# where it was not built: in a root that has no library at all, as its RPM installs it in an empty
# root, and in roots of the oldest and newest Debians that the mirrors have; and builds the source RPM.
# Needs root.
set -euo pipefail
cd "$(dirname "$0")/.."
. tests/packages.sh

require_packages "${RELEASE_PACKAGES[@]}" mmdebstrap iproute2
dist=${1:-dist}
command=$(ls "$dist"/finrst-*-linux-*)
package=$(ls "$dist"/finrst-*."$(uname -m)".rpm)
source_package=$(ls "$dist"/finrst-*.src.rpm)
sample=samples/overflow/overflow-client-closes.pcapng
roots=$(mktemp -d /var/tmp/finrst-anywhere.XXXXXX)
namespace=finrst-anywhere-$$
trap 'ip netns delete "$namespace" 2>/dev/null || true; rm -rf --one-file-system "$roots"' EXIT
chmod 755 "$roots"

# runs_in ROOT PROGRAM: as an ordinary user on a file and a pipe, as root on an interface.
runs_in() {
    local root=$1 program=$2 nobody=(--userspec=65534:65534)
    cp "$sample" "$root/a.pcapng"
    mkdir -p -m 1777 "$root/tmp"
    chroot "${nobody[@]}" "$root" "$program" -z verdicts /a.pcapng | grep fin_wait_2_missing
    gzip -c "$sample" | chroot "${nobody[@]}" "$root" "$program" -z flows - |
        grep fin_wait_2_missing
    ip netns exec "$namespace" chroot "$root" "$program" -i lo --duration 1 >/dev/null
    rm "$root/a.pcapng"
}

# has_root NAME MIRROR [OPTION]: whether there is one now.
has_root() {
    rm -rf --one-file-system "${roots:?}/$1"
    mmdebstrap --quiet --variant=essential --mode=root "$1" "$roots/$1" "deb ${3:-} $2 $1 main" \
        >"$roots/$1.log" 2>&1
}

ip netns add "$namespace"
ip -n "$namespace" link set lo up

mkdir "$roots/empty"
install "$command" "$roots/empty/finrst"
runs_in "$roots/empty" /finrst
echo "without any library: runs"

# installs_rpm ROOT PACKAGE: whatever it takes is there, or is not needed.
installs_rpm() {
    mkdir -p "$1/var/lib/rpm"
    rpm --root "$1" --initdb
    rpm --root "$1" --nodeps --install "$2"
}

installs_rpm "$roots/rpm" "$package"
runs_in "$roots/rpm" /usr/bin/finrst
rpm --root "$roots/rpm" --verify --nodeps finrst
rpm --root "$roots/rpm" --nodeps --erase finrst
left=$(find "$roots/rpm/usr" ! -type d)
[ -z "$left" ] || { echo "The RPM leaves $left" >&2; exit 1; }
echo "the RPM: is installed, runs, and leaves nothing when it is erased"

rpmbuild --rebuild --quiet --nodeps --define "_topdir $roots/built" "$source_package" \
    >"$roots/built.log" 2>&1 || { tail -n 40 "$roots/built.log" >&2; exit 1; }
installs_rpm "$roots/rebuilt" "$roots"/built/RPMS/*/finrst-*.rpm
"$roots/rebuilt/usr/bin/finrst" -z verdicts "$sample" | grep fin_wait_2_missing
echo "the source RPM: builds, and what it builds runs with the libraries of this machine"

for name in jessie stretch buster bullseye bookworm trixie testing; do
    if has_root "$name" http://deb.debian.org/debian ||
        has_root "$name" http://archive.debian.org/debian "[trusted=yes]"; then
        install "$command" "$roots/$name/finrst"
        runs_in "$roots/$name" /finrst
        echo "Debian $name, $(chroot "$roots/$name" ldd --version | sed -n 's/^ldd //;1p'): runs"
    else
        echo "Debian $name: not tried, $(grep -m 1 '^[EW]:\|Err:' "$roots/$name.log")"
    fi
    rm -rf --one-file-system "${roots:?}/$name"
done
