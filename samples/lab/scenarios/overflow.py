# SPDX-License-Identifier: GPL-2.0-or-later
"""The bucket table is full: FIN-WAIT-2 is given up at the very moment it is reached."""

import socket

from ..conversation import (
    CLIENT_PORT,
    PORT,
    close_apart,
    connect,
    exchange,
    meet,
    pause,
    send_and_close_unheard,
    set_tos,
    set_ttl,
)
from ..scenario import BOTH_ENDS, BOTH_FAMILIES, scenario

BUCKETS = 3


def fill_buckets(lab, listener, closer, buckets=BUCKETS):
    """Closes as many connections as the host may hold in buckets; all of them survive."""
    closer.set_tcp(tcp_max_tw_buckets=BUCKETS)
    for _ in range(buckets):
        client, server = connect(lab, listener)
        exchange(client, server)
        if closer is lab.client:
            close_apart(client, server)
        else:
            close_apart(server, client)


def expect_overflow(expect, by, reason="NO_SOCKET", times=1):
    """Bare FINs meet no socket since the host had no bucket left."""
    expect.reset(
        by, reason, "fin_wait_2_missing", "fin", cause="tw_bucket_overflow", times=times
    )
    expect.counter(by, "TcpExtTCPTimeWaitOverflow", times)


@scenario(families=BOTH_FAMILIES, captured_at=BOTH_ENDS)
def overflow_client_closes(lab, expect):
    """The client closes one connection more than it may hold buckets; the server's FIN comes
    later than its ACK and finds no socket."""
    client, server, listener = meet(lab)
    fill_buckets(lab, listener, lab.client)
    exchange(client, server)
    close_apart(client, server)
    expect_overflow(expect, lab.client)


@scenario(families=BOTH_FAMILIES)
def overflow_server_closes(lab, expect):
    """The server closes one connection more than it may hold buckets; the client's FIN finds the
    listener of that port instead of the connection."""
    client, server, listener = meet(lab)
    fill_buckets(lab, listener, lab.server)
    exchange(client, server)
    close_apart(server, client)
    expect_overflow(expect, lab.server, reason="TCP_FLAGS")


@scenario()
def overflow_server_closes_listener_gone(lab, expect):
    """The server stops listening and closes, its bucket is refused; the client's FIN finds
    nothing."""
    client, server, listener = meet(lab)
    fill_buckets(lab, listener, lab.server)
    exchange(client, server)
    listener.close()
    close_apart(server, client)
    expect_overflow(expect, lab.server)


@scenario(families=BOTH_FAMILIES)
def overflow_half_close(lab, expect):
    """The client shuts its side down first and closes its socket later, which is when the bucket
    is refused; the server's FIN comes last."""
    client, server, listener = meet(lab)
    fill_buckets(lab, listener, lab.client)
    exchange(client, server)
    client.shutdown(socket.SHUT_WR)
    pause()
    close_apart(client, server)
    expect_overflow(expect, lab.client)


@scenario()
def overflow_four_tuple_reused(lab, expect):
    """Two connections, one after the other, from the same port; the bucket of each is refused."""
    _, _, listener = meet(lab)
    fill_buckets(lab, listener, lab.client)
    for _ in range(2):
        client, server = connect(lab, listener, from_port=CLIENT_PORT)
        exchange(client, server)
        close_apart(client, server)
    expect_overflow(expect, lab.client, times=2)


@scenario(families=BOTH_FAMILIES)
def overflow_fin_with_data(lab, expect):
    """The client's bucket is refused; the server's last data and its FIN come in one segment."""
    client, server, listener = meet(lab)
    fill_buckets(lab, listener, lab.client)
    exchange(client, server)
    client.close()
    pause()
    server.send(b"+PONG\r\n", socket.MSG_MORE)
    server.close()
    pause()
    expect.data_after_close(lab.client, "NO_SOCKET", "fin_data")
    expect.counter(lab.client, "TcpExtTCPTimeWaitOverflow", 1)


