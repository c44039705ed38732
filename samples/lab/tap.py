# SPDX-License-Identifier: GPL-2.0-or-later
"""An interface whose other end is a program: it reads and writes frames, or packets."""

import fcntl
import os
import struct
from contextlib import contextmanager

# Of linux/if_tun.h and linux/if.h.
TUNSETIFF = 0x400454CA
IFF_TUN = 0x0001
IFF_TAP = 0x0002
IFF_NO_PI = 0x1000


def tap(namespace, interface):
    """Inside the block the descriptor given carries the frames of a new interface of the
    namespace."""
    return _interface(namespace, interface, IFF_TAP)


def tun(namespace, interface):
    """The same of one that carries packets without a header of a link."""
    return _interface(namespace, interface, IFF_TUN)


@contextmanager
def _interface(namespace, interface, kind):
    with namespace.entered():
        frames = os.open("/dev/net/tun", os.O_RDWR)
    try:
        request = struct.pack("16sH22x", interface.encode(), kind | IFF_NO_PI)
        with namespace.entered():
            fcntl.ioctl(frames, TUNSETIFF, request)
        yield frames
    finally:
        os.close(frames)
