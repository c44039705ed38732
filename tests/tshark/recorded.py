# SPDX-License-Identifier: GPL-2.0-or-later
"""Samples as they were recorded, without the comments that they are handed on with."""

import sys
import tempfile
from pathlib import Path

from tshark import SAMPLES, sample_path

sys.path.insert(0, str(SAMPLES))

from lab import pcapng  # noqa: E402

_folder = tempfile.TemporaryDirectory()
Path(_folder.name).chmod(0o755)


def as_recorded(name):
    """The path of a file of the sample's name that holds its packets alone."""
    path = Path(_folder.name, f"{name}.pcapng")
    path.write_bytes(pcapng.without_comments(sample_path(name).read_bytes()))
    path.chmod(0o644)
    return path
