# SPDX-License-Identifier: GPL-2.0-or-later
"""A socket resets by itself: closed over unread data, told to, or out of patience."""

import socket

from ..conversation import PORT, abort, connect, exchange, keep_alive, meet, pause
from ..scenario import BOTH_ENDS, BOTH_FAMILIES, scenario

ORPHANS_COUNTED = 0.3  # seconds: TCP_ORPHAN_TIMER_PERIOD, and some
LONGEST_LINGER2 = 120  # seconds; longer than TIME_WAIT lasts, for which a bucket is enough


@scenario(families=BOTH_FAMILIES, captured_at=BOTH_ENDS)
def abort_unread_data(lab, expect):
    """The client closes without having read the server's answer."""
    client, server, _ = meet(lab)
    exchange(client, server)
    server.sendall(b"+PONG\r\n")
    pause()
    client.close()
    pause()
    expect.reset(lab.client, "TCP_ABORT_ON_CLOSE", "abort", "none", cause="unread_data")
    expect.counter(lab.client, "TcpExtTCPAbortOnClose", 1)


@scenario()
def abort_unread_data_after_fin(lab, expect):
    """The server answers and closes; the client closes later, without having read the answer."""
    client, server, _ = meet(lab)
    exchange(client, server)
    server.sendall(b"+PONG\r\n")
    server.close()
    pause()
    client.close()
    pause()
    expect.reset(lab.client, "TCP_ABORT_ON_CLOSE", "abort", "none", cause="unread_data")
    expect.counter(lab.client, "TcpExtTCPAbortOnClose", 1)


def _close_before_all_is_read(lab, expect, sent, read):
    client, server, _ = meet(lab)
    exchange(client, server)
    client.sendall(sent)
    pause()
    server.recv(read)
    server.sendall(b"-ERR\r\n")
    server.close()
    pause()
    expect.reset(lab.server, "TCP_ABORT_ON_CLOSE", "abort", "none", cause="unread_data")
    expect.counter(lab.server, "TcpExtTCPAbortOnClose", 1)


@scenario()
def abort_upload_unread(lab, expect):
    """The server answers an upload of which it has read the begin, and closes."""
    _close_before_all_is_read(lab, expect, sent=bytes(20000), read=100)


@scenario()
def abort_answer_before_all_read(lab, expect):
    """The server answers a request of which it has read all but two octets, and closes."""
    _close_before_all_is_read(lab, expect, sent=b"PING\r\n", read=4)


@scenario()
def abort_linger_zero_small_segments(lab, expect):
    """The server, whose window has shrunk by what small segments take of its memory, reads all,
    answers, and closes with a lingering time of zero."""
    room = ((socket.SOL_SOCKET, socket.SO_RCVBUF, 8000),)
    client, server = connect(lab, lab.server.listen(PORT, options=room))
    exchange(client, server)
    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for _ in range(2):
        for _ in range(100):
            client.sendall(bytes(200))
            server.recv(200, socket.MSG_WAITALL)
        server.sendall(b"+OK\r\n")
        client.recv(100)
    abort(server)
    pause()
    expect.reset(lab.server, "TCP_STATE", "abort", "none", cause="linger_zero")


@scenario(families=BOTH_FAMILIES)
def abort_linger_zero(lab, expect):
    """The client closes an established connection with a lingering time of zero."""
    client, server, _ = meet(lab)
    exchange(client, server)
    abort(client)
    pause()
    expect.reset(lab.client, "TCP_STATE", "abort", "none", cause="linger_zero")


@scenario()
def abort_linger_zero_close_wait(lab, expect):
    """The server closes; the client closes later with a lingering time of zero."""
    client, server, _ = meet(lab)
    exchange(client, server)
    server.close()
    pause()
    abort(client)
    pause()
    expect.reset(lab.client, "TCP_STATE", "abort", "none", cause="linger_zero")


