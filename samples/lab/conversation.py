# SPDX-License-Identifier: GPL-2.0-or-later
"""The small talk of scenarios: connect, exchange a request, wait, close in every manner."""

import socket
import struct
import time

PORT = 6379
TCP_REPAIR = 19
# Linux acknowledges at the latest after 40 ms if it has nothing to say itself.
DELAYED_ACK = 0.06


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


def exchange(client, server):
    """One request and its answer."""
    client.sendall(b"PING\r\n")
    server.recv(100)
    server.sendall(b"+PONG\r\n")
    client.recv(100)
    pause()


def close_apart(first, second):
    """One end closes; the other acknowledges that, and only later closes too."""
    first.close()
    pause()
    second.close()
    pause()


def abort(sock):
    """Closes with a lingering time of zero, which resets."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    sock.close()


def vanish(sock):
    """Destroys the socket without a segment, as a crash of its host would."""
    sock.setsockopt(socket.IPPROTO_TCP, TCP_REPAIR, 1)
    sock.close()
