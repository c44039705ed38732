# SPDX-License-Identifier: GPL-2.0-or-later
"""The first command of the README, where nothing is installed: what it fetches, and what it says.
Stand-ins take the place of the programs that install, build and read."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
BORROWED = ("awk", "bash", "cat", "cp", "dirname", "env", "fold", "grep", "id", "mkdir", "mktemp",
            "realpath", "rm", "sed", "setpriv", "test")
STAND_INS = {
    "apt-get": """[ "$1" != install ] || { echo "$@" >apt; echo "Need to get 121 MB of archives.
Get:1 what nobody wants to read
After this operation, 512 MB of additional disk space will be used."; }""",
    "cmake": 'mkdir -p build/release/plugins/4.0/epan; [ ! -e "$DIALOG" ] || cp -r "$DIALOG" '
             'build/release/plugins/4.0/epan/finrst',
    "dpkg-query": "exit 1",
    "sudo": '"$@"',
    "tshark": ":",
}


@pytest.fixture
def clone():
    """A clone beside a folder of programs, on a machine without any package."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        fill(folder)
        yield folder / "finrst"


def fill(folder):
    for name in ("samples/demo.sh", "samples/incident/incident.pcapng", "tests/packages.sh",
                 "tests/tshark.sh"):
        target = folder / "finrst" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(REPOSITORY / name, target)
    programs = folder / "bin"
    programs.mkdir()
    for name in BORROWED:
        (programs / name).symlink_to(shutil.which(name))
    for name, script in STAND_INS.items():
        (programs / name).write_text(f"#!/bin/bash\n{script}\n", encoding="ascii")
        (programs / name).chmod(0o755)


def demo(clone, *arguments, dialog=True):
    """What it says, and the packages that it asks for."""
    module = clone.parent / "module"
    if dialog:
        module.mkdir()
        (module / "finrst_ui_qt5.so").touch()
    told = subprocess.run(["samples/demo.sh", *arguments], cwd=clone, check=True, text=True,
                          capture_output=True,
                          env={"PATH": str(clone.parent / "bin"), "DIALOG": str(module)}).stdout
    return told, (clone / "apt").read_text(encoding="ascii").split()


def test_brings_the_window_and_the_dialog(clone):
    told, packages = demo(clone)
    assert {"tshark", "wireshark", "libqcustomplot-dev"} <= set(packages)
    assert f"WIRESHARK_PLUGIN_DIR={clone}/build/release/plugins wireshark" in told


def test_leaves_the_window_out(clone):
    told, packages = demo(clone, "--no-window", dialog=False)
    assert "tshark" in packages and "wireshark" not in packages
    assert not [name for name in packages if "qt" in name or "qcustomplot" in name]
    assert "without the dialog" in told and "WIRESHARK_PLUGIN_DIR" not in told


def test_says_how_much_it_fetches_and_how_long_that_takes(clone):
    told, _ = demo(clone)
    assert "Need to get 121 MB of archives." in told and "512 MB" in told
    assert "That took " in told and "nobody wants" not in told


@pytest.mark.skipif(os.geteuid() != 0, reason="who is not root sees their own folders only")
def test_shows_no_path_that_its_reader_may_not_enter(clone):
    clone.parent.chmod(0o700)
    told, _ = demo(clone)
    assert str(clone) not in told
    assert "cmake --install build/release" in told
