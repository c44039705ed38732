# SPDX-License-Identifier: GPL-2.0-or-later
"""The bucket table is full: FIN-WAIT-2 is given up at the very moment it is reached."""

from ..conversation import close_apart, connect, exchange, meet
from ..scenario import IPV4, IPV6, scenario

BUCKETS = 3


def fill_buckets(lab, closer, listener):
    """Lets the host close as many connections as it may hold in buckets."""
    closer.set_tcp(tcp_max_tw_buckets=BUCKETS)
    for _ in range(BUCKETS):
        ends = connect(lab, listener)
        exchange(*ends)
        close_apart(*ends) if closer is lab.client else close_apart(*reversed(ends))


@scenario(families=(IPV4, IPV6), captured_at=("client", "server"))
def overflow_client_closes(lab, expect):
    """The client closes one connection more than it may hold buckets; the server's FIN comes later."""
    client, server, listener = meet(lab)
    fill_buckets(lab, lab.client, listener)
    exchange(client, server)
    close_apart(client, server)
    expect.reset(lab.client, "NO_SOCKET", "fin_wait_2_missing", "fin", cause="tw_bucket_overflow")
    expect.counter(lab.client, "TcpExtTCPTimeWaitOverflow", 1)
