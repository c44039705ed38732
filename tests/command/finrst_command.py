# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs the command that was just built."""

import os
import subprocess

COMMAND = os.environ["FINRST_COMMAND"]


def finrst(*arguments, stdin=None, check=True, stdout=subprocess.PIPE, program=(COMMAND,)):
    """Returns the finished process; text on both outputs. `stdin`: octets for its input."""
    finished = subprocess.run([*program, *map(str, arguments)], input=stdin, stdout=stdout,
                              stderr=subprocess.PIPE, check=False)
    finished.stdout = (finished.stdout or b"").decode()
    finished.stderr = finished.stderr.decode()
    if check:
        assert finished.returncode == 0, finished.stderr
        assert finished.stderr == ""
    return finished
