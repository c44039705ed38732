# SPDX-License-Identifier: GPL-2.0-or-later
"""Resets in a host's name that no TCP of that host sent."""

import socket

from ..conversation import exchange, meet, pause, set_tos
from ..scenario import BOTH_ENDS, BOTH_FAMILIES, scenario


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
