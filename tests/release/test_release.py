# SPDX-License-Identifier: GPL-2.0-or-later
"""What packaging/release.sh made in the clone FINRST_CLONE: each file is there, told of in what it
printed (FINRST_TABLE), and what that says that it is."""

import fnmatch
import json
import os
import re
import subprocess
import tarfile
from pathlib import Path

import pytest

from finrst_command import COMMAND
from tshark import as_somebody, sample_path

CLONE = Path(os.environ["FINRST_CLONE"])
DIST = CLONE / "dist"
TABLE = Path(os.environ["FINRST_TABLE"]).read_text()
VERSION = re.search(r"project\(finrst VERSION (\S+)", (CLONE / "CMakeLists.txt").read_text())[1]
LINUX = DIST / f"finrst-{VERSION}-linux-{os.uname().machine}"
WINDOWS = DIST / f"finrst-{VERSION}-windows-x86_64.exe"
SOURCES = DIST / f"finrst-{VERSION}.tar.gz"
SAMPLE = sample_path("overflow-client-closes")


def said(*command, **how):
    return subprocess.run(list(map(str, command)), check=True, capture_output=True, text=True,
                          **how).stdout


def made(pattern):
    """The one file whose name is like that."""
    [path] = DIST.glob(pattern)
    return path


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    """The Debian packages, one over the other."""
    root = tmp_path_factory.mktemp("debian")
    root.chmod(0o755)
    for package in DIST.glob("*.deb"):
        subprocess.run(["dpkg-deb", "--extract", package, root], check=True)
    return root


def test_the_table_names_all_that_is_there_and_nothing_else():
    names = {path.name for path in DIST.iterdir()}
    rows = re.findall(r"^  (\S.*)$", TABLE, re.MULTILINE)
    patterns = [pattern for row in rows for pattern in row.split(", ")]
    for pattern in patterns:
        assert fnmatch.filter(names, pattern), pattern
    assert {name for name in names if not any(fnmatch.fnmatch(name, pattern)
                                              for pattern in patterns)} == set()


def test_each_file_has_its_sum():
    listed = (DIST / "SHA256SUMS").read_text()
    names = {path.name for path in DIST.iterdir()} - {"SHA256SUMS"}
    assert {line.split()[1] for line in listed.splitlines()} == names
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=DIST, check=True)


def is_the_command_for_any_linux(program):
    assert "INTERP" not in said("readelf", "--program-headers", program)
    assert said(program, "--version") == f"finrst {VERSION}\n"
    assert said(program, "-o", "json", SAMPLE) == said(COMMAND, "-o", "json", SAMPLE)


def test_the_command_for_any_linux():
    is_the_command_for_any_linux(LINUX)


def test_the_command_for_windows():
    assert "PE32+ executable (console) x86-64" in said("file", "--brief", WINDOWS)


def test_the_collector():
    collector = DIST / "finrst-collect"
    assert os.access(collector, os.X_OK)
    assert collector.read_bytes() == (CLONE / "collect" / "finrst-collect").read_bytes()


def test_the_debian_packages():
    versions = {}
    for package in DIST.glob("*.deb"):
        name, version, maintainer = said("dpkg-deb", "--showformat",
                                         "${Package}\t${Version}\t${Maintainer}", "--show",
                                         package).split("\t")
        versions[name] = version
        assert maintainer == said("git", "log", "-1", "--format=%an <%ae>", cwd=CLONE).strip()
    assert set(versions) == {"finrst", "finrst-doc", "wireshark-finrst", "wireshark-finrst-qt"}
    assert versions["finrst"] == versions["finrst-doc"] == f"{VERSION}-1~any"
    assert versions["wireshark-finrst"] == versions["wireshark-finrst-qt"]
    assert re.fullmatch(rf"{re.escape(VERSION)}-1~wireshark4\.\d+", versions["wireshark-finrst"])


def test_everybody_may_read_what_is_in_the_packages():
    """Though the clone is of somebody whose files are nobody else's (umask 077)."""
    for package in DIST.glob("*.deb"):
        for entry in said("dpkg-deb", "--contents", package).splitlines():
            assert re.match(r"-rw-r--r--|[-d]rwxr-xr-x|lrwxrwxrwx", entry), entry
    for entry in said("rpm", "--query", "--list", "--verbose", "--package",
                      made("*.x86_64.rpm")).splitlines():
        assert re.match(r"-rw-r--r--|[-d]rwxr-xr-x", entry), entry


def test_the_plugin_and_the_command_of_the_packages(unpacked):
    plugins = next(unpacked.rglob("epan/finrst.so")).parents[2]
    verdicts = said(*as_somebody("tshark", "-r", SAMPLE, "-Y", "finrst.verdict", "-T", "fields",
                                 "-e", "finrst.verdict"),
                    env={**os.environ, "WIRESHARK_PLUGIN_DIR": str(plugins)})
    assert verdicts == "fin_wait_2_missing\n"
    assert said(unpacked / "usr/bin/finrst", "-o", "json", SAMPLE) == said(
        COMMAND, "-o", "json", SAMPLE)
    assert list(unpacked.rglob("finrst_ui_qt?.so"))
    assert (unpacked / "usr/share/doc/finrst-doc/html/docs/manual.html").exists()
    assert not list(unpacked.rglob("CMakeLists.txt"))


def test_the_rpm(tmp_path):
    with made("*.x86_64.rpm").open("rb") as package:
        archive = subprocess.run(["rpm2archive", "-"], stdin=package, check=True,
                                 capture_output=True).stdout
    subprocess.run(["tar", "--extract", "--gzip", "--directory", tmp_path], input=archive, check=True)
    is_the_command_for_any_linux(tmp_path / "usr/bin/finrst")
    assert (tmp_path / "usr/bin/finrst-collect").exists()
    assert (tmp_path / "usr/share/man/man1/finrst.1").exists()


def test_the_source_rpm_has_the_sources():
    inside = said("rpm", "--query", "--package", "--queryformat",
                  "[%{FILEDIGESTS} %{FILENAMES}\n]", made("*.src.rpm"))
    digest = said("sha256sum", SOURCES).split()[0]
    assert f"{digest} {SOURCES.name}" in inside.splitlines()
    assert "finrst.spec" in inside


def test_the_sources_are_what_git_knows():
    with tarfile.open(SOURCES) as archive:
        files = {name.partition("/")[2] for name in archive.getnames()
                 if not archive.getmember(name).isdir()}
    assert files == set(said("git", "ls-files", cwd=CLONE).splitlines())


def test_what_is_linked_into_the_command_is_named():
    document = json.loads(made("*.spdx.json").read_text())
    versions = {package["name"]: package["versionInfo"] for package in document["packages"]}
    assert versions.pop("finrst") == VERSION
    assert {"libpcap0.8-dev", "libseccomp-dev", "libc6-dev", "libzstd", "lz4"} <= set(versions)
    assert all(versions.values())


def test_nothing_tells_where_it_was_made(unpacked):
    """But for the sources, whose text is git's."""
    files = [LINUX, WINDOWS, *(path for path in unpacked.rglob("*") if path.is_file())]
    place = os.fsencode(CLONE)
    assert [path for path in files if place in path.read_bytes()] == []
    for package in DIST.glob("*.rpm"):
        assert str(CLONE) not in said("rpm", "--query", "--package", "--xml", package)
