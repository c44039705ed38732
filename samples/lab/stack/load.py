# SPDX-License-Identifier: GPL-2.0-or-later
"""wrk in a namespace of its own, on a wire to the web server that no capture listens at."""

import subprocess
from contextlib import contextmanager
from pathlib import Path

from ..namespace import CommandFailed, Namespace

SCRIPT = Path(__file__).with_name("load.lua")
WEB, LOAD = "192.0.2.1", "192.0.2.2"


class Load:
    """What visitors do to the web server."""

    def __init__(self, namespace):
        self._namespace = namespace

    @contextmanager
    def visiting(self, seconds, visitors, pause, *paths):
        """Visitors come when the block begins; it ends when they have gone.

        Each has one connection, asks for the paths in turn, and pauses (min, max) milliseconds
        before each request. Raises CommandFailed if one of them got an error.
        """
        command = ("wrk", "-t1", f"-c{visitors}", f"-d{seconds}", "--timeout", "10s")
        command += ("-s", str(SCRIPT), f"http://{WEB}/", "--", *map(str, pause), *paths)
        wrk = self._namespace.start(*command, stdout=subprocess.PIPE, text=True)
        try:
            yield
        finally:
            words = wrk.communicate()[0]
        if wrk.returncode != 0 or "Non-2xx" in words or "Socket errors" in words:
            raise CommandFailed(f"wrk: {words}")

    def visit(self, *visit):
        """The same without anything beside it."""
        with self.visiting(*visit):
            pass


@contextmanager
def load_on(web, number):
    """Inside the block the load's namespace stands, wired to "eth1" of the web server."""
    namespace = Namespace(f"finrst-{number}-load")
    namespace.delete()
    namespace.create()
    try:
        wire = ("ip", "link", "add", "eth0", "type", "veth")
        namespace.run(*wire, "peer", "name", "eth1", "netns", web.namespace.name)
        for place, interface, address in ((web.namespace, "eth1", WEB), (namespace, "eth0", LOAD)):
            place.run("ip", "address", "add", f"{address}/24", "dev", interface)
            place.run("ip", "link", "set", interface, "up")
        yield Load(namespace)
    finally:
        namespace.delete()
