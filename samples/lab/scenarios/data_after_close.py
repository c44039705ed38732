# SPDX-License-Identifier: GPL-2.0-or-later
"""More than a bare FIN in order comes after a close: to a FIN-WAIT-2 bucket, or to FIN-WAIT-1."""

import socket

from ..conversation import PORT, busy_line, exchange, meet, pause, send_and_close_unheard, vanish
from ..scenario import BOTH_ENDS, BOTH_FAMILIES, scenario
from ..segment import SYN, Segment


def close_client(lab):
    """The client has closed and holds a bucket in FIN-WAIT-2; returns the server's end."""
    client, server, _ = meet(lab)
    exchange(client, server)
    client.close()
    pause()
    return server


@scenario(families=BOTH_FAMILIES)
def live_bucket_data(lab, expect):
    """The client closes; the server sends more data into its FIN-WAIT-2."""
    close_client(lab).sendall(b"+PONG\r\n")
    pause()
    expect.data_after_close(lab.client, "TCP_TIMEWAIT_SOCKET", "data")


@scenario(families=BOTH_FAMILIES, captured_at=BOTH_ENDS)
def live_bucket_fin_with_data(lab, expect):
    """The client closes; the server's last data and its FIN come in one segment."""
    server = close_client(lab)
    server.send(b"+PONG\r\n", socket.MSG_MORE)
    server.close()
    pause()
    expect.data_after_close(lab.client, "TCP_TIMEWAIT_SOCKET", "fin_data")


@scenario(families=BOTH_FAMILIES)
def live_bucket_fin_beyond_hole(lab, expect):
    """The client closes; the server's last data are lost on the way, its FIN arrives."""
    server = close_client(lab)
    with lab.router.losing("tcp flags psh", towards=lab.client):
        server.sendall(b"+PONG\r\n")
    server.close()
    pause()
    expect.data_after_close(lab.client, "TCP_TIMEWAIT_SOCKET", "fin_gap")


@scenario(families=BOTH_FAMILIES)
def live_bucket_data_then_fin(lab, expect):
    """The client closes; the server sends data and closes before it hears of the reset, so that
    its FIN meets what the reset left: nothing."""
    client, server, listener = meet(lab)
    exchange(client, server)
    client.close()
    pause()
    send_and_close_unheard(lab, listener, server)
    expect.data_after_close(lab.client, "TCP_TIMEWAIT_SOCKET", "data")
    expect.reset(lab.client, "NO_SOCKET", "after_reset", "fin")


@scenario(families=BOTH_FAMILIES)
def fin_wait_1_data(lab, expect):
    """The client closes; the server's data come before an ACK of its own for the client's FIN, so
    that they meet the socket in FIN-WAIT-1."""
    client, server, _ = meet(lab)
    exchange(client, server)
    client.close()
    server.sendall(b"+PONG\r\n")
    pause()
    expect.data_after_close(lab.client, "TCP_ABORT_ON_DATA", "data")


@scenario(families=BOTH_FAMILIES)
def fin_wait_1_data_crossing(lab, expect):
    """The client closes while data of the server are on their way: they do not acknowledge the
    client's FIN."""
    client, server, listener = meet(lab)
    exchange(client, server)
    with busy_line(lab, listener):
        client.close()
        server.sendall(b"+PONG\r\n")
        pause()
    expect.data_after_close(lab.client, "TCP_ABORT_ON_DATA", "data")


@scenario(families=BOTH_FAMILIES)
def live_bucket_syn(lab, expect):
    """The server closes; the client vanishes and opens the same connection anew with a sequence
    number in the window of the server's FIN-WAIT-2."""
    client, server, _ = meet(lab)
    exchange(client, server)
    client_port = client.getsockname()[1]
    server.close()
    pause()
    sequence = vanish(client)
    Segment(client_port, PORT, sequence + 100, SYN).send(lab.client, lab.server)
    pause()
    expect.reset(lab.server, "TCP_TIMEWAIT_SOCKET", "refused", "syn", decidable=False)
