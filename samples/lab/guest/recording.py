# SPDX-License-Identifier: GPL-2.0-or-later
"""What a guest says of itself while a sample is recorded: finrst-collect on its machine."""

import time

from ..host_recording import BEGUN, LONGEST_START
from ..namespace import CommandFailed

RECORD = "/record"


class GuestRecording:
    """A context manager: inside the block the guest's record is made; then it is at the path."""

    def __init__(self, machine, path):
        self._machine = machine
        self._path = path

    def __enter__(self):
        self._collect = self._machine.run(
            "/finrst-collect", f">{RECORD}", "2>/dev/null", "&", "echo", "$!").strip()
        self._await(lambda: BEGUN in self._text(), "start")
        return self

    def __exit__(self, *exception):
        self._machine.run("kill", "-TERM", self._collect)
        self._await(lambda: not self._runs(), "end")
        self._path.write_text(self._text())

    def _runs(self):
        """Nobody there waits for it when it has ended."""
        state = self._machine.run(f"cat /proc/{self._collect}/stat || :")
        return state and " Z " not in state

    def _text(self):
        return self._machine.run("cat", RECORD)

    @staticmethod
    def _await(is_so, what):
        end = time.monotonic() + LONGEST_START
        while not is_so():
            if time.monotonic() > end:
                raise CommandFailed(f"in the guest: finrst-collect does not {what}")
            time.sleep(0.2)
