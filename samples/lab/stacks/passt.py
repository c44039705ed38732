# SPDX-License-Identifier: GPL-2.0-or-later
"""passt in the place of the server."""

import re
import subprocess
import time

from ..namespace import CommandFailed, run
from .stack_host import RelayHost
from .tap import INTERFACE, address_wire, unplug_server

START_SECONDS = 5


class PasstHost(RelayHost):
    """passt, which makes its own tap device in a namespace if it is called `pasta`."""

    def __init__(self, lab, expect):
        super().__init__(lab, expect, f"passt of {_version()}")

    def _plug(self):
        unplug_server(self._lab)

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


def _version():
    """The day of its source, by its package: it has no other number, and Debian's knows none."""
    package = run("dpkg-query", "-W", "-f", "${Version}", "passt")
    return "-".join(re.search(r"git(\d{4})(\d\d)(\d\d)", package).groups())
