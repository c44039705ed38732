# SPDX-License-Identifier: GPL-2.0-or-later
"""Resets of connections that are not there yet."""

import socket

from ..conversation import CLIENT_PORT, PORT, connect, exchange, meet, pause, vanish
from ..scenario import BOTH_FAMILIES, scenario
from ..segment import SYN, Segment

SYN_RETRANSMISSION = 1.2


def start_connecting(lab):
    """The client's socket in SYN-SENT."""
    sock = lab.client.socket()
    sock.setblocking(False)
    sock.bind((lab.client.address, CLIENT_PORT))
    sock.connect_ex((lab.server.address, PORT))
    return sock


@scenario(families=BOTH_FAMILIES)
def refused(lab, expect):
    """The client connects to a port where nobody listens."""
    start_connecting(lab)
    pause()
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
        start_connecting(lab).close()
    pause(SYN_RETRANSMISSION)
    expect.reset(lab.client, "NO_SOCKET", "handshake_reset", "syn_ack")


@scenario()
def syn_ack_stale(lab, expect):
    """An old duplicate SYN reaches the server before the client's new one (RFC 9293, figure 8);
    the client resets the SYN-ACK that does not acknowledge its own."""
    lab.server.listen(PORT)
    with lab.router.losing("tcp flags syn", towards=lab.server):
        start_connecting(lab)
    Segment(CLIENT_PORT, PORT, 90, SYN).send(lab.client, lab.server)
    pause(SYN_RETRANSMISSION)
    expect.reset(lab.client, "TCP_INVALID_ACK_SEQUENCE", "handshake_reset", "syn_ack")
