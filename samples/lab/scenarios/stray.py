# SPDX-License-Identifier: GPL-2.0-or-later
"""Segments of no connection that anybody knows."""

from ..conversation import CLIENT_PORT, PORT, pause
from ..scenario import BOTH_FAMILIES, scenario
from ..segment import ACK, FIN, PSH, URG, Segment


def probe(lab, flags, **fields):
    """The client sends a single segment to the server out of the blue."""
    Segment(CLIENT_PORT, PORT, 1000, flags, **fields).send(lab.client, lab.server)
    pause()


@scenario(families=BOTH_FAMILIES)
def stray_fin(lab, expect):
    """A FIN of no known connection (with an ACK number) comes to a port where nobody listens."""
    probe(lab, FIN | ACK, acknowledgment=2000)
    expect.reset(lab.server, "NO_SOCKET", "stray", "fin")


@scenario()
def stray_scan(lab, expect):
    """A FIN scan and a Xmas scan of a port where nobody listens."""
    probe(lab, FIN)
    probe(lab, FIN | PSH | URG)
    expect.reset(lab.server, "NO_SOCKET", "stray", "fin", times=2)


@scenario()
def stray_data(lab, expect):
    """Data of no known connection come to a port where somebody listens."""
    lab.server.listen(PORT)
    probe(lab, ACK | PSH, acknowledgment=2000, data=b"PING\r\n")
    expect.reset(lab.server, "TCP_FLAGS", "stray", "data")


@scenario()
def stray_ack(lab, expect):
    """An ACK of no known connection comes to a port where nobody listens."""
    probe(lab, ACK, acknowledgment=2000)
    expect.reset(lab.server, "NO_SOCKET", "stray", "ack")
