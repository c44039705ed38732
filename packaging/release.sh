#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Makes all that a release consists of from a clean clone, in dist/, and prints what is for whom. Times
# and the packages' maintainer are those of the commit, and nothing of the machine, its user and their
# folders is in what is built: tests/reproducible.sh.
set -euo pipefail
cd "$(dirname "$0")/.."
. tests/packages.sh

require_packages "${RELEASE_PACKAGES[@]}"
if [ -n "$(git status --porcelain)" ]; then
    echo "A release is made of what is committed: git status names what is not." >&2
    exit 1
fi
version=$(sed -n 's/^project(finrst VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
DEBFULLNAME=$(git log -1 --format=%an)
DEBEMAIL=$(git log -1 --format=%ae)
export SOURCE_DATE_EPOCH DEBFULLNAME DEBEMAIL
umask 022
rm -rf dist
mkdir dist

# build PRESET [TARGET]: prints nothing unless it fails.
build() {
    local log=dist/$1.log
    rm -rf "build/$1"
    { cmake --preset "$1" && cmake --build --preset "$1" ${2:+--target "$2"}; } >"$log" 2>&1 || {
        tail -n 40 "$log" >&2
        return 1
    }
    rm "$log"
}

packaging/windows/libraries.sh build/windows-libraries
build static
if readelf --program-headers build/static/bin/finrst | grep -q INTERP; then
    echo "The command as one file is not linked statically." >&2
    exit 1
fi
build windows
build release package
command=finrst-$version-linux-$(uname -m)
strip -o "dist/$command" build/static/bin/finrst
x86_64-w64-mingw32-strip -o "dist/finrst-$version-windows-x86_64.exe" build/windows/bin/finrst.exe
install -m 755 collect/finrst-collect dist/
cp build/release/*.deb dist/
(cd build/static && cpack -B packages >/dev/null)
cp build/static/packages/*.rpm dist/
git archive --prefix="finrst-$version/" HEAD | gzip -9n >"dist/finrst-$version.tar.gz"
# A source RPM holds its spec as rpmbuild reads it, with these folders.
(cd dist && rpmbuild -bs --quiet --nodeps --define "_sourcedir ." --define "_srcrpmdir ." \
    --define "_topdir ../build/static/rpm" --define "_srcdefattr (0644,root,root)" \
    --define "_buildhost finrst" --define "use_source_date_epoch_as_buildtime 1" \
    --define "clamp_mtime_to_source_date_epoch 1" ../build/static/finrst.spec)
python3 packaging/sbom.py "$version" "$SOURCE_DATE_EPOCH" >"dist/finrst-$version.spdx.json"
(cd dist && sha256sum -- * >SHA256SUMS)

wireshark=$(dpkg-query -W -f '${Version}' tshark)
cat <<TABLE
In dist/:
  $command
        the command as one file, for any Linux on this processor
  finrst-$version-windows-x86_64.exe
        the command as one file, for Windows 10 and newer
  finrst-collect
        for the host itself: what its kernel counts and says, beside a capture
  finrst_*.deb
        the command, for this Debian
  wireshark-finrst_*.deb, wireshark-finrst-qt_*.deb
        the plugin for Wireshark $wireshark of this Debian, and its dialog
  finrst-doc_*.deb
        the documentation as pages
  finrst-*.$(uname -m).rpm, finrst-*.src.rpm
        the command for any distribution that has RPMs, and its sources
  finrst-$version.tar.gz
        the sources
  finrst-$version.spdx.json, SHA256SUMS
        what is linked into the command for Linux and for Windows; sums of all files
TABLE
