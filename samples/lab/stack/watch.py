# SPDX-License-Identifier: GPL-2.0-or-later
"""What the kernel counts while a sample is recorded: the truth that estimates are held against."""

import re
import threading
import time
from pathlib import Path

SAMPLES_A_SECOND = 5
COUNTED = ("TcpOutRsts", "TcpExtTCPTimeWaitOverflow", "TcpActiveOpens", "TcpPassiveOpens")


class Watch:
    """A context manager: inside the block a host's counters and TIME_WAIT buckets are watched."""

    def __init__(self, host):
        self._host = host
        self._ended = threading.Event()
        self._sampler = threading.Thread(target=self._sample)
        self.counters = {}  # what each of COUNTED grew by in the block
        self.buckets = []  # pairs: seconds of UTC, "tw" of /proc/net/sockstat

    def __enter__(self):
        self._before = self._host.namespace.counters()
        self._sampler.start()
        return self

    def __exit__(self, *exception):
        self._ended.set()
        self._sampler.join()
        after = self._host.namespace.counters()
        self.counters = {name: after[name] - self._before[name] for name in COUNTED}

    def _sample(self):
        with self._host.namespace.entered():
            while not self._ended.wait(1 / SAMPLES_A_SECOND):
                sockstat = Path("/proc/thread-self/net/sockstat").read_text()
                self.buckets.append((time.time(), int(re.search(r" tw (\d+)", sockstat)[1])))
