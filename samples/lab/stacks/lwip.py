# SPDX-License-Identifier: GPL-2.0-or-later
"""lwIP in the place of the server."""

import socket
import subprocess
from pathlib import Path

from ..compiler import library, program, version
from ..namespace import CommandFailed
from .stack_host import StackHost

HERE = Path(__file__).resolve().parent


class LwipHost(StackHost):
    """lwIP has one connection at a time and does with it what it is told; the methods return when
    that is done."""

    def __init__(self, lab, expect):
        super().__init__(lab, expect, f"lwIP {version('lwip')}")

    def _plug(self):
        self._frames = self._resources.enter_context(self._lab.replacing_server())

    def _start(self):
        command = program(HERE / "lwip_host.c", HERE / "wire.c", flags=library("lwip"))
        server = self._lab.server
        self._program = subprocess.Popen(
            (command, str(self._frames), server.address, server.gateway),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, pass_fds=(self._frames,))
        if server.family == socket.AF_INET6:
            self._lab.router.advertise_itself(server)

    def listen(self, port):
        self._tell("listen", port)

    def stop_listening(self):
        self._tell("unlisten")

    def connect(self, host, port, from_port=0):
        """Begins a connection."""
        self._tell("connect", host.address, port, from_port)

    def send(self, text):
        self._tell("send", text)

    def leave_unread(self):
        """What comes from now on stays unread."""
        self._tell("unread")

    def keep_alive(self, probes=2):
        """Asks the idle peer every second whether it is there, and gives up after so many probes."""
        self._tell("keepalive", 1000, 1000, probes)

    def shutdown(self):
        """Closes the way to the peer only."""
        self._tell("shutdown")

    def close(self):
        self._tell("close")

    def abort(self):
        self._tell("abort")

    def vanish(self):
        """Destroys the connection without a segment, as a crash of the host would."""
        self._tell("vanish")

    def _tell(self, *words):
        line = " ".join(map(str, words))
        print(line, file=self._program.stdin, flush=True)
        answer = self._program.stdout.readline().strip()
        if answer != "done":
            raise CommandFailed(f"lwip_host: {line}: {answer or 'it has ended'}")
