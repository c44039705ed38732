# SPDX-License-Identifier: GPL-2.0-or-later
"""Server programs of the stack: started in a namespace, awaited, and ended with the block."""

import subprocess
import time
from contextlib import contextmanager

from ..namespace import CommandFailed

START_SECONDS = 10


class Program:
    """A server program in a namespace, which may be ended and started again."""

    def __init__(self, namespace, port, *command):
        self._namespace = namespace
        self._port = port
        self._command = command

    def start(self):
        """Returns when it listens on its port. Raises CommandFailed."""
        self._process = self._namespace.start(
            *self._command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        deadline = time.monotonic() + START_SECONDS
        while not self._listens():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self._process.kill()
                words = self._process.communicate()[0]
                raise CommandFailed(f"{self._command[0]} does not listen: {words}")
            time.sleep(0.02)

    def stop(self):
        """Asks it to end, and waits for that; it may have ended."""
        self._end(self._process.terminate)

    def kill(self):
        """Ends it without a chance to do anything more."""
        self._end(self._process.kill)

    def _end(self, tell):
        if self._process.poll() is None:
            tell()
            self._process.communicate()

    def _listens(self):
        """Asks the kernel, not the server: a connection would leave a bucket behind."""
        return self._namespace.run("ss", "-Hltn", f"sport = :{self._port}") != ""


@contextmanager
def serving(namespace, port, *command):
    """Inside the block the program runs, and listens on the port. Raises CommandFailed."""
    program = Program(namespace, port, *command)
    program.start()
    try:
        yield program
    finally:
        program.stop()
