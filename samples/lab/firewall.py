# SPDX-License-Identifier: GPL-2.0-or-later
"""nftables rules that stand for the length of a with block."""

from contextlib import contextmanager
from itertools import count


class Firewall:
    """The rules of one namespace, each in a table of its own, so that blocks may nest."""

    def __init__(self, namespace):
        self._namespace = namespace
        self._numbers = count()

    @contextmanager
    def rule(self, hook, rule, chain="type filter", priority=0):
        """Inside the block the rule stands at a hook ("input", "forward", "output" or
        "prerouting"), in a chain of that type and priority."""
        table = f"inet rule{next(self._numbers)}"
        self._nft(
            f"add table {table}\n"
            f"add chain {table} {hook} {{ {chain} hook {hook} priority {priority}; }}\n"
            f"add rule {table} {hook} {rule}\n"
        )
        try:
            yield
        finally:
            self._nft(f"delete table {table}\n")

    def _nft(self, script):
        self._namespace.run("nft", "-f", "-", stdin=script)
