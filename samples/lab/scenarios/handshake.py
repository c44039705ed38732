# SPDX-License-Identifier: GPL-2.0-or-later
"""Resets of connections that are not there yet."""

import socket
import struct

from ..conversation import (
    CLIENT_PORT, PORT, connect, exchange, meet, next_sequence, pause, start_connecting,
    try_to_connect, vanish)
from ..scenario import BOTH_FAMILIES, scenario
from ..segment import ACK, SYN, Segment

SYN_RETRANSMISSION = 1.2
REQUEST_AGAIN = 7  # its fifth time, after 0.2 * 2 ** 5 s
COOKIE_LIFE = 121  # TCP_SYNCOOKIE_VALID, two minutes
SERVER_ISN = 9000  # of segments by hand
TIMESTAMPS = (1, 1, 8, 10)  # kinds and lengths of options: two NOPs, and RFC 7323, 3.2


@scenario(families=BOTH_FAMILIES)
def refused(lab, expect):
    """The client connects to a port where nobody listens."""
    try_to_connect(lab.client, lab.server, PORT, from_port=CLIENT_PORT)
    expect.reset(lab.server, "NO_SOCKET", "refused", "syn")


@scenario(families=BOTH_FAMILIES)
def listener_closed_with_children(lab, expect):
    """The server stops listening while two connections wait to be accepted."""
    listener = lab.server.listen(PORT)
    for _ in range(2):
        lab.client.connect(lab.server, PORT)
    pause()
    listener.close()
    pause()
    # A server that accepts and aborts at once looks the same.
    expect.reset(lab.server, "TCP_STATE", "handshake_reset", "none", decidable=False, times=2)


@scenario(families=BOTH_FAMILIES)
def port_reused(lab, expect):
    """The client vanishes and connects again from the same port; the server's old connection
    challenges that SYN, and the client's reset makes way for the next."""
    client, server, listener = meet(lab, from_port=CLIENT_PORT)
    exchange(client, server)
    vanish(client)
    client, server = connect(lab, listener, from_port=CLIENT_PORT)
    exchange(client, server)
    expect.reset(lab.client, "TCP_INVALID_ACK_SEQUENCE", "handshake_reset", "ack")


@scenario()
def syn_ack_too_late(lab, expect):
    """The server's SYN-ACK is lost and comes again when the client has given up."""
    lab.server.listen(PORT)
    with lab.router.losing("tcp flags syn", towards=lab.client):
        start_connecting(lab.client, lab.server, PORT, from_port=CLIENT_PORT).close()
    pause(SYN_RETRANSMISSION)
    expect.reset(lab.client, "NO_SOCKET", "handshake_reset", "syn_ack")


@scenario()
def syn_ack_stale(lab, expect):
    """An old duplicate SYN reaches the server before the client's new one (RFC 9293, figure 8);
    the client resets the SYN-ACK that does not acknowledge its own."""
    lab.server.listen(PORT)
    with lab.router.losing("tcp flags syn", towards=lab.server):
        start_connecting(lab.client, lab.server, PORT, from_port=CLIENT_PORT)
    Segment(CLIENT_PORT, PORT, 90, SYN).send(lab.client, lab.server)
    pause(SYN_RETRANSMISSION)
    expect.reset(lab.client, "TCP_INVALID_ACK_SEQUENCE", "handshake_reset", "syn_ack")


@scenario(families=BOTH_FAMILIES)
def syn_ack_of_another_time(lab, expect):
    """The SYN-ACK echoes a timestamp that the client's SYN did not have."""
    with lab.router.losing("tcp flags syn", towards=lab.server):
        client = start_connecting(lab.client, lab.server, PORT, from_port=CLIENT_PORT)
    echo = struct.pack("!BBBBII", *TIMESTAMPS, 77, 1)
    Segment(PORT, CLIENT_PORT, SERVER_ISN, SYN | ACK, next_sequence(client), options=echo).send(
        lab.server, lab.client)
    pause()
    vanish(client)  # before it asks again
    expect.reset(lab.client, "TCP_RFC7323_PAWS", "handshake_reset", "syn_ack")
    expect.counter(lab.client, "TcpExtPAWSActive", 1)


def cross_syns(lab, acknowledge):
    """Both ends open the connection (RFC 9293, figure 7), and the server's ACK of the client's SYN
    acknowledges so many octets instead of one."""
    with lab.router.losing(f"tcp dport {PORT}", towards=lab.server):
        client = start_connecting(lab.client, lab.server, PORT, from_port=CLIENT_PORT)
        acknowledgment = next_sequence(client) - 1 + acknowledge
        Segment(PORT, CLIENT_PORT, SERVER_ISN, SYN).send(lab.server, lab.client)
        pause()
        Segment(PORT, CLIENT_PORT, SERVER_ISN + 1, ACK, acknowledgment & 0xFFFFFFFF).send(
            lab.server, lab.client)
        pause()
        vanish(client)  # before it asks again


