# SPDX-License-Identifier: GPL-2.0-or-later
"""The router between the hosts, and the harm that it can do."""

import ipaddress
import socket
import struct
from contextlib import ExitStack, contextmanager

from .firewall import Firewall
from .number_shift import shifted_numbers

IPV6_TRANSPARENT = 75  # of linux/in6.h: any source will do
# A first small segment passes at once, the next waits; what is larger than the burst never passes.
SLOW = ("tbf", "rate", "32kbit", "burst", "100", "limit", "10000")


class Router:
    """Forwards between the interfaces "to-client" and "to-server".

    `address` is the one that the client sees; as a NAT, the router takes connections there.
    """

    role = "router"
    interfaces = ("to-client", "to-server")

    def __init__(self, namespace, address):
        self.namespace = self.recorded_in = namespace
        self.address = address
        self.family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self._firewall = Firewall(namespace)

    def losing(self, match, towards):
        """Inside the block segments towards a host are lost where the nft expression matches."""
        return self._firewall.rule("forward", f'oifname "to-{towards.role}" {match} drop')

    def rejecting(self, match, towards):
        """Inside the block segments towards a host are answered with a forged reset, as they come
        in."""
        wire = {"client": "to-server", "server": "to-client"}[towards.role]
        rule = f'iifname "{wire}" {match} reject with tcp reset'
        return self._firewall.rule("forward", rule)

    def translating(self, host, port):
        """Inside the block connections to this port of the router reach the host's."""
        to = f"ip6 to [{host.address}]" if ":" in host.address else f"ip to {host.address}"
        rule = f'iifname "to-client" tcp dport {port} dnat {to}:{port}'
        return self._firewall.rule("prerouting", rule, chain="type nat", priority=-100)

    def untracked(self, host, port):
        """Inside the block what comes from this port of the host is not translated back."""
        rule = f'iifname "to-{host.role}" tcp sport {port} notrack'
        return self._firewall.rule("prerouting", rule, priority=-300)

    def shifting_numbers(self, client):
        """Inside the block each end's sequence numbers are others at the other end, by the same."""
        return shifted_numbers(self.namespace, client.address)

    @contextmanager
    def changing_offers(self):
        """Inside the block a SYN has a smaller MSS and no timestamps behind the router, and nobody
        may send SACKs; and what comes from the client is of another class of service."""
        with ExitStack() as rules:
            for rule in ("tcp flags syn tcp option maxseg size set 1200",
                         "tcp flags syn reset tcp option timestamp",
                         "tcp flags syn reset tcp option sack-perm",
                         'iifname "to-client" ip dscp set cs1'):
                rules.enter_context(self._firewall.rule("forward", rule))
            yield

    @contextmanager
    def proxying_syns(self, port):
        """Inside the block the router answers SYNs to this port itself, and asks the server when
        the client's ACK has come."""
        with ExitStack() as rules:
            rules.enter_context(self._firewall.rule(
                "prerouting", f"tcp dport {port} tcp flags syn notrack", priority=-300))
            rules.enter_context(self._firewall.rule(
                "forward", f"tcp dport {port} ct state invalid,untracked synproxy mss 1460 "
                "wscale 7 timestamp sack-perm"))
            self.set_conntrack(loose=0)  # else an ACK alone begins a connection
            yield

    def advertise_itself(self, host):
        """Tells a host on its wire that it reaches everybody by the router (RFC 4861, 4.2), and
        leaves its hop limit to it."""
        own, lifetime = "fe80::1", 1800
        self.namespace.run("ip", "address", "replace", f"{own}/64", "dev", f"to-{host.role}")
        self._tell_wire(host, own, struct.pack("!BBHBBHII", 134, 0, 0, 0, 0, lifetime, 0, 0))

    def advertise(self, neighbour, host):
        """Tells a host that this neighbour of it is here, in the neighbour's name (4.4)."""
        override = 1 << 29
        target = ipaddress.ip_address(neighbour.address).packed
        self._tell_wire(host, neighbour.address, struct.pack("!BBHI", 136, 0, 0, override) + target)

    def _tell_wire(self, host, source, message):
        """Sends a message of ICMPv6 to all nodes on the wire to the host."""
        interface = f"to-{host.role}"
        with self.namespace.entered():
            raw = socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_ICMPV6)
            scope = socket.if_nametoindex(interface)
        with raw:
            raw.setsockopt(socket.IPPROTO_IPV6, IPV6_TRANSPARENT, 1)
            raw.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_HOPS, 255)
            raw.bind((source, 0, 0, scope))
            raw.sendto(message, ("ff02::1", 0, 0, scope))

    def set_conntrack(self, **sysctls):
        """Sets e.g. set_conntrack(timeout_close=0), of net.netfilter.nf_conntrack_tcp_*."""
        for name, value in sysctls.items():
            self.namespace.set_sysctl(f"net.netfilter.nf_conntrack_tcp_{name}", value)

    @contextmanager
    def slow(self, *towards):
        """Inside the block a segment towards these hosts waits 5 to 25 ms behind the one before.

        Have the hosts' tcp_early_retrans at 0: their loss probes are faster than that.
        """
        for host in towards:
            self._tc("add", host, *SLOW)
        try:
            yield
        finally:
            for host in towards:
                self._tc("delete", host)

    def _tc(self, verb, host, *discipline):
        self.namespace.run("tc", "qdisc", verb, "dev", f"to-{host.role}", "root", *discipline)
