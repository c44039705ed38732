# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs the command that was just built."""

import contextlib
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


@contextlib.contextmanager
def network_namespace(name):
    """There is one of that name, with its loopback up."""
    subprocess.run(["ip", "netns", "add", name], check=True)
    subprocess.run(["ip", "-n", name, "link", "set", "lo", "up"], check=True)
    yield
    subprocess.run(["ip", "netns", "delete", name], check=True)
