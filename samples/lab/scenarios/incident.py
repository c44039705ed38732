# SPDX-License-Identifier: GPL-2.0-or-later
"""The incident that this project exists for, played by the software that it happened to."""

from ..expectations import SOME
from ..labels import NotAsMeant
from ..scenario import scenario
from ..stack.deployment import deploy
from ..stack.witness import witnessing

BUCKETS = 300
CONNECTIONS = 600  # at least; a slow machine takes longer for them
FEWEST_RESETS = 24


@scenario()
def incident(lab, expect):
    """A web server takes connections to Redis from its pool and closes them; its TIME_WAIT buckets
    run out. Redis stalls now and then, so that some of its FINs come long after its ACK."""
    lab.client.set_tcp(tcp_max_tw_buckets=BUCKETS)
    load = deploy(lab, keys=1_000_000)
    with witnessing(lab, expect, pool="mixed") as connections:
        while lab.client.namespace.counters()["TcpActiveOpens"] < CONNECTIONS:
            with load.visiting(7, 1, (10, 300), "/report"):
                load.visit(7, 32, (20, 100), "/page", "/legacy?work=0.03")
    expect.reset(
        lab.client, "NO_SOCKET", "fin_wait_2_missing", "fin", cause="tw_bucket_overflow", times=SOME
    )
    expect.counter(lab.client, "TcpExtTW", BUCKETS)
    expect.counter(lab.client, "TcpExtTCPTimeWaitOverflow", connections.closed - BUCKETS)
    resets = lab.client.namespace.counters()["TcpOutRsts"]
    if resets < FEWEST_RESETS:
        raise NotAsMeant(f"only {resets} resets: Redis stalled too seldom")
