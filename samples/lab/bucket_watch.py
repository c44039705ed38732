# SPDX-License-Identifier: GPL-2.0-or-later
"""The TIME_WAIT buckets that a host holds while a sample is recorded, from /proc/net/sockstat."""

import re
import threading
import time
from contextlib import contextmanager
from pathlib import Path

SAMPLES_A_SECOND = 5


@contextmanager
def watching_buckets(host, expect):
    """Inside the block the buckets are sampled; the labels hold them as "sockstat".

    They also hold whose buckets these are, and how many that host may have.
    """
    limit = host.namespace.run("sysctl", "-n", "net.ipv4.tcp_max_tw_buckets")
    expect.fact(watched_host=host.address, tcp_max_tw_buckets=int(limit))
    samples, ended = [], threading.Event()
    sampler = threading.Thread(target=_sample, args=(host.namespace, samples, ended))
    sampler.start()
    try:
        yield
    finally:
        ended.set()
        sampler.join()
    expect.observed("sockstat", samples)


def _sample(namespace, samples, ended):
    with namespace.entered():
        while not ended.wait(1 / SAMPLES_A_SECOND):
            sockstat = Path("/proc/thread-self/net/sockstat").read_text()
            samples.append((time.time(), int(re.search(r" tw (\d+)", sockstat)[1])))
