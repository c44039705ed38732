#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""sbom.py VERSION SECONDS: prints as SPDX 2.3 what the command as one file consists of, for Linux and
for Windows: finrst, and the packages of Debian whose libraries are linked into it. SECONDS: when it
was made, since 1970."""

import datetime
import json
import os
import pathlib
import subprocess
import sys

LIBRARIES = {
    "g++": ["libc.a", "libstdc++.a", "libpcap.a", "libseccomp.a", "libz.a", "libzstd.a", "liblz4.a"],
    "x86_64-w64-mingw32-g++-posix": ["libmsvcrt.a", "libstdc++.a", "libz.a"]}
MADE_FOR_WINDOWS = pathlib.Path(__file__).parents[1] / "build/windows-libraries/made"
HEADERS = ["/usr/include/CLI/CLI.hpp", "/usr/include/rapidjson/rapidjson.h"]


def package(name, version, license_of_it="NOASSERTION", supplier="NOASSERTION"):
    return {"SPDXID": f"SPDXRef-{name.replace('+', 'p')}", "name": name, "versionInfo": version,
            "downloadLocation": "NOASSERTION", "licenseConcluded": license_of_it,
            "licenseDeclared": license_of_it, "copyrightText": "NOASSERTION",
            "supplier": supplier, "filesAnalyzed": False}


def said(*command):
    return subprocess.run(command, check=True, text=True, capture_output=True).stdout.strip()


def linked():
    """Name and version of each package that is linked in."""
    files = [said(compiler, f"-print-file-name={name}")
             for compiler, names in LIBRARIES.items() for name in names]
    for path in files + HEADERS:
        owner = said("dpkg-query", "-S", os.path.realpath(path)).split(":")[0]
        yield owner, said("dpkg-query", "-W", "-f", "${Version}", owner)
    for line in MADE_FOR_WINDOWS.read_text().splitlines():
        yield line.split()


def main():
    version, seconds = sys.argv[1:]
    made = datetime.datetime.fromtimestamp(int(seconds), datetime.timezone.utc)
    packages = [package("finrst", version, "GPL-2.0-or-later")]
    packages += [package(name, of_it, supplier="Organization: Debian") for name, of_it in linked()]
    document = {
        "spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT",
        "name": f"finrst-{version}",
        "documentNamespace": f"https://spdx.org/spdxdocs/finrst-{version}-{seconds}",
        "creationInfo": {"created": made.strftime("%Y-%m-%dT%H:%M:%SZ"),
                         "creators": ["Tool: finrst-packaging"]},
        "packages": packages,
        "relationships": [{"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES",
                           "relatedSpdxElement": "SPDXRef-finrst"}] +
                         [{"spdxElementId": "SPDXRef-finrst", "relationshipType": "STATIC_LINK",
                           "relatedSpdxElement": one["SPDXID"]} for one in packages[1:]]}
    json.dump(document, sys.stdout, indent=2)
    print()


main()
