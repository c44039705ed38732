# SPDX-License-Identifier: GPL-2.0-or-later
"""The server, and once the client, is lwIP; the other end this machine's kernel."""

import socket

from ...conversation import CLIENT_PORT, PORT, keep_alive, pause, try_to_connect
from ...scenario import BOTH_FAMILIES, scenario
from ...stacks.lwip import LwipHost

# TCP_FIN_WAIT_TIMEOUT of lwIP, 20 s, after which it looks twice a second.
FIN_WAIT_TIMEOUT = 21.5
# lwIP acknowledges at the latest after TCP_FAST_INTERVAL, 250 ms.
LWIP_DELAYED_ACK = 0.3
# Linux sends again what is not acknowledged for a fifth of a second and a delayed ACK.
RETRANSMISSION = 0.5


def meet(lab, expect):
    """lwIP listens and has a connection, on which a request was answered: it and the client."""
    lwip = lab.keep(LwipHost(lab, expect))
    lwip.listen(PORT)
    client = lab.client.connect(lab.server, PORT)
    client.sendall(b"PING\r\n")
    pause()
    answer(lwip, client)
    return lwip, client


def answer(lwip, client):
    lwip.send("+PONG")
    client.recv(100)
    pause()


@scenario(families=BOTH_FAMILIES)
def lwip_refused(lab, expect):
    """The client connects to a port of lwIP where nobody listens."""
    lab.keep(LwipHost(lab, expect))
    try_to_connect(lab.client, lab.server, PORT, from_port=CLIENT_PORT)
    expect.reset(lab.server, None, "refused", "syn")


@scenario(families=BOTH_FAMILIES)
def lwip_listener_closed(lab, expect):
    """lwIP stops listening; its connection lives on, the next one is refused."""
    lwip, client = meet(lab, expect)
    lwip.stop_listening()
    try_to_connect(lab.client, lab.server, PORT, from_port=CLIENT_PORT)
    client.sendall(b"PING\r\n")
    pause()
    expect.reset(lab.server, None, "refused", "syn")


@scenario(families=BOTH_FAMILIES)
def lwip_listener_closed_in_handshake(lab, expect):
    """lwIP stops listening before the ACK of its SYN-ACK has come, and aborts when it comes."""
    lwip = lab.keep(LwipHost(lab, expect))
    lwip.listen(PORT)
    with lab.router.losing("tcp flags ack", towards=lab.server):
        client = lab.client.connect(lab.server, PORT)
        pause()
    lwip.stop_listening()
    client.sendall(b"PING\r\n")
    pause()
    # A server that accepts and aborts at once looks the same.
    expect.reset(lab.server, None, "handshake_reset", "data", decidable=False)


@scenario(families=BOTH_FAMILIES)
def lwip_data_after_close(lab, expect):
    """lwIP closes; the client sends data."""
    lwip, client = meet(lab, expect)
    lwip.close()
    pause()
    client.sendall(b"PING\r\n")
    pause()
    expect.reset(lab.server, None, "data_after_close", "data")


@scenario(families=BOTH_FAMILIES)
def lwip_fin_with_data_after_close(lab, expect):
    """lwIP closes; the client's last data and its FIN come in one segment, which ends lwIP's socket
    without a word, and come again."""
    lwip, client = meet(lab, expect)
    lwip.close()
    pause()
    client.send(b"PING\r\n", socket.MSG_MORE)
    client.close()
    pause(RETRANSMISSION)
    expect.reset(lab.server, None, "data_after_close", "fin_data")


@scenario(families=BOTH_FAMILIES)
def lwip_fin_after_close(lab, expect):
    """lwIP closes; the client closes later. No reset."""
    lwip, client = meet(lab, expect)
    lwip.close()
    pause()
    client.close()
    pause()


@scenario(families=BOTH_FAMILIES)
def lwip_fin_timeout(lab, expect):
    """lwIP closes, and forgets the connection after 20 s; then the client closes."""
    lwip, client = meet(lab, expect)
    lwip.close()
    pause(FIN_WAIT_TIMEOUT)
    client.close()
    pause()
    expect.reset(lab.server, None, "fin_wait_2_missing", "fin", cause="fin_timeout")


@scenario(families=BOTH_FAMILIES)
def lwip_data_after_fin_timeout(lab, expect):
    """lwIP closes, and forgets the connection after 20 s; then the client sends data."""
    lwip, client = meet(lab, expect)
    lwip.close()
    pause(FIN_WAIT_TIMEOUT)
    client.sendall(b"PING\r\n")
    pause()
    expect.reset(lab.server, None, "data_after_close", "data", decidable=False)


@scenario(families=BOTH_FAMILIES)
def lwip_abort_unread_data(lab, expect):
    """lwIP closes without having read the client's request."""
    lwip, client = meet(lab, expect)
    lwip.leave_unread()
    client.sendall(b"PING\r\n")
    pause()
    lwip.close()
    pause()
    expect.reset(lab.server, None, "abort", "none", cause="unread_data")