@scenario(families=BOTH_FAMILIES)
def syns_cross_ack_too_old(lab, expect):
    """The SYNs of both ends cross; the server's ACK is older than the client's SYN."""
    cross_syns(lab, acknowledge=-1000)
    expect.reset(lab.client, "TCP_TOO_OLD_ACK", "handshake_reset", "ack")


@scenario(families=BOTH_FAMILIES)
def syns_cross_ack_of_unsent_data(lab, expect):
    """The SYNs of both ends cross; the server's ACK acknowledges what the client never sent."""
    cross_syns(lab, acknowledge=1000)
    # A server that answers data of the client, which the capture misses, looks the same.
    expect.reset(lab.client, "TCP_ACK_UNSENT_DATA", "handshake_reset", "ack", decidable=False)


@scenario(families=BOTH_FAMILIES, captured_at=("server",))
def another_syn_in_window(lab, expect):
    """While the server waits for the ACK of its SYN-ACK, another SYN comes from the same port, with a
    number within the window that the server has offered."""
    lab.server.listen(PORT)
    with lab.router.losing("tcp flags syn", towards=lab.client):
        client = start_connecting(lab.client, lab.server, PORT, from_port=CLIENT_PORT)
        pause()
        another = (next_sequence(client) + 1000) & 0xFFFFFFFF  # one beyond would be challenged
        Segment(CLIENT_PORT, PORT, another, SYN).send(lab.client, lab.server)
        pause()
        vanish(client)  # before it asks again
    # A listener that was closed at that moment looks the same.
    expect.reset(lab.server, "INVALID_SYN", "handshake_reset", "syn", decidable=False)
    expect.counter(lab.server, "TcpAttemptFails", 1)


def overflow_accept_queue(lab):
    """Three connections are opened at once, and the queue of a server that accepts none has room for one
    more; returns the client's ends."""
    # One more than that may wait; and as many SYNs, before the kernel turns to cookies.
    backlog = 3
    lab.server.listen(PORT, backlog=backlog)
    for _ in range(backlog):
        lab.client.connect(lab.server, PORT)
    with lab.router.slow(lab.client):
        filler = lab.server.socket(socket.SOCK_DGRAM)
        filler.sendto(bytes(40), (lab.client.address, 9))
        clients = [start_connecting(lab.client, lab.server, PORT) for _ in range(3)]
        pause(0.2)
    return clients


@scenario()
def listen_overflow(lab, expect):
    """Three connections are opened at once, and the queue of a server that accepts none has room for
    one more: it resets the others when their handshake ends (tcp_abort_on_overflow)."""
    lab.server.set_tcp(tcp_abort_on_overflow=1)
    overflow_accept_queue(lab)
    # A listener that was restarted at that moment, or a box that answers for it, looks the same.
    expect.reset(lab.server, "INVALID_SYN", "handshake_reset", "ack",
                 cause="listen_overflow", decidable=False, times=2)
    expect.counter(lab.server, "TcpExtListenOverflows", 2)


@scenario()
def listen_overflow_ignored(lab, expect):
    """Three connections are opened at once, and the queue of a server that accepts none has room for
    one more: it ignores the other handshakes' ACKs and requests, sends its SYN-ACKs again, gives up,
    and resets the requests that come then."""
    lab.server.set_tcp(tcp_synack_retries=1)
    for client in overflow_accept_queue(lab):
        client.send(b"PING\r\n")
    pause(REQUEST_AGAIN)
    # A listener that was restarted at that moment looks the same.
    expect.reset(lab.server, "TCP_FLAGS", "handshake_reset", "data",
                 cause="listen_overflow", decidable=False, times=2)


@scenario()
def syn_cookie_refused(lab, expect):
    """The server keeps nothing of a SYN but what it writes into the SYN-ACK, and never gets the ACK
    of the handshake; when the client's request comes, that cookie is more than two minutes old."""
    lab.server.set_tcp(tcp_syncookies=2)
    lab.server.listen(PORT)
    with lab.router.losing("tcp flags ack", towards=lab.server):
        client = try_to_connect(lab.client, lab.server, PORT)
    pause(COOKIE_LIFE)
    client.send(b"PING\r\n")
    pause()
    expect.reset(lab.server, "TCP_FLAGS", "handshake_reset", "data", decidable=False)
