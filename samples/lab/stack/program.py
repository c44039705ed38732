# SPDX-License-Identifier: GPL-2.0-or-later
"""Server programs of the stack: started in a namespace, awaited, and ended with the block."""

import subprocess
import time
from contextlib import contextmanager

from ..namespace import CommandFailed

START_SECONDS = 10


def _listens(namespace, port):
    """Asks the kernel, not the server: a connection would leave a bucket behind."""
    return namespace.run("ss", "-Hltn", f"sport = :{port}") != ""


@contextmanager
def serving(namespace, port, *command):
    """Inside the block the program runs, and listens on the port. Raises CommandFailed."""
    program = namespace.start(
        *command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        deadline = time.monotonic() + START_SECONDS
        while not _listens(namespace, port):
            if program.poll() is not None or time.monotonic() > deadline:
                program.kill()
                raise CommandFailed(f"{command[0]} does not listen: {program.communicate()[0]}")
            time.sleep(0.02)
        yield
    finally:
        program.terminate()
        program.communicate()
