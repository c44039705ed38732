# SPDX-License-Identifier: GPL-2.0-or-later
"""How a web server can use Redis connections, and what ends them; buckets there are enough."""

from ..conversation import pause
from ..scenario import scenario
from ..stack.deployment import deploy
from ..stack.witness import witnessing

PAUSE = (20, 100)  # milliseconds before each request of a visitor


@scenario()
def pool_only(lab, expect):
    """Every caller returns its connection to the pool: few connections carry all requests."""
    load = deploy(lab)
    with witnessing(lab, expect, pool="pooled"):
        load.visit(4, 8, PAUSE, "/page?work=0.01")
    expect.counter(lab.client, "TcpExtTW", 0)
    expect.counter(lab.server, "TcpExtTW", 0)


@scenario()
def short_only(lab, expect):
    """No pool is at work: each request opens a connection and closes it."""
    load = deploy(lab)
    with witnessing(lab, expect, pool="short") as connections:
        load.visit(4, 6, PAUSE, "/legacy")
    expect.counter(lab.client, "TcpExtTW", connections.opened)


@scenario()
def pool_mixed(lab, expect):
    """One caller of three takes a connection from the pool and closes it."""
    load = deploy(lab)
    with witnessing(lab, expect, pool="mixed") as connections:
        load.visit(4, 12, PAUSE, "/page", "/page", "/legacy")
    expect.counter(lab.client, "TcpExtTW", connections.closed)


@scenario()
def pool_overflow(lab, expect):
    """The pool is smaller than the load: a returned connection drives out the least recently used."""
    size = 4
    load = deploy(lab, pool_size=size)
    with witnessing(lab, expect, pool="pool_overflow") as connections:
        load.visit(4, 16, PAUSE, "/page?work=0.03")
    expect.fact(pool_size=size)
    expect.counter(lab.client, "TcpExtTW", connections.opened - size)


@scenario()
def server_idle_timeout(lab, expect):
    """Visitors come in bursts; between them Redis closes the connections that idle in the pool."""
    load = deploy(lab, redis_timeout=1)
    with witnessing(lab, expect, pool="server_idle_timeout") as connections:
        for _ in range(3):
            load.visit(1, 8, PAUSE, "/page?work=0.01")
            pause(3)
    expect.counter(lab.server, "TcpExtTW", connections.opened)
    expect.counter(lab.client, "TcpExtTW", 0)


@scenario()
def client_idle_timeout(lab, expect):
    """Visitors come in bursts; between them the pool closes what idles for more than 500 ms."""
    load = deploy(lab, pool_idle="500ms")
    with witnessing(lab, expect, pool="client_idle_timeout") as connections:
        for _ in range(3):
            load.visit(1, 8, PAUSE, "/page?work=0.01")
            pause(1)
    expect.counter(lab.client, "TcpExtTW", connections.opened)
