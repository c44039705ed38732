# SPDX-License-Identifier: GPL-2.0-or-later
"""The router's wire to the server as a tap device, whose frames a program reads and writes."""

import fcntl
import os
import struct
from contextlib import contextmanager

# Of linux/if_tun.h and linux/if.h.
TUNSETIFF = 0x400454CA
IFF_TAP = 0x0002
IFF_NO_PI = 0x1000

INTERFACE = "to-server"


def unplug_server(lab):
    """Takes the server's kernel off its wire, which is gone with that."""
    lab.router.namespace.run("ip", "link", "delete", INTERFACE)


def address_wire(lab):
    """Gives the router its address on the wire to the server, which has been made anew."""
    router = lab.router.namespace
    router.run("ip", "address", "add", f"{lab.server.gateway}/24", "dev", INTERFACE)
    router.run("ip", "link", "set", INTERFACE, "up")


@contextmanager
def tap_to_server(lab):
    """Inside the block the descriptor given carries the frames of the wire to the server, and
    whoever holds it is the server."""
    unplug_server(lab)
    with lab.router.namespace.entered():
        frames = os.open("/dev/net/tun", os.O_RDWR)
        name = INTERFACE.encode()
        fcntl.ioctl(frames, TUNSETIFF, struct.pack("16sH22x", name, IFF_TAP | IFF_NO_PI))
    address_wire(lab)
    try:
        yield frames
    finally:
        os.close(frames)
