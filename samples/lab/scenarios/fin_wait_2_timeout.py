# SPDX-License-Identifier: GPL-2.0-or-later
"""FIN-WAIT-2 has its time (tcp_fin_timeout), and a FIN that comes later finds no socket."""

from ..conversation import connect, exchange, meet, pause
from ..scenario import BOTH_ENDS, BOTH_FAMILIES, scenario


def close_after(lab, expect, *waits):
    """The client closes connections all at once, the server one by one after these seconds."""
    client, server, listener = meet(lab)
    ends = [(client, server)] + [connect(lab, listener) for _ in waits[1:]]
    for client, server in ends:
        exchange(client, server)
    for client, _ in ends:
        client.close()
    for (_, server), last, wait in zip(ends, (0, *waits), waits):
        pause(wait - last)
        server.close()
    pause()
    expect.reset(lab.client, "NO_SOCKET", "fin_wait_2_missing", "fin", cause="fin_timeout")
    expect.counter(lab.client, "TcpExtTCPTimeWaitOverflow", 0)


@scenario(families=BOTH_FAMILIES, captured_at=BOTH_ENDS)
def fin_wait_2_timeout(lab, expect):
    """The client closes with tcp_fin_timeout at 2 s; the server closes three connections within
    that time, and one after it."""
    lab.client.set_tcp(tcp_fin_timeout=2)
    close_after(lab, expect, 0.2, 0.8, 1.5, 3)


@scenario()
def fin_wait_2_timeout_60_s(lab, expect):
    """The client closes with the default of 60 s; the server closes two connections within that
    time, and one after it."""
    close_after(lab, expect, 10, 50, 63)
