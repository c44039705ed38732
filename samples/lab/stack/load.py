# SPDX-License-Identifier: GPL-2.0-or-later
"""wrk in a namespace of its own, behind an interface of the web server that no capture listens at."""

from contextlib import contextmanager
from pathlib import Path

from ..namespace import Namespace

SCRIPT = Path(__file__).with_name("load.lua")
WEB, LOAD = "192.0.2.1", "192.0.2.2"


class Load:
    """What visitors do to the web server."""

    def __init__(self, namespace):
        self._namespace = namespace

    def start(self, seconds, connections, pause, *paths):
        """Starts visitors that pause (min, max) milliseconds before each request; returns their Popen."""
        command = ("wrk", "-t1", f"-c{connections}", f"-d{seconds}", "--timeout", "10s")
        command += ("-s", str(SCRIPT), f"http://{WEB}/", "--", *map(str, pause), *paths)
        return self._namespace.start(*command, text=True, stdout=-1)


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
