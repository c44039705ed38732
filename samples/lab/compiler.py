# SPDX-License-Identifier: GPL-2.0-or-later
"""The lab's own programs, compiled when they are first asked for."""

import functools
import tempfile
from pathlib import Path

from .namespace import run


@functools.cache
def _folder():
    return tempfile.TemporaryDirectory()


@functools.cache
def program(*sources, flags=()):
    """The path of a program made of these C sources, and named after the first."""
    path = Path(_folder().name, sources[0].stem)
    run("cc", "-O1", "-Wall", "-Wextra", "-Werror", "-o", str(path), *map(str, sources), *flags)
    return path


def library(package):
    """The flags for a library that pkg-config knows."""
    return tuple(run("pkg-config", "--cflags", "--libs", package).split())


def version(package):
    return run("pkg-config", "--modversion", package).strip()
