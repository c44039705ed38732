# SPDX-License-Identifier: GPL-2.0-or-later
"""Saves captures with the library, and reads them with the tools of stock Wireshark."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tshark"))

import tshark  # noqa: E402

EVERY_SAMPLE = tshark.EVERY_SAMPLE
sample_path = tshark.sample_path


def save(*arguments, check=True):
    """Returns the finished process: warnings on stdout, what went wrong on stderr."""
    finished = subprocess.run([os.environ["FINRST_SAVE_CAPTURE"], *map(str, arguments)],
                              capture_output=True, text=True, check=False)
    assert finished.returncode in (0, 1), finished.stderr
    if check:
        assert finished.returncode == 0, finished.stderr
    return finished


def frames(capture, *names):
    """One tuple of texts for each frame, as tshark with the plugin gives them. As another user, it
    reads the capture through a pipe."""
    return tshark.fields("-", *names, stdin=capture.read_bytes())


def stock(*arguments):
    """The finished process of a tool of Wireshark, without any plugin."""
    with tempfile.TemporaryDirectory() as home:
        variables = {"PATH": os.environ["PATH"], "HOME": home, "LC_ALL": "C.UTF-8", "TZ": "UTC",
                     "WIRESHARK_PLUGIN_DIR": home, **tshark.ALLOCATOR}
        return subprocess.run([*map(str, arguments)], capture_output=True, errors="replace",
                              env=variables, check=False)


def stock_fields(capture, *names, options=()):
    """One tuple of texts for each frame, as stock tshark gives them."""
    wanted = [argument for name in names for argument in ("-e", name)]
    finished = stock("tshark", "-r", capture, *options, "-T", "fields", *wanted)
    assert finished.returncode == 0, finished.stderr
    return [tuple(line.split("\t")) for line in finished.stdout.splitlines()]
