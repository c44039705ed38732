# SPDX-License-Identifier: GPL-2.0-or-later
"""Resets that say themselves why they were sent: MP_TCPRST (RFC 8684, 3.6)."""

import struct

from ..conversation import CLIENT_PORT, PORT, pause
from ..scenario import BOTH_FAMILIES, scenario
from ..segment import SYN, Segment

IPPROTO_MPTCP = 262
MPTCP_OPTION = 30
MP_JOIN = 1 << 4


@scenario(families=BOTH_FAMILIES)
def mptcp_join_unknown(lab, expect):
    """A SYN wants to join an MPTCP connection that the server does not know."""
    lab.server.listen(PORT, protocol=IPPROTO_MPTCP)
    token, nonce = 0x12345678, 0x9ABCDEF0
    join = struct.pack("!BBBBII", MPTCP_OPTION, 12, MP_JOIN, 1, token, nonce)
    Segment(CLIENT_PORT, PORT, 1000, SYN, options=join).send(lab.client, lab.server)
    pause()
    expect.reset(lab.server, "MPTCP_RST_EMPTCP", "self_described", "syn")
