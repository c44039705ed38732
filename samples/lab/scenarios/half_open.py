# SPDX-License-Identifier: GPL-2.0-or-later
"""One end lost the connection without a word; the other goes on."""

from ..conversation import PORT, abort, exchange, keep_alive, meet, pause, vanish
from ..scenario import BOTH_ENDS, BOTH_FAMILIES, scenario


def lose_client(lab):
    """A connection whose client end is gone; returns the server's end."""
    client, server, _ = meet(lab)
    exchange(client, server)
    vanish(client)
    return server


@scenario(families=BOTH_FAMILIES, captured_at=BOTH_ENDS)
def half_open_fin(lab, expect):
    """The client's socket vanishes; the server closes."""
    lose_client(lab).close()
    pause()
    expect.reset(lab.client, "NO_SOCKET", "half_open", "fin")


@scenario()
def half_open_data(lab, expect):
    """The client's socket vanishes; the server sends data."""
    lose_client(lab).sendall(b"+PONG\r\n")
    pause()
    expect.reset(lab.client, "NO_SOCKET", "half_open", "data")


@scenario()
def half_open_keep_alive(lab, expect):
    """The client's socket vanishes; the server's keep-alive asks for it."""
    keep_alive(lose_client(lab))
    pause(1.2)
    expect.reset(lab.client, "NO_SOCKET", "half_open", "keepalive")


@scenario()
def half_open_reset_unsent(lab, expect):
    """The client aborts, but a firewall of its own swallows that reset; later the server closes."""
    client, server, _ = meet(lab)
    exchange(client, server)
    with lab.client.mute("tcp flags rst"):
        abort(client)
        pause(1)
    server.close()
    pause()
    expect.uncaptured_reset("TCP_STATE")
    expect.reset(lab.client, "NO_SOCKET", "half_open", "fin")


def restart_server(lab):
    """A connection whose server was restarted; returns the client's end."""
    client, server, listener = meet(lab)
    exchange(client, server)
    vanish(server)
    listener.close()
    lab.server.listen(PORT)
    return client


@scenario(families=BOTH_FAMILIES)
def server_restarted_fin(lab, expect):
    """The server is restarted and listens again; the client closes its old connection."""
    restart_server(lab).close()
    pause()
    expect.reset(lab.server, "TCP_FLAGS", "half_open", "fin")


@scenario()
def server_restarted_data(lab, expect):
    """The server is restarted and listens again; the client sends a request on its old
    connection."""
    restart_server(lab).sendall(b"PING\r\n")
    pause()
    expect.reset(lab.server, "TCP_FLAGS", "half_open", "data")
