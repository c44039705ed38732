# SPDX-License-Identifier: GPL-2.0-or-later
"""Connections that end as they should: nothing here may alarm anybody."""

import socket

from ..conversation import CLIENT_PORT, ask, close_apart, connect, exchange, keep_alive, meet, pause
from ..scenario import BOTH_FAMILIES, scenario


@scenario(families=BOTH_FAMILIES)
def healthy_client_closes(lab, expect):
    """The client closes first, the server later. No reset."""
    client, server, _ = meet(lab)
    exchange(client, server)
    close_apart(client, server)


@scenario(families=BOTH_FAMILIES)
def healthy_server_closes(lab, expect):
    """The server closes first, the client later. No reset."""
    client, server, _ = meet(lab)
    exchange(client, server)
    close_apart(server, client)


@scenario()
def healthy_close_at_once(lab, expect):
    """The client closes, and the server answers with its own FIN at once. No reset."""
    client, server, _ = meet(lab)
    exchange(client, server)
    client.close()
    server.close()
    pause()


@scenario(families=BOTH_FAMILIES)
def healthy_simultaneous_close(lab, expect):
    """Client and server close at the same time; their FINs cross. No reset."""
    for host in lab.hosts:
        host.set_tcp(tcp_early_retrans=0)
    client, server, _ = meet(lab)
    exchange(client, server)
    with lab.router.slow(lab.client, lab.server):
        ask(client, server)
        client.close()
        server.close()
        pause(0.2)


@scenario(families=BOTH_FAMILIES)
def healthy_half_close(lab, expect):
    """The client shuts its side down, reads the server's answer to the end, and closes. No
    reset."""
    client, server, _ = meet(lab)
    client.sendall(b"PING\r\n")
    client.shutdown(socket.SHUT_WR)
    pause()
    server.recv(100)
    server.sendall(b"+PONG\r\n")
    server.close()
    client.recv(100)
    client.close()
    pause()


@scenario()
def healthy_idle_keep_alive(lab, expect):
    """An idle connection is kept alive for a while, and closed. No reset."""
    client, server, _ = meet(lab)
    exchange(client, server)
    keep_alive(client)
    pause(2.2)
    close_apart(client, server)


@scenario()
def healthy_port_reused(lab, expect):
    """The server closes first; the client connects again from the same port, and the server's
    TIME-WAIT makes way. No reset."""
    client, server, listener = meet(lab, from_port=CLIENT_PORT)
    exchange(client, server)
    close_apart(server, client)
    client, server = connect(lab, listener, from_port=CLIENT_PORT)
    exchange(client, server)
    close_apart(server, client)


@scenario()
def healthy_keep_alive_after_close(lab, expect):
    """The client closes; the server's keep-alive asks its FIN-WAIT-2, which answers, before the
    server closes too. No reset."""
    client, server, _ = meet(lab)
    exchange(client, server)
    client.close()
    keep_alive(server)
    pause(2.2)
    server.close()
    pause()
