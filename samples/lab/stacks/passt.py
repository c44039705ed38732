# SPDX-License-Identifier: GPL-2.0-or-later
"""passt in the place of the server."""

import re
import socket
import subprocess
import time

from ..namespace import CommandFailed, run
from .stack_host import RelayHost

START_SECONDS = 5
WIRE = "to-server"


class PasstHost(RelayHost):
    """passt, which makes its own tap device in a namespace if it is called `pasta`."""

    def __init__(self, lab, expect):
        super().__init__(lab, expect, f"passt of {_version()}")

    def _plug(self):
        self._lab.unplug_server()

    def _start(self):
        server = self._lab.server
        version, netmask = 4, ("--netmask", "24")
        # It copies the addresses and routes of an interface that has a default route.
        if server.family == socket.AF_INET6:
            version, netmask = 6, ()
            server.namespace.run("ip", "address", "replace", "fe80::2/64", "dev", "lo")
        server.namespace.run("ip", f"-{version}", "route", "replace", "default", "dev", "lo")
        self._program = server.namespace.start(
            *("pasta", "--foreground", "--quiet", "--runas", "0", "--netns-only", "-I", WIRE),
            *("--netns", f"/run/netns/{self._lab.router.namespace.name}"),
            *("--interface", "lo", "--mtu", "1500", "--mac-addr", "02:00:00:00:00:02"),
            *(f"--ipv{version}-only", "--address", self._lab.client.address, *netmask),
            *("--gateway", server.address),  # what it takes for the address of the loopback
            *(word for kind in "tuTU" for word in (f"-{kind}", "none")),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._await_wire()
        self._lab.address_router("server")

    def _await_wire(self):
        router = self._lab.router.namespace
        deadline = time.monotonic() + START_SECONDS
        while f" {WIRE}:" not in router.run("ip", "-o", "link"):
            if self._program.poll() is not None or time.monotonic() > deadline:
                raise CommandFailed("pasta does not start")
            time.sleep(0.02)


def _version():
    """The day of its source, by its package: it has no other number, and Debian's knows none."""
    package = run("dpkg-query", "-W", "-f", "${Version}", "passt")
    return "-".join(re.search(r"git(\d{4})(\d\d)(\d\d)", package).groups())