@scenario(families=BOTH_FAMILIES)
def overflow_data_then_fin(lab, expect):
    """The client's bucket is refused; the server sends data, and closes before it hears of the
    reset."""
    client, server, listener = meet(lab)
    fill_buckets(lab, listener, lab.client)
    exchange(client, server)
    client.close()
    pause()
    send_and_close_unheard(lab, listener, server)
    expect.data_after_close(lab.client, "NO_SOCKET", "data")
    expect.reset(lab.client, "NO_SOCKET", "after_reset", "fin")
    expect.counter(lab.client, "TcpExtTCPTimeWaitOverflow", 1)


@scenario(families=BOTH_FAMILIES)
def overflow_silent(lab, expect):
    """The client's buckets are refused, but the server answers each FIN with FIN and ACK in one
    segment. No reset."""
    _, _, listener = meet(lab)
    fill_buckets(lab, listener, lab.client)
    for _ in range(5):
        client, server = connect(lab, listener)
        exchange(client, server)
        client.close()
        server.close()
        pause()
    expect.counter(lab.client, "TcpExtTCPTimeWaitOverflow", 5)
    expect.counter(lab.client, "TcpOutRsts", 0)


@scenario(families=BOTH_FAMILIES)
def overflow_other_tos_and_ttl(lab, expect):
    """Both sockets have a TOS of their own, the client's also a TTL; its bucket is refused."""
    client, server, listener = meet(lab)
    fill_buckets(lab, listener, lab.client)
    set_tos(client, 0x48)
    set_ttl(client, 32)
    set_tos(server, 0x88)
    exchange(client, server)
    close_apart(client, server)
    expect_overflow(expect, lab.client)


@scenario()
def overflow_no_timestamps(lab, expect):
    """As overflow-client-closes, by a client that uses no timestamps."""
    lab.client.set_tcp(tcp_timestamps=0)
    client, server, listener = meet(lab)
    fill_buckets(lab, listener, lab.client)
    exchange(client, server)
    close_apart(client, server)
    expect_overflow(expect, lab.client)


@scenario()
def overflow_fast_open(lab, expect):
    """The client's request comes with its SYN (RFC 7413); later its bucket is refused."""
    for host in lab.hosts:
        host.set_tcp(tcp_fastopen=3)
    queue_length = (socket.IPPROTO_TCP, socket.TCP_FASTOPEN, 16)
    listener = lab.server.listen(PORT, options=[queue_length])
    close_apart(*ask_in_syn(lab, listener))  # brings the cookie
    fill_buckets(lab, listener, lab.client, buckets=BUCKETS - 1)
    close_apart(*ask_in_syn(lab, listener))
    expect_overflow(expect, lab.client)
    expect.counter(lab.client, "TcpExtTCPFastOpenActive", 1)


def ask_in_syn(lab, listener):
    """An exchange whose SYN asks for a Fast Open cookie, or has it and carries the request."""
    client = lab.client.socket()
    client.sendto(b"PING\r\n", socket.MSG_FASTOPEN, listener.getsockname())
    server = lab.server.accept(listener)
    server.recv(100)
    server.sendall(b"+PONG\r\n")
    client.recv(100)
    pause()
    return client, server


def lose_resets(lab):
    """The client's bucket is refused; two of the resets for the server's FIN are lost."""
    lab.server.set_tcp(tcp_early_retrans=0)
    client, server, listener = meet(lab)
    fill_buckets(lab, listener, lab.client)
    exchange(client, server)
    client.close()
    pause()
    with lab.router.losing("tcp flags rst", towards=lab.server):
        server.close()
        pause(0.4)  # the FIN comes again after 0.2 s
    pause(0.5)


@scenario()
def overflow_reset_lost(lab, expect):
    """The client's bucket is refused; its resets are lost, so the server repeats its FIN twice."""
    lose_resets(lab)
    expect_overflow(expect, lab.client)
    expect.reset(lab.client, "NO_SOCKET", "after_reset", "fin", times=2)


@scenario(captured_at=("server",))
def overflow_reset_lost_unseen(lab, expect):
    """As overflow-reset-lost, recorded where only the last of the resets arrives."""
    lose_resets(lab)
    expect_overflow(expect, lab.client)
    for _ in range(2):
        expect.uncaptured_reset("NO_SOCKET")
