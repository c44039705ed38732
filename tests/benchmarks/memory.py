# SPDX-License-Identifier: GPL-2.0-or-later
"""Memory at its peak on top of stock tshark's, for each connection and for each RST. Captures of two
lengths: the difference leaves out what the plugin itself takes."""

from contenders import ANALYSING, STOCK, capture, usage
from make_capture import MANY_CLIENTS
from table import print_table

LENGTHS = (50_000, 100_000)  # tens of packets
TO_THE_LAST_HOST = MANY_CLIENTS // 10


def on_top(shape, lengths, packets_each):
    """Octets for each connection, which has `packets_each` packets."""
    short, long = (usage(ANALYSING, path).peak - usage(STOCK, path).peak
                   for path in (capture(tens, shape) for tens in lengths))
    return (long - short) / ((lengths[1] - lengths[0]) * 10 / packets_each)


def connections_and_resets(lengths=LENGTHS):
    def rows():
        quiet = on_top("quiet closes", lengths, 10)
        yield "connection of ten packets", f"{quiet:.0f}", "300"
        yield "connection of one packet", f"{on_top('SYN flood', lengths, 1):.0f}", "300"
        each_its_host = (TO_THE_LAST_HOST // 2, TO_THE_LAST_HOST)
        yield ("connection of one packet, each from another address",
               f"{on_top('SYN flood', each_its_host, 1):.0f}", "300")
        reset = on_top("reset closes", lengths, 10)
        yield "RST, its connection aside", f"{reset - quiet:.0f}", "400"

    print_table("Octets of memory on top of stock", ("each", "octets", "limit"), rows())
