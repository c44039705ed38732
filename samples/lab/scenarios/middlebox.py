# SPDX-License-Identifier: GPL-2.0-or-later
"""Resets in a host's name that no TCP of that host sent."""

import socket

from ..conversation import PORT, connect, exchange, meet, next_sequence, pause, set_tos
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
        _try_to_connect(lab, 21)
    expect.reset(lab.server, None, "middlebox", "syn")


@scenario()
def syn_proxy_server_refuses(lab, expect):
    """The router answers the SYN; the server behind it, where nobody listens, refuses."""
    with lab.router.proxying_syns(PORT):
        _try_to_connect(lab, PORT)
    expect.reset(lab.server, "NO_SOCKET", "refused", "none", decidable=False)


def _try_to_connect(lab, port):
    sock = lab.client.socket()
    sock.setblocking(False)
    sock.connect_ex((lab.server.address, port))
    pause()


class _Forger:
    """Somebody at the router who knows the numbers of a connection."""

    def __init__(self, lab, client, server):
        self._namespace = lab.router.namespace
        self._ends = {
            lab.client: (client.getsockname()[1], next_sequence(client)),
            lab.server: (server.getsockname()[1], next_sequence(server)),
        }

    def reset(self, receiver, sender, ttl, identification, window):
        """Resets the receiver in the sender's name."""
        (source_port, sequence), (port, acknowledgment) = self._ends[sender], self._ends[receiver]
        Segment(source_port, port, sequence, RST | ACK, acknowledgment, window).forge(
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
