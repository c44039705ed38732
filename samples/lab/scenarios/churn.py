# SPDX-License-Identifier: GPL-2.0-or-later
"""Connections come and go faster than their buckets: the truth for estimates of a host's limit."""

import random
import time
from heapq import heappop, heappush

from ..bucket_watch import watching_buckets
from ..conversation import PORT, pause
from ..expectations import SOME
from ..labels import NotAsMeant
from ..scenario import scenario

LATE_SHARE = 0.4  # of the connections; at the others the server answers with FIN and ACK in one
LATE = (0.06, 0.4)  # seconds from the client's FIN to a late FIN of the server, well after its ACK
FIRST_PORT = 20000


def churn(lab, expect, limit, closes, a_second):
    """The client opens and closes connections at an even pace; returns the buckets it was given."""
    lab.client.set_tcp(tcp_max_tw_buckets=limit)
    with watching_buckets(lab.client, expect):
        _open_and_close(lab, closes, a_second, random.Random(limit))
        pause()
    expect.reset(
        lab.client, "NO_SOCKET", "fin_wait_2_missing", "fin", cause="tw_bucket_overflow", times=SOME
    )
    buckets = lab.client.namespace.counters()["TcpExtTW"]
    expect.counter(lab.client, "TcpExtTCPTimeWaitOverflow", closes - buckets)
    return buckets


def _open_and_close(lab, closes, a_second, chance):
    listener = lab.server.listen(PORT)
    late = []  # a heap: when to close, a number to tell equal times apart, the server's end
    start = time.monotonic()
    for number in range(closes):
        _close_late_ones(late, start + number / a_second)
        client = lab.client.connect(lab.server, PORT, from_port=FIRST_PORT + number)
        server = lab.server.accept(listener)
        client.close()
        if chance.random() < LATE_SHARE:
            heappush(late, (time.monotonic() + chance.uniform(*LATE), number, server))
        else:
            server.recv(1)
            server.close()
    _close_late_ones(late, time.monotonic() + max(LATE))


def _close_late_ones(late, until):
    """Sleeps until then, and wakes to close the ends whose time has come."""
    while late and late[0][0] <= until:
        due, _, server = heappop(late)
        _sleep_until(due)
        server.close()
    _sleep_until(until)


def _sleep_until(moment):
    time.sleep(max(0, moment - time.monotonic()))


@scenario()
def churn_50(lab, expect):
    """A client that may hold 50 TIME_WAIT buckets closes 120 connections, 20 a second."""
    churn(lab, expect, limit=50, closes=120, a_second=20)
    expect.counter(lab.client, "TcpExtTW", 50)


@scenario()
def churn_150(lab, expect):
    """A client that may hold 150 TIME_WAIT buckets closes 250 connections, 40 a second."""
    churn(lab, expect, limit=150, closes=250, a_second=40)
    expect.counter(lab.client, "TcpExtTW", 150)


@scenario()
def churn_300(lab, expect):
    """A client that may hold 300 TIME_WAIT buckets closes 450 connections, 80 a second."""
    churn(lab, expect, limit=300, closes=450, a_second=80)
    expect.counter(lab.client, "TcpExtTW", 300)


@scenario()
def churn_1000(lab, expect):
    """A client that may hold 1000 TIME_WAIT buckets closes 1300 connections, 150 a second."""
    churn(lab, expect, limit=1000, closes=1300, a_second=150)
    expect.counter(lab.client, "TcpExtTW", 1000)


@scenario()
def churn_expiry(lab, expect):
    """A client that may hold 50 TIME_WAIT buckets closes connections for so long that the first
    buckets expire after a minute, and make room for others."""
    limit = 50
    if churn(lab, expect, limit, closes=240, a_second=3) <= limit:
        raise NotAsMeant("no bucket expired")
