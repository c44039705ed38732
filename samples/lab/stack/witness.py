# SPDX-License-Identifier: GPL-2.0-or-later
"""What the kernels of the web server and of Redis know about the connections between them."""

from contextlib import contextmanager
from dataclasses import dataclass

from ..bucket_watch import watching_buckets
from ..conversation import pause

SETTLE_SECONDS = 0.3
OPEN_VISITS = ("ss", "-Htn", "state", "established", "state", "close-wait", "sport = :80")


@dataclass
class Connections:
    """How many the web server opened to Redis, and closed; known when `witnessing` ends."""

    opened: int = 0
    closed: int = 0


@contextmanager
def witnessing(lab, expect, pool):
    """Inside the block visitors come and go. Afterwards the labels hold the facts of the stack."""
    expect.fact(pool=pool, web=lab.client.address, redis=lab.server.address)
    connections = Connections()
    with watching_buckets(lab.client, expect):
        yield connections
        while lab.client.namespace.run(*OPEN_VISITS):
            pause()
        pause(SETTLE_SECONDS)
    counters = lab.client.namespace.counters()
    connections.opened = counters["TcpActiveOpens"]
    connections.closed = counters["TcpActiveOpens"] - counters["TcpCurrEstab"]
