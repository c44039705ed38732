# SPDX-License-Identifier: GPL-2.0-or-later
"""The bucket table is full: FIN-WAIT-2 is given up at the very moment it is reached."""

from ..conversation import close_apart, connect, exchange, meet, pause
from ..scenario import BOTH_ENDS, BOTH_FAMILIES, scenario

BUCKETS = 3


def fill_buckets(lab, listener, closer):
    """Closes as many connections as the host may hold in buckets; all of them survive."""
    closer.set_tcp(tcp_max_tw_buckets=BUCKETS)
    for _ in range(BUCKETS):
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
