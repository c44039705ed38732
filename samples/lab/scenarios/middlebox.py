# SPDX-License-Identifier: GPL-2.0-or-later
"""Resets in a host's name that no TCP of that host sent."""

import socket

from ..conversation import (
    PORT, ask, connect, exchange, meet, next_sequence, pause, set_tos, try_to_connect)
from ..scenario import BOTH_ENDS, BOTH_FAMILIES, scenario
from ..segment import ACK, RST, Segment


@scenario(families=BOTH_FAMILIES, captured_at=("server",))
def router_resets_fin(lab, expect):
    """The client closes; the router answers the server's FIN with a forged reset."""
    client, server, _ = meet(lab)
    exchange(client, server)
    client.close()
    pause()
    with lab.router.rejecting("tcp flags fin", towards=lab.client):
        server.close()
        pause()
    expect.reset(lab.client, None, "middlebox", "fin")


@scenario(families=BOTH_FAMILIES)
def router_resets_data(lab, expect):
    """The router answers a request of the client with a reset in the server's name."""
    client, server, _ = meet(lab)
    exchange(client, server)
    with lab.router.rejecting("tcp flags psh", towards=lab.server):
        client.sendall(b"PING\r\n")
        pause()
    expect.reset(lab.server, None, "middlebox", "data")


@scenario(families=BOTH_FAMILIES, captured_at=BOTH_ENDS)
def host_firewall_resets_fin(lab, expect):
    """The client closes; its own firewall answers the server's FIN with a reset."""
    client, server, _ = meet(lab)
    exchange(client, server)
    client.close()
    pause()
    with lab.client.rejecting("tcp flags fin"):
        server.close()
        pause()
    # On IPv4 such a reset looks like a missing socket's; on IPv6 it has no flow label.
    decidable = lab.client.family == socket.AF_INET6
    expect.reset(lab.client, None, "middlebox", "fin", decidable=decidable)


@scenario(families=BOTH_FAMILIES)
def host_firewall_resets_fin_other_tos(lab, expect):
    """As host-firewall-resets-fin, where the server's segments have a TOS: TCP would have
    answered in kind."""
    client, server, _ = meet(lab)
    set_tos(server, 0x88)
    exchange(client, server)
    client.close()
    pause()
    with lab.client.rejecting("tcp flags fin"):
        server.close()
        pause()
    expect.reset(lab.client, None, "middlebox", "fin")


@scenario(families=BOTH_FAMILIES)
def router_refuses_for_far_host(lab, expect):
    """The router refuses one port of a server that takes longer to answer on another."""
    listener = lab.server.listen(PORT)
    with lab.router.slow(lab.server):
        filler = lab.client.socket(socket.SOCK_DGRAM)
        filler.sendto(bytes(40), (lab.server.address, 9))
        connect(lab, listener)
    with lab.router.rejecting("tcp dport 21", towards=lab.server):
        try_to_connect(lab.client, lab.server, 21)
    expect.reset(lab.server, None, "middlebox", "syn")


@scenario()
def syn_proxy_server_refuses(lab, expect):
    """The router answers the SYN; the server behind it, where nobody listens, refuses."""
    with lab.router.proxying_syns(PORT):
        try_to_connect(lab.client, lab.server, PORT)
    expect.reset(lab.server, "NO_SOCKET", "refused", "none", decidable=False)


@scenario()
def box_idle_timeout(lab, expect):
    """The router's connection tracking forgets connections that are idle for 30 s; what comes later
    is answered with a reset in the server's name."""
    lab.router.set_conntrack(timeout_established=30, loose=0)
    lab.keep(lab.router.rejecting("ct state invalid,untracked", towards=lab.server))
    listener = lab.server.listen(PORT)
    ends = []
    for _ in range(3):
        ends.append(connect(lab, listener))
        exchange(*ends[-1])
        pause(0.5)
    pause(29.5)
    for client, _ in ends:
        client.sendall(b"PING\r\n")
        pause(0.5)
    expect.reset(lab.server, None, "middlebox", "data", cause="box_idle_timeout", times=3)


class _Forger:
    """Somebody at the router who knows the numbers of a connection."""

    def __init__(self, lab, client, server):
        self._namespace = lab.router.namespace
        self._ends = {
            lab.client: (client.getsockname()[1], next_sequence(client)),
            lab.server: (server.getsockname()[1], next_sequence(server)),
        }

    def reset(self, receiver, sender, ttl, identification, window, ahead=0):
        """Resets the receiver in the sender's name, so far ahead of the number it waits for."""
        (source_port, sequence), (port, acknowledgment) = self._ends[sender], self._ends[receiver]
        number = (sequence + ahead) % 2**32
        Segment(source_port, port, number, RST | ACK, acknowledgment, window).forge(
            self._namespace, sender.address, receiver.address, ttl, identification
        )


@scenario()
def injected_series(lab, expect):
    """Somebody sends the client three resets in the server's name, and counts TTL and window up;
    the server, which knows nothing of them, goes on."""
    client, server, _ = meet(lab)
    exchange(client, server)
    forger = _Forger(lab, client, server)
    for count in range(3):
        forger.reset(lab.client, lab.server, 54 + count, 0x753B + count, 78 + count)
    server.sendall(b"+PONG\r\n")
    pause()
    expect.reset(lab.server, None, "middlebox", "none", times=3)
    expect.reset(lab.client, "NO_SOCKET", "after_reset", "data", decidable=False)


@scenario(captured_at=("router",))
def box_resets_both_ends(lab, expect):
    """After 30 s of silence the router resets both ends, each in the other's name."""
    client, server, _ = meet(lab)
    exchange(client, server)
    forger = _Forger(lab, client, server)
    pause(30)
    for receiver, sender in ((lab.client, lab.server), (lab.server, lab.client)):
        forger.reset(receiver, sender, ttl=255, identification=0x1F2E, window=0)
    pause()
    expect.reset(lab.server, None, "middlebox", "none", cause="box_idle_timeout")
    expect.reset(lab.client, None, "middlebox", "none", cause="box_idle_timeout")


@scenario(captured_at=("server",))
def injected_beside_the_number(lab, expect):
    """Somebody resets the server in the client's name with numbers that it does not wait for: one
    in its window, which it challenges, and one far beyond, which it drops. Both ends go on."""
    client, server, _ = meet(lab)
    exchange(client, server)
    forger = _Forger(lab, client, server)
    for ahead in (100, 10_000_000):
        forger.reset(lab.server, lab.client, ttl=64, identification=0x1F2E, window=0, ahead=ahead)
        pause()
    ask(client, server)
    pause()
    expect.reset(lab.client, None, "middlebox", "none", times=2)
    expect.counter(lab.server, "TcpExtTCPChallengeACK", 1)
