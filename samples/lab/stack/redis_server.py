# SPDX-License-Identifier: GPL-2.0-or-later
"""Redis, filled with as many keys as are needed to keep it busy."""

from contextlib import contextmanager

from ..namespace import run
from .program import serving

PORT = 6379


@contextmanager
def redis_server(host, directory, keys=10, timeout=0):
    """Inside the block Redis serves on the host. It closes clients that idle for more than timeout
    seconds; never, if that is zero. Yields the Program."""
    control = directory / "redis.sock"
    command = ("redis-server", "--bind", host.address, "--port", str(PORT))
    command += ("--unixsocket", str(control), "--dir", str(directory), "--save", "")
    command += ("--protected-mode", "no", "--enable-debug-command", "yes")
    with serving(host.namespace, PORT, *command, "--timeout", str(timeout)) as program:
        run("redis-cli", "-s", str(control), "debug", "populate", str(keys))
        yield program
