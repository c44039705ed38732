# SPDX-License-Identifier: GPL-2.0-or-later
"""An end host: its address, its listeners and its connections."""

import socket

from .firewall import Firewall
from .host_recording import HostRecording


class Host:
    """Client or server. Every socket made here stays open until it is closed, or the lab ends."""

    interfaces = ("eth0",)

    def __init__(self, role, namespace, address, gateway):
        self.role = role
        self.namespace = namespace
        self.recorded_in = namespace  # where its interfaces are
        self.address = address
        self.gateway = gateway  # the router's address on this host's wire
        self.family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self.sockets = []
        self._firewall = Firewall(namespace)

    clock_ahead = 0  # of this machine's, in ns

    def recording(self, path):
        """Inside the block the host's record is made; then it is at the path."""
        return HostRecording(self, path)

    def set_tcp(self, **sysctls):
        """Sets sysctls of net.ipv4 (which rule IPv6 too), e.g. set_tcp(tcp_fin_timeout=2)."""
        for name, value in sysctls.items():
            self.namespace.set_sysctl(f"net.ipv4.{name}", value)

    def socket(self, kind=socket.SOCK_STREAM, protocol=0):
        """A socket of this host, bound to nothing."""
        with self.namespace.entered():
            return self.keep(socket.socket(self.family, kind, protocol))

    def keep(self, sock):
        """Holds a reference, so that only an explicit close closes it."""
        self.sockets.append(sock)
        return sock

    def listen(self, port, options=(), protocol=0, backlog=128):
        """A listener on this host's own address (a reset's trace then names the host)."""
        listener = self.socket(protocol=protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        for option in options:
            listener.setsockopt(*option)
        listener.bind((self.address, port))
        listener.listen(backlog)
        return listener

    def accept(self, listener):
        """The next connection of a listener of this host."""
        return self.keep(listener.accept()[0])

    def connect(self, to, port, from_port=0):
        """A connection to another host's listener. Raises as socket.connect does."""
        sock = self.socket()
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind((self.address, from_port))
        sock.connect((to.address, port))
        return sock

    def rejecting(self, match):
        """Inside the block the host's own firewall answers matching segments with a reset."""
        return self._firewall.rule("input", f"{match} reject with tcp reset")

    def redirecting(self, port, to_port):
        """Inside the block the host's own NAT takes connections to a port to another one of its."""
        rule = f"tcp dport {port} redirect to :{to_port}"
        return self._firewall.rule("prerouting", rule, chain="type nat", priority=-100)

    def mute(self, match):
        """Inside the block matching segments die on their way out, before any capture sees them."""
        return self._firewall.rule("output", f"{match} drop")

    def close_all(self):
        for sock in self.sockets:
            sock.close()
