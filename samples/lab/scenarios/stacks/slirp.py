# SPDX-License-Identifier: GPL-2.0-or-later
"""The server, and once the client, is libslirp; the other end this machine's kernel."""

import socket

from ...conversation import (
    CLIENT_PORT,
    PORT,
    abort,
    exchange,
    keep_alive,
    pause,
    try_to_connect,
    vanish,
)
from ...scenario import BOTH_FAMILIES, scenario
from ...stacks.slirp import SlirpHost

# libslirp acknowledges at the latest after a fifth of a second (PR_FASTHZ).
SLIRP_DELAYED_ACK = 0.25


def meet(lab, expect, **options):
    """libslirp has a connection, on which a request was answered: it, the client, and the socket
    and the listener behind it."""
    slirp = lab.keep(SlirpHost(lab, expect))
    listener = slirp.sockets.listen(PORT)
    client = lab.client.connect(lab.server, PORT, **options)
    server = slirp.sockets.accept(listener)
    exchange(client, server)
    return slirp, client, server, listener


@scenario(families=BOTH_FAMILIES)
def slirp_refused(lab, expect):
    """The client connects to a port of libslirp behind which nobody listens."""
    lab.keep(SlirpHost(lab, expect))
    try_to_connect(lab.client, lab.server, PORT, from_port=CLIENT_PORT)
    expect.reset(lab.server, None, "refused", "syn")


@scenario(families=BOTH_FAMILIES)
def slirp_listener_closed_with_children(lab, expect):
    """The server behind libslirp stops listening while a connection waits to be accepted."""
    slirp = lab.keep(SlirpHost(lab, expect))
    listener = slirp.sockets.listen(PORT)
    lab.client.connect(lab.server, PORT)
    pause()
    listener.close()
    pause()
    # A server that accepts and aborts at once looks the same.
    expect.reset(lab.server, None, "handshake_reset", "none", decidable=False)


def send_twice(sock):
    """libslirp takes the first data for a closed socket: the kernel must first refuse them."""
    for _ in range(2):
        sock.sendall(b"PING\r\n")
        pause(SLIRP_DELAYED_ACK)


@scenario(families=BOTH_FAMILIES)
def slirp_data_after_close(lab, expect):
    """The server closes; the client sends data twice, and libslirp acknowledges both."""
    _, client, server, _ = meet(lab, expect)
    server.close()
    pause()
    send_twice(client)
    # A server that has shut down, and aborts when it reads these data, looks the same.
    expect.reset(lab.server, None, "data_after_close", "data", decidable=False)


@scenario(families=BOTH_FAMILIES)
def slirp_fin_after_close(lab, expect):
    """The server closes; the client closes later. No reset."""
    _, client, server, _ = meet(lab, expect)
    server.close()
    pause()
    client.close()
    pause()


@scenario(families=BOTH_FAMILIES)
def slirp_abort_unread_data(lab, expect):
    """The server closes without having read the client's request."""
    _, client, server, _ = meet(lab, expect)
    client.sendall(b"PING\r\n")
    pause()
    server.close()
    pause()
    expect.reset(lab.server, None, "abort", "none", cause="unread_data")


@scenario(families=BOTH_FAMILIES)
def slirp_abort_unread_data_after_fin(lab, expect):
    """The client asks and closes; the server closes later, without having read the request."""
    _, client, server, _ = meet(lab, expect)
    client.sendall(b"PING\r\n")
    client.close()
    pause()
    server.close()
    pause()
    expect.reset(lab.server, None, "abort", "none", cause="unread_data")


@scenario(families=BOTH_FAMILIES)
def slirp_abort(lab, expect):
    """The server closes an established connection with a lingering time of zero."""
    _, _, server, _ = meet(lab, expect)
    abort(server)
    pause()
    expect.reset(lab.server, None, "abort", "none", cause="linger_zero")


@scenario(families=BOTH_FAMILIES)
def slirp_abort_close_wait(lab, expect):
    """The client closes; the server closes later with a lingering time of zero."""
    _, client, server, _ = meet(lab, expect)
    client.close()
    pause()
    abort(server)
    pause()
    expect.reset(lab.server, None, "abort", "none", cause="linger_zero")


@scenario(families=BOTH_FAMILIES)
def slirp_half_open_fin(lab, expect):
    """libslirp is restarted; the client closes."""
    slirp, client, _, _ = meet(lab, expect)
    slirp.restart()
    client.close()
    pause()
    expect.reset(lab.server, None, "half_open", "fin")


@scenario(families=BOTH_FAMILIES)
def slirp_half_open_data(lab, expect):
    """libslirp is restarted; the client sends data."""
    slirp, client, _, _ = meet(lab, expect)
    slirp.restart()
    client.sendall(b"PING\r\n")
    pause()
    expect.reset(lab.server, None, "half_open", "data")


@scenario(families=BOTH_FAMILIES)
def slirp_half_open_keep_alive(lab, expect):
    """libslirp is restarted; the client's keep-alive asks for the connection."""
    slirp, client, _, _ = meet(lab, expect)
    slirp.restart()
    keep_alive(client)
    pause(1.2)
    expect.reset(lab.server, None, "half_open", "keepalive")


@scenario(families=BOTH_FAMILIES)
def slirp_port_reused(lab, expect):
    """The client vanishes and connects again from the same port; libslirp's old connection answers
    that SYN with an ACK, and the client's reset makes way for the next."""
    slirp, client, _, listener = meet(lab, expect, from_port=CLIENT_PORT)
    vanish(client)
    client = lab.client.connect(lab.server, PORT, from_port=CLIENT_PORT)
    exchange(client, slirp.sockets.accept(listener))
    expect.reset(lab.client, "TCP_INVALID_ACK_SEQUENCE", "handshake_reset", "ack")


def call(lab, expect):
    """libslirp connects to the client, which answers a request: the client's socket, and the one
    behind libslirp."""
    slirp = lab.keep(SlirpHost(lab, expect))
    client, caller = slirp.call(lab.client.listen(PORT))
    exchange(caller, client)
    return client, caller


@scenario(families=BOTH_FAMILIES)
def slirp_caller_data_after_close(lab, expect):
    """libslirp connects, asks, and closes; after that come two answers, which it acknowledges."""
    client, caller = call(lab, expect)
    caller.sendall(b"PING\r\n")
    caller.close()
    pause()
    send_twice(client)
    # A server that has shut down, and aborts when it reads these data, looks the same.
    expect.reset(lab.server, None, "data_after_close", "data", decidable=False)


@scenario(families=BOTH_FAMILIES)
def slirp_caller_abort_unread_data(lab, expect):
    """libslirp connects, and closes without having read an answer."""
    client, caller = call(lab, expect)
    client.sendall(b"+PONG\r\n")
    pause()
    caller.close()
    pause()
    expect.reset(lab.server, None, "abort", "none", cause="unread_data")
