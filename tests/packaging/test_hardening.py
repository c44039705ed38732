# SPDX-License-Identifier: GPL-2.0-or-later
"""What parses strangers' packets is built as Debian hardens what it builds. FINRST_BUILD_DIR may be
a build of any kind: what the compiler adds to functions is looked for in releases."""

import os
import re
import subprocess
from pathlib import Path

import pytest

BUILD = Path(os.environ["FINRST_BUILD_DIR"])
BINARIES = sorted(path for path in (*BUILD.glob("bin/finrst"), *BUILD.glob("plugins/**/*.so")))
IS_RELEASE = "CMAKE_BUILD_TYPE:STRING=Release" in (BUILD / "CMakeCache.txt").read_text()
in_releases = pytest.mark.skipif(not IS_RELEASE, reason="sanitizers and debuggers want none of it")
each = pytest.mark.parametrize("binary", BINARIES, ids=lambda path: path.name)


def readelf(*arguments):
    return subprocess.run(["readelf", "--wide", *arguments], check=True, capture_output=True,
                          text=True).stdout


def test_there_is_something_to_look_at():
    assert BUILD / "bin/finrst" in BINARIES


@each
def test_it_is_loaded_at_another_address_each_time(binary):
    assert re.search(r"Type: +DYN", readelf("--file-header", binary))


@each
def test_no_pointer_to_a_function_can_be_written(binary):
    """All are found when the program is loaded, and read-only from then on."""
    assert "GNU_RELRO" in readelf("--program-headers", binary)
    dynamic = readelf("--dynamic", binary)
    assert "BIND_NOW" in dynamic or "Flags: NOW" in dynamic


@each
def test_nothing_that_is_written_can_be_executed(binary):
    headers = readelf("--program-headers", binary)
    assert re.search(r"GNU_STACK .* RW +0x", headers)
    assert not re.search(r"LOAD .* RWE ", headers)


@each
@in_releases
def test_functions_that_could_overflow_look_after_it(binary):
    symbols = readelf("--symbols", binary)
    assert "__stack_chk_fail" in symbols
    assert re.search(r"__(memcpy|memmove|read|snprintf|memset)_chk", symbols)


@in_releases
def test_each_file_is_compiled_so():
    """What leaves no mark of its own in the binary."""
    commands = (BUILD / "compile_commands.json").read_text()
    files = commands.count('"command":')
    for option in ("-fstack-protector-strong", "-fstack-clash-protection", "-D_FORTIFY_SOURCE=2"):
        assert commands.count(option) == files, option
