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
                name = play.__name__.replace("_", "-")
                name += "-ipv6" if family == socket.AF_INET6 else ""
                name += "-at-server" if end == "server" and len(captured_at) > 1 else ""
                description = " ".join(play.__doc__.split())
                SCENARIOS.append(Scenario(folder, name, description, family, end, play))
        return play

    return register
