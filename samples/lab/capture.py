# SPDX-License-Identifier: GPL-2.0-or-later
"""Recording at a host or the router: pcapng with nanoseconds, and nothing lost."""

import re
import signal
import subprocess
import time
from pathlib import Path

from .namespace import run

# dumpcap hands over what it has every 250 ms; a capture that ends sooner loses its last frames.
FLUSH_SECONDS = 0.6


class CaptureFailed(Exception):
    """The capture could not start, or has lost packets."""


class Capture:
    """A context manager: inside the block all TCP segments at its place are written to a file."""

    def __init__(self, place, path):
        self._place = place
        self._path = path

    def __enter__(self):
        options = [word for interface in self._place.interfaces
                   for word in ("-i", interface, "-f", "tcp", "-B", "64")]
        self._dumpcap = self._place.recorded_in.start(
            *("dumpcap", *options, "-w", str(self._path)),
            stderr=subprocess.PIPE,
            text=True,
        )
        words = ""
        while "File: " not in words:
            line = self._dumpcap.stderr.readline()
            if not line:
                raise CaptureFailed(f"dumpcap does not start: {words.strip()}")
            words += line
        return self

    def __exit__(self, *exception):
        time.sleep(FLUSH_SECONDS)
        self._dumpcap.send_signal(signal.SIGINT)
        words = self._dumpcap.communicate()[1]
        dropped = re.findall(r"received/dropped on interface '\S+': \d+/(\d+)", words)
        if dropped != ["0"] * len(self._place.interfaces):
            raise CaptureFailed(f"dumpcap lost packets: {words.strip()}")
        if len(dropped) > 1:
            self._sort()

    def _sort(self):
        """By time: dumpcap writes what it has of one interface, then of the next."""
        in_order = Path(f"{self._path}.sorted")
        run("reordercap", str(self._path), str(in_order))
        in_order.replace(self._path)
