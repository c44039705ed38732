# SPDX-License-Identifier: GPL-2.0-or-later
"""A wire whose other end is a program that reads and writes its frames."""

import fcntl
import os
import struct
from contextlib import contextmanager

# Of linux/if_tun.h and linux/if.h.
TUNSETIFF = 0x400454CA
IFF_TAP = 0x0002
IFF_NO_PI = 0x1000


@contextmanager
def tap(namespace, interface):
    """Inside the block the descriptor given carries the frames of a new interface of the
    namespace."""
    with namespace.entered():
        frames = os.open("/dev/net/tun", os.O_RDWR)
    try:
        request = struct.pack("16sH22x", interface.encode(), IFF_TAP | IFF_NO_PI)
        with namespace.entered():
            fcntl.ioctl(frames, TUNSETIFF, request)
        yield frames
    finally:
        os.close(frames)
