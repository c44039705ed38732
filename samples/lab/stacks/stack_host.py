# SPDX-License-Identifier: GPL-2.0-or-later
"""What hosts of other stacks have in common: a program at the router's wire to the server."""

import socket
from contextlib import ExitStack

from ..host import Host

LOOPBACK = {socket.AF_INET: "127.0.0.1", socket.AF_INET6: "::1"}


class StackHost:
    """A context manager: inside the block a stack of this name has the server's address.

    A subclass takes the server's kernel off its wire in _plug(), and starts its program in _start();
    what must be undone goes to _resources.
    """

    def __init__(self, lab, expect, stack):
        expect.fact(stack=stack)
        self._lab = lab
        self._program = None
        self._resources = ExitStack()

    def __enter__(self):
        with self._resources:
            self._plug()
            self._resources.callback(self._stop)
            self._start()
            self._resources = self._resources.pop_all()
        return self

    def __exit__(self, *exception):
        self._resources.close()

    def _stop(self):
        if self._program is not None:
            self._program.kill()
            self._program.communicate()


class RelayHost(StackHost):
    """Carries each connection on to a socket of the kernel behind it, so `sockets`, a Host, decides
    what the stack does."""

    def __init__(self, lab, expect, stack):
        super().__init__(lab, expect, stack)
        self.sockets = Host("server", lab.server.namespace, LOOPBACK[lab.family], None)
        self._resources.callback(self.sockets.close_all)

    def restart(self):
        """Forgets all connections without a segment, as a crash of the host would."""
        self._stop()
        self._start()
