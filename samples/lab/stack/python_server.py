# SPDX-License-Identifier: GPL-2.0-or-later
"""Python's own web server, which takes no uploads: it answers them by 501, and reads nothing."""

from contextlib import contextmanager

from .program import serving

PORT = 8000


@contextmanager
def python_server(host, directory):
    """Inside the block it serves the directory on the host."""
    with serving(host.namespace, PORT, "/usr/bin/python3", "-m", "http.server", "--bind",
                 host.address, "--directory", str(directory), str(PORT)) as program:
        yield program
