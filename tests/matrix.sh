#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Builds finrst and runs all tests on several Wiresharks, and prints a table:
#
#   tests/matrix.sh [host | NAME OF A DEBIAN SUITE]...     default: host trixie testing
#
# "host" is the Wireshark of this machine; the others are those of newer Debians, in roots that
# debootstrap makes under FINRST_ROOTS (default: /var/tmp/finrst-roots; 2 to 3 GB each) and that are
# used again. Needs root and Debian's mirror. Ends with 1 when anything failed; what could not be
# tried is "skipped" in the table, with the reason.
set -euo pipefail
cd "$(dirname "$0")/.."

roots=${FINRST_ROOTS:-/var/tmp/finrst-roots}
logs=$PWD/build/matrix
mirror=http://deb.debian.org/debian

# Where mounts and processes vanish with the command, however it or this script ends.
isolated() {
    setpriv --pdeathsig=KILL unshare --mount --pid --fork --kill-child "$@"
}

# make_root SUITE: a root that could not be finished is not used.
make_root() {
    local root=$roots/$1
    [ ! -e "$root" ] || return 0
    echo "Making a root of Debian $1 in $root ..."
    rm -rf "$root.unfinished"
    mkdir -p "$roots"
    # This debootstrap may be older than the suite, which is made as any newer one.
    # The server is for the tests of other machines: tests/run.sh starts none where people work.
    isolated debootstrap --variant=minbase --include=openssh-server "$1" "$root.unfinished" \
        "$mirror" /usr/share/debootstrap/scripts/sid || return
    # The index of testing is valid for a week, mirrors may be behind.
    echo 'Acquire::Check-Valid-Until "false";' >"$root.unfinished/etc/apt/apt.conf.d/99finrst"
    mv "$root.unfinished" "$root"
}

# in_root ROOT COMMAND...: in /finrst of that root.
in_root() {
    isolated bash -c '
        mount --bind "$1" "$1"  # a mount point, as namespaces in it want their root to be
        cd "$1"
        mount -t proc proc "$1/proc"
        mount --rbind /sys "$1/sys"
        mount --rbind /dev "$1/dev"
        cp /etc/resolv.conf "$1/etc/resolv.conf"
        exec chroot "$1" env -i --chdir=/finrst HOME=/root LC_ALL=C.UTF-8 \
            PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "${@:2}"' - "$@"
}

# The files that git knows, as they are now; what was built in the root before stays.
copy_sources() {
    mkdir -p "$1/finrst"
    find "$1/finrst" -mindepth 1 -maxdepth 1 ! -name build -exec rm -rf {} +
    git ls-files -z --cached --others --exclude-standard | tar c --null -T - | tar x -C "$1/finrst"
}

# Says why a row cannot be tried; nothing when it can.
obstacle() {
    if [ "$1" = host ]; then return; fi
    if [ "$(id -u)" -ne 0 ]; then
        echo "a root of its own needs root"
    elif ! command -v debootstrap >/dev/null; then
        echo "debootstrap is not installed"
    elif ! isolated true 2>/dev/null; then
        echo "no right to mount"
    elif ! make_root "$1" >"$logs/$1.root.log" 2>&1; then
        echo "no root: $(tail -n 1 "$logs/$1.root.log")"
    fi
}

# run_tests NAME: leaves NAME.log and NAME.xml, what ctest says of each test.
run_tests() {
    local run=(bash tests/run.sh --test-output-size-passed 100000 --output-junit)
    if [ "$1" = host ]; then
        "${run[@]}" "$logs/$1.xml"
    else
        copy_sources "$roots/$1"
        in_root "$roots/$1" "${run[@]}" /finrst/results.xml
        mv "$roots/$1/finrst/results.xml" "$logs/$1.xml"
    fi
}

[ $# -gt 0 ] || set -- host trixie testing
mkdir -p "$logs"
for name in "$@"; do
    rm -f "$logs/$name".*
    reason=$(obstacle "$name")
    if [ -n "$reason" ]; then
        echo "$name: skipped: $reason"
        echo "$reason" >"$logs/$name.skipped"
        continue
    fi
    echo "$name: building and testing; $logs/$name.log tells how it goes"
    run_tests "$name" >"$logs/$name.log" 2>&1 || true  # the table tells what failed
done
exec /usr/bin/python3 tests/matrix_table.py "$logs" "$@"
