# SPDX-License-Identifier: GPL-2.0-or-later
"""The lab's network: client, router, server; each a namespace, and one wire between neighbours."""

import fcntl
import socket
from contextlib import ExitStack, contextmanager
from itertools import count

from .guest.host import GuestHost
from .guest.machine import Machine
from .host import Host
from .namespace import Namespace
from .router import Router
from .tap import tap

# Segments on the wire shall be the ones that TCP made, with complete checksums.
OFFLOADS = ("gro", "gso", "tso", "tx", "rx")
NETS = {"client": 1, "server": 2}  # of the wires between a host and the router
ROUTER, HOST = 1, 2  # their ends, in addresses
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

    The hosts have this machine's kernel, or are machines with one of the versions in guest.kernels.
    Labs that run side by side differ in their number, and so in names and addresses.
    """

    def __init__(self, family=socket.AF_INET, kernel=None):
        self.family = family
        self._kernel = kernel
        self._resources = ExitStack()

    def __enter__(self):
        with self._resources:
            self.number = _claim_number(self._resources)
            self._namespaces = {
                role: Namespace(f"finrst-{self.number}-{role}")
                for role in ("client", "router", "server")
            }
            self._create_namespaces()
            self.client, self.server = self.hosts = self._hosts()
            for host in self.hosts:
                self._connect(host)
            self.router = Router(self._namespaces["router"], self.client.gateway)
            if self._kernel:  # to find its neighbours takes a guest longer than some scenarios wait
                self.client.namespace.run("ping", "-c", "1", self.server.address)
            self._resources = self._resources.pop_all()
        return self

    def __exit__(self, *exception):
        self._resources.close()

    def keep(self, context):
        """Enters a context that is left when the lab ends, after the capture has."""
        return self._resources.enter_context(context)

    @property
    def witnesses(self):
        """The hosts whose records together hold each reset once: one tracepoint serves all
        namespaces of a machine."""
        return self.hosts if self._kernel else (self.client,)

    @property
    def kernel(self):
        """The release of the hosts' kernel."""
        return self.client.namespace.run("uname", "-r").strip()

    @contextmanager
    def replacing_server(self):
        """Inside the block the descriptor given carries the frames of the wire to the server, and
        whoever holds it is the server."""
        self.unplug_server()
        with tap(self._namespaces["router"], "to-server") as frames:
            self.address_router("server")
            yield frames

    def unplug_server(self):
        """Takes the server's kernel off its wire, which is gone with that."""
        self._namespaces["router"].run("ip", "link", "delete", "to-server")

    def address_router(self, role):
        """Gives the router its addresses on the wire to a host, which has been made anew."""
        self._address(self._namespaces["router"], f"to-{role}", NETS[role], ROUTER)

    def _create_namespaces(self):
        for namespace in self._namespaces.values():
            namespace.delete()  # what a killed run may have left under this number
            self._resources.callback(namespace.delete)
            namespace.create()
            namespace.set_sysctl("net.ipv6.conf.default.accept_dad", 0)
            namespace.set_sysctl("net.ipv6.conf.default.router_solicitations", 0)
        for sysctl in HOP_SYSCTLS:
            self._namespaces["router"].set_sysctl(sysctl, 1)

    def _hosts(self):
        """Client and server, each with its "eth0" at the router's "to-ROLE"."""
        if self._kernel is None:
            return tuple(self._lay_wire(role) for role in NETS)
        guests = tuple(self._start_guest(role) for role in NETS)
        for guest in guests:
            guest.namespace.await_start()
        return guests

    def _lay_wire(self, role):
        namespace, router = self._namespaces[role], self._namespaces["router"]
        router.run(
            *("ip", "link", "add", f"to-{role}", "type", "veth"),
            *("peer", "name", "eth0", "netns", namespace.name),
        )
        for place, interface in ((router, f"to-{role}"), (namespace, "eth0")):
            switches = [word for name in OFFLOADS for word in (name, "off")]
            place.run("ethtool", "-K", interface, *switches)
        return Host(role, namespace, *self._ends(role))

    def _start_guest(self, role):
        router = self._namespaces["router"]
        frames = self._resources.enter_context(tap(router, f"to-{role}"))
        hardware_address = f"02:00:00:00:00:{NETS[role]:02x}"
        machine = self._resources.enter_context(Machine(self._kernel, frames, hardware_address))
        return GuestHost(role, machine, *self._ends(role), router)

    def _connect(self, host):
        """Gives both ends of the host's wire their addresses."""
        net = NETS[host.role]
        self.address_router(host.role)
        self._address(host.namespace, "eth0", net, HOST)
        for version, gateway in zip("46", self._addresses(net, ROUTER)):
            host.namespace.run("ip", f"-{version}", "route", "add", "default", "via", gateway)
        self._resources.callback(host.close_all)

    def _ends(self, role):
        """The addresses of the host and of the router, in this lab's family."""
        which = 1 if self.family == socket.AF_INET6 else 0
        return (self._addresses(NETS[role], end)[which] for end in (HOST, ROUTER))

    def _addresses(self, net, end):
        return f"10.{self.number}.{net}.{end}", f"2001:db8:{self.number}:{net}::{end}"

    def _address(self, place, interface, net, end):
        ipv4, ipv6 = self._addresses(net, end)
        place.run("ip", "address", "add", f"{ipv4}/24", "dev", interface)
        place.run("ip", "address", "add", f"{ipv6}/64", "dev", interface)
        place.run("ip", "link", "set", interface, "up")