@scenario()
def abort_linger_zero_fin_wait_2(lab, expect):
    """The client shuts its side down, and later closes with a lingering time of zero."""
    client, server, _ = meet(lab)
    exchange(client, server)
    client.shutdown(socket.SHUT_WR)
    pause()
    abort(client)
    pause()
    expect.reset(lab.client, "TCP_STATE", "abort", "none", cause="linger_zero")


@scenario()
def abort_unsent_data(lab, expect):
    """The server reads nothing and shuts its side down; the client, which has more to say than the
    server has room for, does the same and then closes with a lingering time of zero."""
    room = ((socket.SOL_SOCKET, socket.SO_RCVBUF, 4096),)
    client, server = connect(lab, lab.server.listen(PORT, options=room))
    client.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 65536)
    exchange(client, server)
    client.setblocking(False)
    client.send(bytes(20000))
    pause()
    server.shutdown(socket.SHUT_WR)
    pause()
    client.shutdown(socket.SHUT_WR)
    abort(client)
    pause()
    expect.reset(lab.client, "TCP_DISCONNECT_WITH_DATA", "abort", "none", cause="linger_zero")


def abort_too_many_orphans(lab, expect):
    """The client closes a connection while it holds more sockets without a process than it may."""
    # The limit is the whole machine's: for machines of the lab's own.
    lab.client.set_tcp(tcp_max_orphans=0)
    orphan, _, listener = meet(lab)
    client, server = connect(lab, listener)
    exchange(client, server)
    orphan.setsockopt(socket.IPPROTO_TCP, socket.TCP_LINGER2, LONGEST_LINGER2)  # keeps its socket
    orphan.close()
    pause(ORPHANS_COUNTED)
    client.close()
    pause()
    expect.reset(lab.client, "TCP_ABORT_ON_MEMORY", "abort", "none")
    expect.counter(lab.client, "TcpExtTCPAbortOnMemory", 1)


@scenario(families=BOTH_FAMILIES)
def linger2_negative(lab, expect):
    """The client closes with TCP_LINGER2 below zero; its FIN's ACK is answered with a reset."""
    client, server, _ = meet(lab)
    exchange(client, server)
    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_LINGER2, -1)
    client.close()
    pause()
    expect.reset(lab.client, "TCP_ABORT_ON_DATA", "linger2_abort", "ack")


@scenario()
def linger2_negative_fin_wait_2(lab, expect):
    """The client shuts its side down, and later closes with TCP_LINGER2 below zero."""
    client, server, _ = meet(lab)
    exchange(client, server)
    client.shutdown(socket.SHUT_WR)
    pause()
    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_LINGER2, -1)
    client.close()
    pause()
    expect.reset(lab.client, "TCP_ABORT_ON_LINGER", "abort", "none")
    expect.counter(lab.client, "TcpExtTCPAbortOnLinger", 1)


@scenario()
def keep_alive_timeout(lab, expect):
    """Nobody answers the client's keep-alive, so it resets; the server, which never heard of that,
    sends data later and is reset again."""
    client, server, _ = meet(lab)
    exchange(client, server)
    with (
        lab.router.losing("tcp flags ack", towards=lab.server),
        lab.router.losing("tcp flags ack", towards=lab.client),
    ):
        keep_alive(client)
        pause(4.2)
    server.sendall(b"+PONG\r\n")
    pause()
    expect.reset(
        lab.client, "TCP_KEEPALIVE_TIMEOUT", "abort", "none", cause="keepalive_timeout"
    )
    expect.reset(lab.client, "NO_SOCKET", "after_reset", "data")
    expect.counter(lab.client, "TcpExtTCPAbortOnTimeout", 1)


@scenario()
def abort_socket_killed(lab, expect):
    """The client's administrator destroys its socket with `ss -K`."""
    client, server, _ = meet(lab)
    exchange(client, server)
    lab.client.namespace.run("ss", "-K", "dport", "=", str(PORT))
    pause()
    expect.reset(lab.client, "TCP_STATE", "abort", "none")
