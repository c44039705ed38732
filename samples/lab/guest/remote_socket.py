# SPDX-License-Identifier: GPL-2.0-or-later
"""Sockets of a guest's kernel."""


class RemoteSocket:
    """What the scenarios use of socket.socket, by calls of the guest's agent."""

    def __init__(self, machine, family, descriptor):
        self.family = family
        self._machine = machine
        self._descriptor = descriptor

    @classmethod
    def make(cls, machine, family, kind, protocol):
        return cls(machine, family, machine.call("socket", int(family), int(kind), protocol))

    def bind(self, address):
        self._call("bind", *address)

    def listen(self, backlog):
        self._call("listen", backlog)

    def accept(self):
        return RemoteSocket(self._machine, self.family, self._call("accept")), None

    def connect(self, address):
        self._call("connect", *address)

    def connect_ex(self, address):
        try:
            self.connect(address)
        except OSError as error:
            return error.errno
        return 0

    def getsockname(self):
        """Its port only stands where it belongs."""
        return None, self._call("port")

    def getsockopt(self, level, name):
        return self._call("option", int(level), int(name))

    def setsockopt(self, level, name, value):
        octets = value if isinstance(value, bytes) else value.to_bytes(4, "little", signed=True)
        self._call("set-option", int(level), int(name), octets)

    def setblocking(self, blocks):
        self._call("blocking", int(blocks))

    def send(self, data, flags=0):
        return self._call("send", int(flags), data)

    def sendall(self, data):
        """What scenarios send fits into the socket's buffer."""
        self.send(data)

    def recv(self, size):
        return self._call("receive", size)

    def shutdown(self, how):
        self._call("shutdown", int(how))

    def close(self):
        """A second time does nothing, as of socket.socket."""
        if self._descriptor is not None:
            self._call("close")
            self._descriptor = None

    def _call(self, name, *words):
        return self._machine.call(name, self._descriptor, *words)
