# SPDX-License-Identifier: GPL-2.0-or-later
"""The conversation of the incident, and what is expected of it.

The client closes first, the server acknowledges that in a segment of its own and closes later, and
the client's kernel, which has no socket any more, resets.
"""

from typing import NamedTuple

from scapy.layers.inet import TCP
from scapy.packet import Packet

CLIENT_PORT = 40000
SERVER_PORT = 6379
REQUEST = b"*1\r\n$4\r\nPING\r\n"
ANSWER = b"+PONG\r\n"
CLIENT_ISN = 1000
SERVER_ISN = 9000


class Segment(NamedTuple):
    name: str
    from_client: bool
    tcp: Packet
    ip_id: int


def incident(client_port=CLIENT_PORT):
    """The segments in order. The RST is what `tcp_v4_send_reset` makes: no options, IP ID 0."""
    client = CLIENT_ISN + 1
    server = SERVER_ISN + 1
    closing_client = client + len(REQUEST)
    closing_server = server + len(ANSWER)
    rows = [
        ("syn", True, "S", CLIENT_ISN, 0, b""),
        ("syn_ack", False, "SA", SERVER_ISN, client, b""),
        ("ack", True, "A", client, server, b""),
        ("request", True, "PA", client, server, REQUEST),
        ("request_ack", False, "A", server, closing_client, b""),
        ("answer", False, "PA", server, closing_client, ANSWER),
        ("answer_ack", True, "A", closing_client, closing_server, b""),
        ("own_fin", True, "FA", closing_client, closing_server, b""),
        ("own_fin_ack", False, "A", closing_server, closing_client + 1, b""),
        ("trigger", False, "FA", closing_server, closing_client + 1, b""),
        ("reset", True, "R", closing_client + 1, 0, b""),
    ]
    return [
        Segment(name, from_client, segment(from_client, client_port, flags, seq, ack, data),
                ip_id=0 if "R" in flags else 100 + index)
        for index, (name, from_client, flags, seq, ack, data) in enumerate(rows)
    ]


def segment(from_client, client_port, flags, seq, ack, data):
    source, destination = (
        (client_port, SERVER_PORT) if from_client else (SERVER_PORT, client_port))
    tcp = TCP(sport=source, dport=destination, flags=flags, seq=seq, ack=ack,
              window=0 if "R" in flags else 502)
    return tcp / data if data else tcp
