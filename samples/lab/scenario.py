# SPDX-License-Identifier: GPL-2.0-or-later
"""What a scenario is, and the list of all."""

import socket
from collections.abc import Callable
from dataclasses import dataclass

BOTH_FAMILIES = (socket.AF_INET, socket.AF_INET6)
BOTH_ENDS = ("client", "server")
SCENARIOS = []


@dataclass(frozen=True)
class Scenario:
    """A conversation that makes one sample. `play(lab, expect)` holds it and says what it made.

    The sample is kept in samples/FOLDER; its name is unique among all.
    """

    folder: str
    name: str
    description: str
    family: socket.AddressFamily
    captured_at: str
    play: Callable
    kernel: str | None = None  # the hosts' own, of guest.kernels; None: this machine's


def scenario(families=(socket.AF_INET,), captured_at=("client",)):
    """Makes the decorated function a scenario, for each address family and each end to capture at.

    The sample has the function's name, and its folder that of the function's module, or of the
    package of modules below `scenarios`; "-ipv6" and "-at-server" mark what is not the plain one.
    The function's docstring describes the sample.
    """

    def register(play):
        folder = play.__module__.rpartition("scenarios.")[2].partition(".")[0]
        for family in families:
            for end in captured_at:
                name = _name(play, family)
                name += "-at-server" if end == "server" and len(captured_at) > 1 else ""
                SCENARIOS.append(Scenario(folder, name, _description(play), family, end, play))
        return play

    return register


def play_again(folder, play, kernel, family):
    """Makes a scenario of another module one more, between hosts that run this kernel, captured at
    the client: samples/FOLDER/linux-KERNEL-NAME."""
    name = f"linux-{kernel}-{_name(play, family)}"
    SCENARIOS.append(
        Scenario(folder, name, _description(play), family, "client", play, kernel))


def _name(play, family):
    return play.__name__.replace("_", "-") + ("-ipv6" if family == socket.AF_INET6 else "")


def _description(play):
    return " ".join(play.__doc__.split())