@scenario(families=BOTH_FAMILIES)
def lwip_abort_unread_data_after_fin(lab, expect):
    """The client asks and closes; lwIP closes later, without having read the request."""
    lwip, client = meet(lab, expect)
    lwip.leave_unread()
    client.sendall(b"PING\r\n")
    client.close()
    pause()
    lwip.close()
    pause()
    expect.reset(lab.server, None, "abort", "none", cause="unread_data")


@scenario(families=BOTH_FAMILIES)
def lwip_abort(lab, expect):
    """lwIP aborts an established connection."""
    lwip, _ = meet(lab, expect)
    lwip.abort()
    pause()
    expect.reset(lab.server, None, "abort", "none", cause="linger_zero")


@scenario(families=BOTH_FAMILIES)
def lwip_abort_close_wait(lab, expect):
    """The client closes; lwIP aborts later."""
    lwip, client = meet(lab, expect)
    client.close()
    pause()
    lwip.abort()
    pause()
    expect.reset(lab.server, None, "abort", "none", cause="linger_zero")


@scenario(families=BOTH_FAMILIES)
def lwip_abort_fin_wait_2(lab, expect):
    """lwIP shuts its side down, and aborts later."""
    lwip, _ = meet(lab, expect)
    lwip.shutdown()
    pause()
    lwip.abort()
    pause()
    expect.reset(lab.server, None, "abort", "none", cause="linger_zero")


@scenario(families=BOTH_FAMILIES)
def lwip_keep_alive_timeout(lab, expect):
    """The client does not answer lwIP's keep-alive, which resets."""
    lwip, _ = meet(lab, expect)
    with lab.client.mute("tcp flags ack"):
        lwip.keep_alive()
        pause(4.2)
    expect.reset(lab.server, None, "abort", "none", cause="keepalive_timeout")


@scenario(families=BOTH_FAMILIES)
def lwip_half_open_fin(lab, expect):
    """lwIP's connection vanishes; the client closes."""
    lwip, client = meet(lab, expect)
    lwip.vanish()
    client.close()
    pause()
    # A server that aborts as soon as it has read that looks the same.
    expect.reset(lab.server, None, "half_open", "fin", decidable=False)


@scenario(families=BOTH_FAMILIES)
def lwip_half_open_data(lab, expect):
    """lwIP's connection vanishes; the client sends data."""
    lwip, client = meet(lab, expect)
    lwip.vanish()
    client.sendall(b"PING\r\n")
    pause()
    # A server that aborts as soon as it has read that looks the same.
    expect.reset(lab.server, None, "half_open", "data", decidable=False)


@scenario(families=BOTH_FAMILIES)
def lwip_half_open_keep_alive(lab, expect):
    """lwIP's connection vanishes; the client's keep-alive asks for it."""
    lwip, client = meet(lab, expect)
    lwip.vanish()
    keep_alive(client)
    pause(1.2)
    expect.reset(lab.server, None, "half_open", "keepalive")


@scenario(families=BOTH_FAMILIES)
def lwip_half_open_no_listener(lab, expect):
    """lwIP's connection vanishes, and its listener too; the client sends data."""
    lwip, client = meet(lab, expect)
    lwip.vanish()
    lwip.stop_listening()
    client.sendall(b"PING\r\n")
    pause()
    # A server that aborts as soon as it has read that looks the same.
    expect.reset(lab.server, None, "half_open", "data", decidable=False)


def call(lab, expect):
    """lwIP connects to the client, which answers a request: it, and the client's two sockets."""
    lwip = lab.keep(LwipHost(lab, expect))
    listener = lab.client.listen(PORT)
    lwip.connect(lab.client, PORT, CLIENT_PORT)
    client = lab.client.accept(listener)
    lwip.send("PING")
    client.recv(100)
    client.sendall(b"+PONG\r\n")
    pause(LWIP_DELAYED_ACK)
    return lwip, client, listener


@scenario(families=BOTH_FAMILIES)
def lwip_caller_data_after_close(lab, expect):
    """lwIP connects, asks, and closes; the answer comes after that."""
    lwip, client, _ = call(lab, expect)
    lwip.send("PING")
    lwip.close()
    pause()
    client.sendall(b"+PONG\r\n")
    pause()
    expect.reset(lab.server, None, "data_after_close", "data")


@scenario(families=BOTH_FAMILIES)
def lwip_caller_abort_unread_data(lab, expect):
    """lwIP connects, and closes without having read an answer."""
    lwip, client, _ = call(lab, expect)
    lwip.leave_unread()
    client.sendall(b"+PONG\r\n")
    pause()
    lwip.close()
    pause()
    expect.reset(lab.server, None, "abort", "none", cause="unread_data")


@scenario(families=BOTH_FAMILIES)
def lwip_caller_port_reused(lab, expect):
    """lwIP's connection vanishes and it connects again from the same port; the client's old
    connection challenges that SYN, and lwIP's reset makes way for the next."""
    lwip, _, listener = call(lab, expect)
    lwip.vanish()
    lwip.connect(lab.client, PORT, CLIENT_PORT)
    lab.client.accept(listener)
    pause()
    expect.reset(lab.server, None, "handshake_reset", "ack")
