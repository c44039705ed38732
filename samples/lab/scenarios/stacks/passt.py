# SPDX-License-Identifier: GPL-2.0-or-later
"""The server is passt, the client this machine's kernel."""

import socket

from ...conversation import CLIENT_PORT, PORT, abort, exchange, pause, try_to_connect
from ...scenario import BOTH_FAMILIES, scenario
from ...stacks.passt import PasstHost
from ..handshake import SYN_RETRANSMISSION


# passt waits eight times for ACK_TIMEOUT, 2 s.
ACK_TIMEOUTS = 16.5


def meet(lab, expect):
    """passt has a connection, on which a request was answered: it, the client, and the socket
    behind it."""
    passt = lab.keep(PasstHost(lab, expect))
    listener = passt.sockets.listen(PORT)
    client = lab.client.connect(lab.server, PORT)
    server = passt.sockets.accept(listener)
    exchange(client, server)
    return passt, client, server


@scenario(families=BOTH_FAMILIES)
def passt_refused(lab, expect):
    """The client connects to a port of passt behind which nobody listens; the reset does not
    acknowledge the SYN, so the client sends it again."""
    lab.keep(PasstHost(lab, expect))
    try_to_connect(lab.client, lab.server, PORT, from_port=CLIENT_PORT)
    pause(SYN_RETRANSMISSION)
    expect.reset(lab.server, None, "refused", "syn", times=2)


@scenario(families=BOTH_FAMILIES)
def passt_listener_closed_with_children(lab, expect):
    """The server behind passt stops listening while a connection waits to be accepted."""
    passt = lab.keep(PasstHost(lab, expect))
    listener = passt.sockets.listen(PORT)
    lab.client.connect(lab.server, PORT)
    pause()
    listener.close()
    pause()
    # A server that accepts and aborts at once looks the same.
    expect.reset(lab.server, None, "handshake_reset", "none", decidable=False)


@scenario(families=BOTH_FAMILIES)
def passt_data_after_close(lab, expect):
    """The server closes; the client sends data."""
    _, client, server = meet(lab, expect)
    server.close()
    pause()
    client.sendall(b"PING\r\n")
    pause()
    # A server that has shut down, and aborts when it reads these data, looks the same.
    expect.reset(lab.server, None, "data_after_close", "data", decidable=False)


@scenario(families=BOTH_FAMILIES)
def passt_fin_with_data_after_close(lab, expect):
    """The server closes; the client's last data and its FIN come in one segment."""
    _, client, server = meet(lab, expect)
    server.close()
    pause()
    client.send(b"PING\r\n", socket.MSG_MORE)
    client.close()
    pause()
    # A server that has shut down, and aborts when it reads these data, looks the same.
    expect.reset(lab.server, None, "data_after_close", "fin_data", decidable=False)


@scenario(families=BOTH_FAMILIES)
def passt_fin_after_close(lab, expect):
    """The server closes; the client closes later. No reset."""
    _, client, server = meet(lab, expect)
    server.close()
    pause()
    client.close()
    pause()


@scenario(families=BOTH_FAMILIES)
def passt_abort_unread_data(lab, expect):
    """The server closes without having read the client's request."""
    _, client, server = meet(lab, expect)
    client.sendall(b"PING\r\n")
    pause()
    server.close()
    pause()
    expect.reset(lab.server, None, "abort", "none", cause="unread_data")


@scenario(families=BOTH_FAMILIES)
def passt_abort_unread_data_after_fin(lab, expect):
    """The client asks and closes; the server closes later, without having read the request."""
    _, client, server = meet(lab, expect)
    client.sendall(b"PING\r\n")
    client.close()
    pause()
    server.close()
    pause()
    expect.reset(lab.server, None, "abort", "none", cause="unread_data")


@scenario(families=BOTH_FAMILIES)
def passt_abort(lab, expect):
    """The server closes an established connection with a lingering time of zero."""
    _, _, server = meet(lab, expect)
    abort(server)
    pause()
    expect.reset(lab.server, None, "abort", "none", cause="linger_zero")


@scenario(families=BOTH_FAMILIES)
def passt_abort_close_wait(lab, expect):
    """The client closes; the server closes later with a lingering time of zero."""
    _, client, server = meet(lab, expect)
    client.close()
    pause()
    abort(server)
    pause()
    expect.reset(lab.server, None, "abort", "none", cause="linger_zero")


@scenario(families=BOTH_FAMILIES)
def passt_abort_fin_wait_2(lab, expect):
    """The server shuts its side down, and later closes with a lingering time of zero."""
    _, _, server = meet(lab, expect)
    server.shutdown(socket.SHUT_WR)
    pause()
    abort(server)
    pause()
    expect.reset(lab.server, None, "abort", "none", cause="linger_zero")


@scenario(families=BOTH_FAMILIES)
def passt_half_open_fin(lab, expect):
    """passt is restarted; the client closes, and gets no answer. No reset."""
    passt, client, _ = meet(lab, expect)
    passt.restart()
    client.close()
    pause(0.5)


@scenario(families=BOTH_FAMILIES)
def passt_fin_unacknowledged(lab, expect):
    """The server closes, and nobody acknowledges passt's FIN; passt resets after 16 s."""
    _, _, server = meet(lab, expect)
    with lab.client.mute("tcp flags ack"):
        server.close()
        pause(ACK_TIMEOUTS)
    expect.reset(lab.server, None, "abort", "none")
