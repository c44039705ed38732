# SPDX-License-Identifier: GPL-2.0-or-later
"""Installing puts everything where Wireshark looks; uninstalling takes everything away."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

BUILD = Path(os.environ["FINRST_BUILD_DIR"])
REPOSITORY = Path(__file__).resolve().parents[2]


def cmake(*arguments, **variables):
    subprocess.run(["cmake", *arguments], check=True, capture_output=True,
                   env=os.environ | {name: str(value) for name, value in variables.items()})


def files_below(folder):
    return sorted(path.relative_to(folder) for path in folder.rglob("*") if not path.is_dir())


@pytest.fixture
def installed(tmp_path):
    """A folder in which everything is installed as it would be below /."""
    manifest = BUILD / "install_manifest.txt"
    kept = tmp_path / "manifest"
    if manifest.exists():
        shutil.copy(manifest, kept)
    folder = tmp_path / "root"
    cmake("--install", BUILD, DESTDIR=folder)
    yield folder
    manifest.unlink(missing_ok=True)
    if kept.exists():
        shutil.copy(kept, manifest)


def test_wireshark_finds_what_is_installed(installed):
    told = subprocess.run(["tshark", "-G", "folders"], check=True, capture_output=True, text=True)
    folders = dict(line.split(":", 1) for line in told.stdout.splitlines() if ":" in line)
    plugins = folders["Global Plugins"].strip().lstrip("/")
    configuration = folders["Global configuration"].strip().lstrip("/")
    files = [str(path) for path in files_below(installed)]
    assert f"{plugins}/epan/finrst.so" in files
    assert f"{configuration}/profiles/finrst/preferences" in files
    programs = folders.get("Extcap path") or folders["Global Extcap path"]  # 4.6 has two
    extcap = installed / programs.strip().lstrip("/") / "finrst"
    assert extcap.is_symlink() and os.access(extcap, os.X_OK)
    assert len(list((installed / plugins / "epan" / "finrst").glob("finrst_ui_qt[56].so"))) <= 1


def test_uninstalling_takes_everything_away(installed):
    assert files_below(installed)
    cmake("--build", BUILD, "--target", "uninstall", DESTDIR=installed)
    assert not installed.exists()


def test_uninstalling_leaves_what_others_put_there(installed):
    profile = next(installed.rglob("profiles/finrst"))
    (profile / "dfilters").write_text("\"of the user\" tcp\n")
    cmake("--build", BUILD, "--target", "uninstall", DESTDIR=installed)
    assert [path.name for path in files_below(installed)] == ["dfilters"]


def test_the_command_and_its_page_are_installed(installed):
    names = [str(path) for path in files_below(installed)]
    assert any(name.endswith("/bin/finrst") for name in names)
    assert any(name.endswith("/man1/finrst.1") for name in names)


def test_without_wireshark_the_command_alone_is_built(tmp_path):
    told = subprocess.run(
        ["cmake", "-S", REPOSITORY, "-B", tmp_path, "-G", "Ninja",
         "-DCMAKE_DISABLE_FIND_PACKAGE_Wireshark=ON"],
        check=True, capture_output=True, text=True).stdout
    assert "THE COMMAND ALONE" in told and "wireshark-dev" in told
    built = subprocess.run(["ninja", "-C", tmp_path, "-t", "targets", "all"], check=True,
                           capture_output=True, text=True).stdout
    assert "bin/finrst: " in built
    assert "finrst.so" not in built and "_ui_" not in built
