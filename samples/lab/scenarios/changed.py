# SPDX-License-Identifier: GPL-2.0-or-later
"""Resets of connections that something on the way changes."""

from ..conversation import ask, exchange, meet, pause
from ..scenario import scenario
from .middlebox import router_resets_data


@scenario(captured_at=("server",))
def numbers_shifted(lab, expect):
    """A firewall gives both ends other sequence numbers; the server closes with a request unread,
    and aborts."""
    lab.keep(lab.router.shifting_numbers(lab.client))
    client, server, _ = meet(lab)
    exchange(client, server)
    client.sendall(b"PING\r\n")
    pause()
    server.close()
    pause()
    expect.reset(lab.server, "TCP_ABORT_ON_CLOSE", "abort", "none", cause="unread_data")


@scenario()
def numbers_shifted_router_resets(lab, expect):
    """A firewall gives both ends other sequence numbers, and answers a request of the client with a
    reset in the server's name."""
    lab.keep(lab.router.shifting_numbers(lab.client))
    router_resets_data(lab, expect)


@scenario(captured_at=("server",))
def offers_changed(lab, expect):
    """A router clamps the MSS of SYNs, strips their timestamps and SACK, and marks what the client
    sends; the server closes with a request unread, and aborts."""
    lab.keep(lab.router.changing_offers())
    client, server, _ = meet(lab)
    for _ in range(2):
        ask(client, server)
        pause()
    client.sendall(b"PING\r\n")
    pause()
    server.close()
    pause()
    expect.reset(lab.server, "TCP_ABORT_ON_CLOSE", "abort", "none", cause="unread_data")
