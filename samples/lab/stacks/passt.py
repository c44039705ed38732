# SPDX-License-Identifier: GPL-2.0-or-later
"""passt in the place of the server."""

import re
import subprocess
import time
from contextlib import ExitStack

from ..host import Host
from ..namespace import CommandFailed, run
from .tap import INTERFACE, address_wire, unplug_server

LOOPBACK = "127.0.0.1"
START_SECONDS = 5


class PasstHost:
    """A context manager: inside the block passt (as `pasta`) has the server's address. It carries
    each connection on to a socket of the kernel behind it, so `sockets`, a Host, decides what it
    does."""

    def __init__(self, lab, expect):
        expect.fact(stack=f"passt of {_version()}")
        self._lab = lab
        self._resources = ExitStack()
        self.sockets = Host("server", lab.server.namespace, LOOPBACK, None)

    def __enter__(self):
        self._resources.callback(self.sockets.close_all)
        unplug_server(self._lab)
        self._start()
        self._resources.callback(self._stop)
        return self

    def __exit__(self, *exception):
        self._resources.close()

    def restart(self):
        """Forgets all connections without a segment, as a crash of the host would."""
        self._stop()
        self._start()

    def _start(self):
        server = self._lab.server
        # It copies the addresses and routes of an interface that has a default route.
        server.namespace.run("ip", "route", "replace", "default", "dev", "lo")
        self._program = server.namespace.start(
            *("pasta", "--foreground", "--quiet", "--ipv4-only", "--runas", "0", "--netns-only"),
            *("--netns", f"/run/netns/{self._lab.router.namespace.name}", "-I", INTERFACE),
            *("--interface", "lo", "--mtu", "1500", "--mac-addr", "02:00:00:00:00:02"),
            *("--address", self._lab.client.address, "--netmask", "24"),
            *("--gateway", server.address),  # what it takes for the address of the loopback
            *(word for kind in "tuTU" for word in (f"-{kind}", "none")),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._await_wire()
        address_wire(self._lab)

    def _await_wire(self):
        router = self._lab.router.namespace
        deadline = time.monotonic() + START_SECONDS
        while f" {INTERFACE}:" not in router.run("ip", "-o", "link"):
            if self._program.poll() is not None or time.monotonic() > deadline:
                raise CommandFailed("pasta does not start")
            time.sleep(0.02)

    def _stop(self):
        self._program.kill()
        self._program.wait()


def _version():
    """The day of its source, by its package: it has no other number, and Debian's knows none."""
    package = run("dpkg-query", "-W", "-f", "${Version}", "passt")
    return "-".join(re.search(r"git(\d{4})(\d\d)(\d\d)", package).groups())
