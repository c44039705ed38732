# SPDX-License-Identifier: GPL-2.0-or-later
"""A closed socket whose FIN nobody acknowledges is given up: tcp_orphan_retries."""

from ..conversation import exchange, meet, pause
from ..scenario import BOTH_FAMILIES, scenario


def give_up(lab):
    """The client gives up in FIN-WAIT-1, since the server's ACKs are lost; then the server closes
    over a way that is free again."""
    lab.client.set_tcp(tcp_orphan_retries=1)
    client, server, _ = meet(lab)
    exchange(client, server)
    with lab.router.losing("tcp flags ack", towards=lab.client):
        client.close()
        pause(2)
    server.close()
    pause()


def expect_orphan(expect, by, decidable=True):
    expect.reset(
        by, "NO_SOCKET", "fin_wait_1_missing", "fin", cause="orphan_limit", decidable=decidable
    )
    expect.counter(by, "TcpExtTCPAbortOnTimeout", 1)


@scenario(families=BOTH_FAMILIES)
def orphan_given_up(lab, expect):
    """The client closes, hears no ACK and gives up in FIN-WAIT-1; then the way is free again and
    the server's FIN finds no socket."""
    give_up(lab)
    expect_orphan(expect, lab.client)


@scenario(captured_at=("server",))
def orphan_given_up_acks_seen(lab, expect):
    """As orphan-given-up, recorded where the lost ACKs are still seen: only that the client repeats
    its FIN after them tells FIN-WAIT-1 from FIN-WAIT-2."""
    give_up(lab)
    expect_orphan(expect, lab.client, decidable=False)
