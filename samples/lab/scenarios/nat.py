# SPDX-License-Identifier: GPL-2.0-or-later
"""Resets of what a NAT does not translate (any more), and resets seen at both sides of one."""

from ..conversation import (
    CLIENT_PORT, PORT, abort, ask, busy_line, next_sequence, pause, try_to_connect)
from ..scenario import scenario
from ..segment import ACK, PSH, Segment

BEHIND_NAT = 6380


def meet_through_nat(lab):
    """The client connects to the router's address, which stands for the server's."""
    lab.keep(lab.router.translating(lab.server, PORT))
    listener = lab.server.listen(PORT)
    client = lab.client.connect(lab.router, PORT)
    return client, lab.server.accept(listener), listener


@scenario()
def nat_forgets_behind_reset(lab, expect):
    """The client sends data and aborts after the server's close; the NAT forgets the connection
    with the client's reset, and the server's answer to the data arrives untranslated."""
    client, server, listener = meet_through_nat(lab)
    lab.router.set_conntrack(timeout_close=0)
    ask(client, server)
    pause()
    server.close()
    pause()
    with busy_line(lab, listener):  # behind the NAT
        client.sendall(b"PING\r\n")
        abort(client)
        pause()
    expect.reset(lab.client, "TCP_STATE", "abort", "none", cause="linger_zero")
    expect.reset(
        lab.server,
        "TCP_TIMEWAIT_SOCKET",
        "data_after_close",
        "data",
        cause="nat_untranslated",
        decidable=False,
    )


@scenario()
def nat_forgets_idle_connection(lab, expect):
    """The NAT forgets a connection that is silent for two seconds: what the server sends then comes
    from its own address."""
    lab.router.set_conntrack(timeout_established=2, loose=0)
    client, server, _ = meet_through_nat(lab)
    ask(client, server)
    pause(3)
    server.sendall(b"+PONG\r\n")
    pause()
    expect.reset(lab.client, "NO_SOCKET", "stray", "data", cause="nat_untranslated")


@scenario()
def nat_syn_ack_untranslated(lab, expect):
    """What the server answers does not come back through the NAT that the SYN took."""
    lab.keep(lab.router.translating(lab.server, PORT))
    lab.keep(lab.router.untracked(lab.server, PORT))
    lab.server.listen(PORT)
    sock = try_to_connect(lab.client, lab.router, PORT, from_port=CLIENT_PORT)
    sock.close()  # before it sends its SYN again
    expect.reset(lab.client, "NO_SOCKET", "handshake_reset", "syn_ack", cause="nat_untranslated")


def send_beyond_window(lab, client, server, to):
    """Sends data in the client's name that are far beyond the server's window."""
    far_beyond = 8_000_000
    Segment(
        source_port=client.getsockname()[1],
        destination_port=PORT,
        sequence=(next_sequence(client) + far_beyond) % 2**32,
        acknowledgment=next_sequence(server),
        flags=PSH | ACK,
        data=b"PING\r\n",
    ).send(lab.client, to)
    pause()


@scenario()
def nat_segment_beyond_window(lab, expect):
    """Data beyond the server's window are invalid for the NAT: they are not translated and meet the
    router, which has no such socket. The server's lives on."""
    client, server, _ = meet_through_nat(lab)
    for _ in range(2):
        ask(client, server)
        pause()
    send_beyond_window(lab, client, server, to=lab.router)
    server.sendall(b"+PONG\r\n")
    pause()
    expect.reset(lab.router, "NO_SOCKET", "middlebox", "data", cause="conntrack_invalid")
    expect.reset(lab.client, "NO_SOCKET", "after_reset", "data", decidable=False)


@scenario()
def conntrack_invalid_on_the_host(lab, expect):
    """As nat-segment-beyond-window, where the NAT is the server host's own: the data meet no socket
    there, and that of the port which connections are redirected to lives on."""
    lab.keep(lab.server.redirecting(PORT, BEHIND_NAT))
    listener = lab.server.listen(BEHIND_NAT)
    client = lab.client.connect(lab.server, PORT)
    server = lab.server.accept(listener)
    for _ in range(2):
        ask(client, server)
        pause()
    send_beyond_window(lab, client, server, to=lab.server)
    server.sendall(b"+PONG\r\n")
    pause()
    expect.reset(lab.server, "NO_SOCKET", "middlebox", "data", cause="conntrack_invalid")
    expect.reset(lab.client, "NO_SOCKET", "after_reset", "data", decidable=False)


@scenario(captured_at=("router",))
def syn_refused_twice_behind_nat(lab, expect):
    """Nobody listens on the server; SYN and refusal are recorded at both sides of the NAT."""
    lab.keep(lab.router.translating(lab.server, PORT))
    try_to_connect(lab.client, lab.router, PORT)
    expect.reset(lab.server, "NO_SOCKET", "refused", "syn")
    expect.reset(lab.router, None, "refused", "syn")  # the same, translated
