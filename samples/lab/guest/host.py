# SPDX-License-Identifier: GPL-2.0-or-later
"""An end host that is a machine of its own."""

import socket
import time

from ..host import Host
from .recording import GuestRecording
from .remote_socket import RemoteSocket


class GuestHost(Host):
    """Its sockets are those of the machine's kernel. It has no firewall."""

    def __init__(self, role, machine, address, gateway, router):
        super().__init__(role, machine, address, gateway)
        self.recorded_in = router
        self.interfaces = (f"to-{role}",)

    @property
    def clock_ahead(self):
        """Asked in this order, the guest's clock is never said to be slower than it is."""
        here = time.time_ns()
        return self.namespace.call("clock") - here

    def recording(self, path):
        return GuestRecording(self.namespace, path)

    def socket(self, kind=socket.SOCK_STREAM, protocol=0):
        return self.keep(RemoteSocket.make(self.namespace, self.family, kind, protocol))
