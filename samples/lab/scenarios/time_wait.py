# SPDX-License-Identifier: GPL-2.0-or-later
"""The last ACK is lost, and the peer's FIN comes again: to a TIME-WAIT refused, or alive."""

from ..conversation import exchange, meet, pause
from ..scenario import BOTH_FAMILIES, scenario
from .overflow import fill_buckets

RETRANSMISSION = 0.5


def lose_last_ack(lab, client, server):
    """Client and server close at once; the client's ACK of the server's FIN is lost."""
    exchange(client, server)
    with lab.router.losing("tcp flags == ack", towards=lab.server):
        client.close()
        server.close()
        pause()
    pause(RETRANSMISSION)


def refuse_time_wait(lab, expect, decidable):
    """The last ACK of a client without a free bucket is lost."""
    client, server, listener = meet(lab)
    fill_buckets(lab, listener, lab.client)
    lose_last_ack(lab, client, server)
    expect.reset(
        *(lab.client, "NO_SOCKET", "time_wait_missing", "fin"),
        cause="tw_bucket_overflow",
        decidable=decidable,
    )
    expect.counter(lab.client, "TcpExtTCPTimeWaitOverflow", 1)


@scenario(families=BOTH_FAMILIES)
def time_wait_refused(lab, expect):
    """The client has no bucket left for TIME-WAIT, its last ACK is lost, and the server's FIN
    comes again."""
    refuse_time_wait(lab, expect, decidable=True)


@scenario(captured_at=("server",))
def time_wait_refused_ack_unseen(lab, expect):
    """As time-wait-refused, recorded where the client's last ACK never arrives: nothing shows that
    the client had heard the server's FIN before."""
    refuse_time_wait(lab, expect, decidable=False)


@scenario()
def time_wait_late_fin(lab, expect):
    """The client's last ACK is lost; its TIME-WAIT acknowledges the server's FIN again. No
    reset."""
    client, server, _ = meet(lab)
    lose_last_ack(lab, client, server)
    expect.counter(lab.client, "TcpOutRsts", 0)
