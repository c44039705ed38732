# SPDX-License-Identifier: GPL-2.0-or-later
"""The router between the hosts, and the harm that it can do."""

from contextlib import contextmanager

from .firewall import Firewall

# A first small segment passes at once, the next waits; what is larger than the burst never passes.
SLOW = ("tbf", "rate", "32kbit", "burst", "100", "limit", "10000")


class Router:
    """Forwards between the interfaces "to-client" and "to-server"."""

    def __init__(self, namespace):
        self.namespace = namespace
        self._firewall = Firewall(namespace)

    def losing(self, match, towards):
        """Inside the block segments towards a host are lost where the nft expression matches."""
        return self._firewall.rule("forward", f'oifname "to-{towards.role}" {match} drop')

    def rejecting(self, match, towards):
        """Inside the block segments towards a host are answered with a forged reset."""
        rule = f'oifname "to-{towards.role}" {match} reject with tcp reset'
        return self._firewall.rule("forward", rule)

    @contextmanager
    def slow(self, *towards):
        """Inside the block a segment towards these hosts waits 5 to 25 ms behind the one before.

        Have the hosts' tcp_early_retrans at 0: their loss probes are faster than that.
        """
        for host in towards:
            self._tc("add", host, *SLOW)
        try:
            yield
        finally:
            for host in towards:
                self._tc("delete", host)

    def _tc(self, verb, host, *discipline):
        self.namespace.run("tc", "qdisc", verb, "dev", f"to-{host.role}", "root", *discipline)
