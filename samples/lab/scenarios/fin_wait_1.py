# SPDX-License-Identifier: GPL-2.0-or-later
"""A closed socket whose FIN nobody acknowledges is given up: tcp_orphan_retries."""

from ..conversation import exchange, meet, pause
from ..scenario import BOTH_FAMILIES, scenario


@scenario(families=BOTH_FAMILIES)
def orphan_given_up(lab, expect):
    """The client closes, hears no ACK and gives up in FIN-WAIT-1; then the way is free again and
    the server's FIN finds no socket."""
    lab.client.set_tcp(tcp_orphan_retries=1)
    client, server, _ = meet(lab)
    exchange(client, server)
    with lab.router.losing("tcp flags ack", towards=lab.client):
        client.close()
        pause(2)
    server.close()
    pause()
    expect.reset(lab.client, "NO_SOCKET", "fin_wait_1_missing", "fin", cause="orphan_limit")
    expect.counter(lab.client, "TcpExtTCPAbortOnTimeout", 1)
