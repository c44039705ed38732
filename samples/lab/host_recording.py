# SPDX-License-Identifier: GPL-2.0-or-later
"""What a host says of itself while a sample is recorded: finrst-collect in its namespace."""

import time
from pathlib import Path

from .namespace import CommandFailed

COLLECT = Path(__file__).resolve().parents[2] / "collect" / "finrst-collect"
LONGEST_START = 20  # seconds
BEGUN = "\n== sample"


class HostRecording:
    """A context manager: inside the block the host's record is written to a file."""

    def __init__(self, host, path):
        self._host = host
        self._path = path

    def __enter__(self):
        with self._path.open("w") as record:
            self._collect = self._host.namespace.start(str(COLLECT), stdout=record)
        end = time.monotonic() + LONGEST_START
        while BEGUN not in self._path.read_text():
            if time.monotonic() > end or self._collect.poll() is not None:
                raise CommandFailed("finrst-collect does not start")
            time.sleep(0.05)
        return self

    def __exit__(self, *exception):
        self._collect.terminate()
        self._collect.wait(timeout=LONGEST_START)
