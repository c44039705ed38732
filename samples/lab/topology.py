# SPDX-License-Identifier: GPL-2.0-or-later
"""The lab's network: client, router, server; each a namespace, and one wire between neighbours."""

import fcntl
import socket
from contextlib import ExitStack
from itertools import count

from .host import Host
from .namespace import Namespace
from .router import Router

# Segments on the wire shall be the ones that TCP made, with complete checksums.
OFFLOADS = ("gro", "gso", "tso", "tx", "rx")
HOP_SYSCTLS = ("net.ipv4.ip_forward", "net.ipv6.conf.all.forwarding")


def _claim_number(resources):
    """The smallest number that no other lab of this machine holds; kept while resources live."""
    for number in count():
        lock = resources.enter_context(open(f"/run/lock/finrst-lab-{number}", "w"))
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return number
        except BlockingIOError:
            continue


class Topology:
    """A context manager: inside the block the network stands, after it nothing is left.

    Labs that run side by side differ in their number, and so in names and addresses.
    """

    def __init__(self, family=socket.AF_INET):
        self.family = family
        self._resources = ExitStack()

    def __enter__(self):
        with self._resources:
            self.number = _claim_number(self._resources)
            self._namespaces = {
                role: Namespace(f"finrst-{self.number}-{role}")
                for role in ("client", "router", "server")
            }
            self._create_namespaces()
            self.client = self._attach_host("client", 1)
            self.server = self._attach_host("server", 2)
            self.hosts = (self.client, self.server)
            self.router = Router(self._namespaces["router"], self.client.gateway)
            self._resources = self._resources.pop_all()
        return self

    def __exit__(self, *exception):
        self._resources.close()

    def keep(self, context):
        """Enters a context that is left when the lab ends, after the capture has."""
        return self._resources.enter_context(context)

    def _create_namespaces(self):
        for namespace in self._namespaces.values():
            namespace.delete()  # what a killed run may have left under this number
            self._resources.callback(namespace.delete)
            namespace.create()
            namespace.set_sysctl("net.ipv6.conf.default.accept_dad", 0)
            namespace.set_sysctl("net.ipv6.conf.default.router_solicitations", 0)
        for sysctl in HOP_SYSCTLS:
            self._namespaces["router"].set_sysctl(sysctl, 1)

    def _attach_host(self, role, net):
        """Lays a wire from the host's "eth0" to the router's "to-ROLE" and gives both addresses."""
        namespace, router = self._namespaces[role], self._namespaces["router"]
        ipv4_net, ipv6_net = f"10.{self.number}.{net}", f"2001:db8:{self.number}:{net}"
        router.run(
            *("ip", "link", "add", f"to-{role}", "type", "veth"),
            *("peer", "name", "eth0", "netns", namespace.name),
        )
        for place, interface, end in ((router, f"to-{role}", 1), (namespace, "eth0", 2)):
            switches = [word for name in OFFLOADS for word in (name, "off")]
            place.run("ethtool", "-K", interface, *switches)
            place.run("ip", "address", "add", f"{ipv4_net}.{end}/24", "dev", interface)
            place.run("ip", "address", "add", f"{ipv6_net}::{end}/64", "dev", interface)
            place.run("ip", "link", "set", interface, "up")
        namespace.run("ip", "-4", "route", "add", "default", "via", f"{ipv4_net}.1")
        namespace.run("ip", "-6", "route", "add", "default", "via", f"{ipv6_net}::1")
        ipv6 = self.family == socket.AF_INET6
        ends = (f"{ipv6_net}::2", f"{ipv6_net}::1") if ipv6 else (f"{ipv4_net}.2", f"{ipv4_net}.1")
        host = Host(role, namespace, *ends)
        self._resources.callback(host.close_all)
        return host
