# SPDX-License-Identifier: GPL-2.0-or-later
"""Instructions for each packet and an estimate of the cycles that they take, counted by valgrind.
Each capture is read at two lengths: the difference is the cost of a packet, without start-up."""

from contenders import (ANALYSING, COMMANDS, FINRST, READ, STOCK, TRANSUM, Count, capture,
                        count)
from make_capture import SHAPES
from table import print_table

LENGTHS = (1000, 2000)  # tens of packets
EASY_SHAPES = ("closes", "quiet closes", "jumbo answers")
HARD_SHAPES = [shape for shape in SHAPES if shape not in EASY_SHAPES]


def of_a_packet(contender, captures, arguments):
    short, long = (count(contender, path, arguments) for path in captures)
    packets = 10 * (LENGTHS[1] - LENGTHS[0])
    return Count((long.instructions - short.instructions) / packets,
                 (long.cycles - short.cycles) / packets)


def rows(cases, contenders):
    """`cases`: name, shape and arguments of tshark."""
    for name, shape, arguments in cases:
        captures = [capture(tens, shape) for tens in LENGTHS]
        stock, *others = (of_a_packet(which, captures, arguments)
                          for which in (STOCK, *contenders))
        yield name, f"{stock.instructions:.0f}", *(
            text for other in others
            for text in (f"{other.instructions:.0f}",
                         f"{other.instructions / stock.instructions:.3f}",
                         f"{other.cycles / stock.cycles:.3f}"))


def commands():
    print_table("Instructions for each packet",
                ("command", "stock", "finrst", "ratio", "cycles", "analysing", "ratio", "cycles",
                 "TRANSUM", "ratio", "cycles"),
                rows([(name, "closes", arguments) for name, arguments in COMMANDS.items()],
                     (FINRST, ANALYSING, TRANSUM)))


def shapes():
    print_table("Instructions for each packet of hard captures, tshark -q -z io,stat,0",
                ("capture", "stock", "analysing", "ratio", "cycles"),
                rows([(shape, shape, READ) for shape in HARD_SHAPES], (ANALYSING,)))
