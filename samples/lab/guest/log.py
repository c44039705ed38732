# SPDX-License-Identifier: GPL-2.0-or-later
"""What the kernels of guests report of their resets."""

import time

from ..kernel_log import TRACEFS, parse_trace

EVENT = TRACEFS / "events/tcp/tcp_send_reset"


class GuestLog:
    """A context manager: inside the block resets are logged, by kernels that give reasons (since
    6.10)."""

    def __init__(self, hosts):
        self._machines = [host.namespace for host in hosts]
        self.gives_reasons = False

    def __enter__(self):
        for machine in self._machines:
            machine.run("mount", "-t", "tracefs", "none", str(TRACEFS))
            self.gives_reasons = "reason" in machine.run("cat", f"{EVENT}/format")
            if self.gives_reasons:
                machine.run("echo", "tai", ">", f"{TRACEFS}/trace_clock")
                machine.run("echo", "1", ">", f"{EVENT}/enable")
        return self

    def __exit__(self, *exception):
        """The machines take their logs with them."""

    def resets(self, addresses):
        """The resets sent so far from the given addresses, oldest first by machine."""
        if not self.gives_reasons:
            return []
        return [reset for machine in self._machines for reset in _resets_of(machine, addresses)]


def _resets_of(machine, addresses):
    # Asked in this order, a reset is never reported later than it was; some ms earlier do not hurt.
    here = time.time_ns()
    ahead = machine.call("clock") - here
    return parse_trace(machine.run("cat", f"{TRACEFS}/trace"), ahead, addresses)
