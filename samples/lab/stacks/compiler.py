# SPDX-License-Identifier: GPL-2.0-or-later
"""The lab's own programs, compiled when they are first asked for."""

import functools
import tempfile
from pathlib import Path

from ..namespace import run

HERE = Path(__file__).resolve().parent


@functools.cache
def _folder():
    return tempfile.TemporaryDirectory()


@functools.cache
def program(name, package, *sources):
    """The path of a program, made of C sources of this folder and a library that pkg-config knows."""
    path = Path(_folder().name, name)
    flags = run("pkg-config", "--cflags", "--libs", package).split()
    run("cc", "-O1", "-Wall", "-Wextra", "-Werror", "-o", str(path),
        *(str(HERE / source) for source in sources), *flags)
    return path


def version(package):
    return run("pkg-config", "--modversion", package).strip()
