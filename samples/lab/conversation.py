# SPDX-License-Identifier: GPL-2.0-or-later
"""The small talk of scenarios: connect, exchange a request, wait, close in every manner."""

import socket
import struct
import time
from contextlib import contextmanager

PORT = 6379
CLIENT_PORT = 40000  # where a scenario needs a certain one
# Linux acknowledges at the latest after 40 ms if it has nothing to say itself.
DELAYED_ACK = 0.06
# Numbers of linux/tcp.h that Python's socket module lacks.
TCP_REPAIR = 19
TCP_REPAIR_QUEUE = 20
TCP_QUEUE_SEQ = 21
TCP_SEND_QUEUE = 2


def pause(seconds=DELAYED_ACK):
    """Waits; without a number, until every segment so far has been acknowledged."""
    time.sleep(seconds)


def meet(lab, **options):
    """A listener at the server and one connection to it: both ends and the listener."""
    listener = lab.server.listen(PORT)
    client, server = connect(lab, listener, **options)
    return client, server, listener


def connect(lab, listener, **options):
    """One more connection from the client to the server's listener: both ends."""
    client = lab.client.connect(lab.server, listener.getsockname()[1], **options)
    return client, lab.server.accept(listener)


def start_connecting(host, to, port, from_port=0):
    """A socket of the host in SYN-SENT, or what came of it since."""
    sock = host.socket()
    sock.setblocking(False)
    sock.bind((host.address, from_port))
    sock.connect_ex((to.address, port))
    return sock


def try_to_connect(host, to, port, from_port=0):
    """A socket of the host that has asked, and heard what there is to hear at once."""
    sock = start_connecting(host, to, port, from_port)
    pause()
    return sock


def ask(client, server):
    """One request and its answer."""
    client.sendall(b"PING\r\n")
    server.recv(100)
    server.sendall(b"+PONG\r\n")
    client.recv(100)


def exchange(client, server):
    """One request and its answer, which is acknowledged before this returns."""
    ask(client, server)
    pause()


def close_apart(first, second):
    """One end closes; the other acknowledges that, and only later closes too."""
    first.close()
    pause()
    second.close()
    pause()


@contextmanager
def busy_line(lab, listener):
    """Inside the block the line to the server is slow, and another connection keeps it busy: what
    the client says now is heard some 10 ms later."""
    lab.server.set_tcp(tcp_early_retrans=0)
    other, _ = connect(lab, listener)
    with lab.router.slow(lab.server):
        other.sendall(b"PING\r\n")
        yield


def send_and_close_unheard(lab, listener, server):
    """The server sends data and closes before it can hear what the client says to the data."""
    with busy_line(lab, listener):
        server.sendall(b"+PONG\r\n")
        server.close()
        pause()


def abort(sock):
    """Closes with a lingering time of zero, which resets."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    sock.close()


def next_sequence(sock):
    """The number of what the socket sends next (SND.NXT)."""
    off_without_probe = -1  # TCP_REPAIR_OFF_NO_WP
    sock.setsockopt(socket.IPPROTO_TCP, TCP_REPAIR, 1)
    sock.setsockopt(socket.IPPROTO_TCP, TCP_REPAIR_QUEUE, TCP_SEND_QUEUE)
    sequence = sock.getsockopt(socket.IPPROTO_TCP, TCP_QUEUE_SEQ)
    sock.setsockopt(socket.IPPROTO_TCP, TCP_REPAIR, off_without_probe)
    return sequence & 0xFFFFFFFF


def vanish(sock):
    """Destroys the socket without a segment, as a crash of its host would.

    Returns the sequence number of what it would have sent next.
    """
    sock.setsockopt(socket.IPPROTO_TCP, TCP_REPAIR, 1)
    sock.setsockopt(socket.IPPROTO_TCP, TCP_REPAIR_QUEUE, TCP_SEND_QUEUE)
    sequence = sock.getsockopt(socket.IPPROTO_TCP, TCP_QUEUE_SEQ)
    sock.close()
    return sequence & 0xFFFFFFFF


def keep_alive(sock, probes=2):
    """Asks the idle peer every second whether it is there, and gives up after so many probes."""
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 1)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 1)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT, probes)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)


def set_tos(sock, tos):
    """Sets the TOS, or the traffic class, of what the socket sends."""
    if sock.family == socket.AF_INET6:
        sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_TCLASS, tos)
    else:
        sock.setsockopt(socket.IPPROTO_IP, socket.IP_TOS, tos)


def set_ttl(sock, ttl):
    """Sets the TTL, or the hop limit, of what the socket sends."""
    if sock.family == socket.AF_INET6:
        sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_UNICAST_HOPS, ttl)
    else:
        sock.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, ttl)
