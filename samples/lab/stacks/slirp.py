# SPDX-License-Identifier: GPL-2.0-or-later
"""libslirp in the place of the server."""

import subprocess
from contextlib import ExitStack

from ..conversation import PORT
from ..host import Host
from .compiler import program, version
from .tap import tap_to_server

LOOPBACK = "127.0.0.1"
FORWARDED = 7000


class SlirpHost:
    """A context manager: inside the block libslirp has the server's address. It carries each
    connection on to a socket of the kernel behind it, so `sockets`, a Host, decides what it does."""

    def __init__(self, lab, expect):
        expect.fact(stack=f"libslirp {version('slirp')}")
        self._lab = lab
        self._resources = ExitStack()
        self.sockets = Host("server", lab.server.namespace, LOOPBACK, None)

    def __enter__(self):
        self._resources.callback(self.sockets.close_all)
        self._frames = self._resources.enter_context(tap_to_server(self._lab))
        self._answer_for_the_client()
        self._start()
        self._resources.callback(self._stop)
        return self

    def __exit__(self, *exception):
        self._resources.close()

    def call(self, listener):
        """A connection to the client's listener; both ends."""
        sock = self.sockets.socket()
        sock.connect((LOOPBACK, FORWARDED))
        return self._lab.client.accept(listener), sock

    def restart(self):
        """Forgets all connections without a segment, as a crash of the host would."""
        self._stop()
        self._start()

    def _answer_for_the_client(self):
        """It asks for the client on its own wire, where the router shall answer at once."""
        router = self._lab.router.namespace
        router.set_sysctl("net.ipv4.conf.to-server.proxy_arp", 1)
        router.set_sysctl("net.ipv4.neigh.to-server.proxy_delay", 0)

    def _start(self):
        command = program("slirp_host", "slirp", "slirp_host.c")
        self._program = self._lab.server.namespace.start(
            command, str(self._frames), self._lab.server.address, str(FORWARDED),
            self._lab.client.address, str(PORT),
            stdout=subprocess.PIPE, text=True, pass_fds=(self._frames,))
        self._program.stdout.readline()  # "ready"

    def _stop(self):
        self._program.kill()
        self._program.communicate()
