# SPDX-License-Identifier: GPL-2.0-or-later
"""libslirp in the place of the server."""

import socket
import subprocess
from pathlib import Path

from ..compiler import library, program, version
from ..conversation import PORT
from .stack_host import RelayHost

HERE = Path(__file__).resolve().parent

FORWARDED = 7000


class SlirpHost(RelayHost):
    """libslirp also carries connections of the sockets behind it on to the client."""

    def __init__(self, lab, expect):
        super().__init__(lab, expect, f"libslirp {version('slirp')}")

    def call(self, listener):
        """A connection to the client's listener; both ends."""
        sock = self.sockets.socket()
        sock.connect((self.sockets.address, FORWARDED))
        return self._lab.client.accept(listener), sock

    def _plug(self):
        self._frames = self._resources.enter_context(self._lab.replacing_server())
        self._answer_for_the_client()

    def _answer_for_the_client(self):
        """It asks for the client on its own wire, where the router shall answer at once."""
        router = self._lab.router.namespace
        router.set_sysctl("net.ipv4.conf.to-server.proxy_arp", 1)
        router.set_sysctl("net.ipv4.neigh.to-server.proxy_delay", 0)

    def _start(self):
        command = program(HERE / "slirp_host.c", flags=library("slirp"))
        self._program = self._lab.server.namespace.start(
            command, str(self._frames), self._lab.server.address, str(FORWARDED),
            self._lab.client.address, str(PORT),
            stdout=subprocess.PIPE, text=True, pass_fds=(self._frames,))
        self._program.stdout.readline()  # "ready"
        if self._lab.family == socket.AF_INET6:
            # It takes the sender of an advertisement for the neighbour, so a proxy will not do.
            self._lab.router.advertise(self._lab.client, self._lab.server)
