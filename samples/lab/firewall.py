# SPDX-License-Identifier: GPL-2.0-or-later
"""nftables rules that stand for the length of a with block."""

from contextlib import contextmanager


class Firewall:
    """The rules of one namespace, all in one table that is gone when the last block ends."""

    def __init__(self, namespace):
        self._namespace = namespace

    @contextmanager
    def rule(self, hook, rule):
        """Inside the block the rule stands at a hook: "input", "forward" or "output"."""
        table = f"inet lab_{hook}"
        self._nft(
            f"add table {table}\n"
            f"add chain {table} rules {{ type filter hook {hook} priority 0; }}\n"
            f"add rule {table} rules {rule}\n"
        )
        try:
            yield
        finally:
            self._nft(f"delete table {table}\n")

    def _nft(self, script):
        self._namespace.run("nft", "-f", "-", stdin=script)
