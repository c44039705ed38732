# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs the real tshark with the plugin that was just built."""

import os
import subprocess
import tempfile
from pathlib import Path

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
NOBODY = 65534


def command_for_plugin_folder(home):
    """As root, tshark skips WIRESHARK_PLUGIN_DIR without a word: become somebody else."""
    if os.geteuid() != 0:
        return []
    os.chown(home, NOBODY, NOBODY)
    return ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]


def run(*arguments, stdin=None, check=True, plugin=True):
    """Returns the finished process; text on both outputs. `stdin`: bytes for tshark's input."""
    with tempfile.TemporaryDirectory() as home:
        environment = {"PATH": os.environ["PATH"], "HOME": home, "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        if plugin:
            environment["WIRESHARK_PLUGIN_DIR"] = os.environ["FINRST_PLUGIN_DIR"]
        finished = subprocess.run(
            [*command_for_plugin_folder(home), "tshark", *map(str, arguments)],
            input=stdin, capture_output=True, env=environment, check=False)
        finished.stdout = finished.stdout.decode()
        finished.stderr = finished.stderr.decode()
    if check:
        assert finished.returncode == 0, finished.stderr
    return finished


def fields(capture, *names, display_filter=None, options=()):
    """One tuple of texts for each frame that `display_filter` lets through."""
    wanted = [argument for name in names for argument in ("-e", name)]
    chosen = ["-Y", display_filter] if display_filter else []
    printed = run("-r", capture, *options, *chosen, "-T", "fields", *wanted).stdout
    return [tuple(line.split("\t")) for line in printed.splitlines()]
