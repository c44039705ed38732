# SPDX-License-Identifier: GPL-2.0-or-later
"""Network namespaces: enter one, run programs in it, set its sysctls, read its counters."""

import ctypes
import os
import subprocess
from contextlib import contextmanager
from pathlib import Path

CLONE_NEWNET = 0x40000000
COUNTER_TABLES = ("snmp", "netstat")  # of /proc/net
_libc = ctypes.CDLL(None, use_errno=True)


class CommandFailed(Exception):
    """A program that the lab needs has failed; the text holds its command line and its words."""


def run(*command, stdin=None):
    """Runs a program to its end and returns its standard output. Raises CommandFailed."""
    result = subprocess.run(command, input=stdin, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        raise CommandFailed(f"{' '.join(command)}: {result.stderr.strip()}")
    return result.stdout


def _setns(descriptor):
    if _libc.setns(descriptor, CLONE_NEWNET) != 0:
        error = ctypes.get_errno()
        raise OSError(error, f"setns: {os.strerror(error)}")


def parse_counters(tables):
    """The counters in the texts of COUNTER_TABLES, as Namespace.counters() gives them."""
    values = {}
    for table in tables:
        lines = table.splitlines()
        for names, numbers in zip(lines[::2], lines[1::2]):
            prefix = names.split(":")[0]
            if prefix in ("Tcp", "TcpExt"):
                pairs = zip(names.split()[1:], numbers.split()[1:])
                values |= {prefix + name: int(number) for name, number in pairs}
    return values


class Namespace:
    """A named network namespace, as `ip netns` knows it. Made by create(), removed by delete()."""

    def __init__(self, name):
        self.name = name

    def create(self):
        run("ip", "netns", "add", self.name)
        self.run("ip", "link", "set", "lo", "up")

    def delete(self):
        """Removes the namespace; none of that name is fine."""
        if Path("/run/netns", self.name).exists():
            run("ip", "netns", "delete", self.name)

    @contextmanager
    def entered(self):
        """Inside the block the calling thread lives here: its sockets and children belong here.

        A socket stays in the namespace that it was made in, so one process can hold both ends of
        a conversation.
        """
        outside = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
        inside = os.open(f"/run/netns/{self.name}", os.O_RDONLY)
        try:
            _setns(inside)
            yield
        finally:
            _setns(outside)
            os.close(inside)
            os.close(outside)

    def run(self, *command, stdin=None):
        """Runs a program here to its end and returns its standard output."""
        with self.entered():
            return run(*command, stdin=stdin)

    def start(self, *command, **options):
        """Starts a program here and returns its Popen object, to be ended by the caller."""
        with self.entered():
            return subprocess.Popen(command, **options)

    def set_sysctl(self, name, value):
        """Sets e.g. "net.ipv4.tcp_fin_timeout". Raises OSError where the kernel refuses."""
        with self.entered():
            Path("/proc/sys", name.replace(".", "/")).write_text(str(value))

    def counters(self):
        """TCP's counters, named as nstat names them, e.g. {"TcpExtTCPTimeWaitOverflow": 0}."""
        with self.entered():
            tables = [Path("/proc/thread-self/net", name).read_text() for name in COUNTER_TABLES]
        return parse_counters(tables)
