# SPDX-License-Identifier: GPL-2.0-or-later
"""Instructions for each packet, counted by valgrind. Each capture is read at two lengths: the
difference is the cost of a packet, without start-up."""

from contenders import COMMANDS, FINRST, READ, STOCK, TRANSUM, capture, instructions
from make_capture import SHAPES
from table import print_table

LENGTHS = (1000, 2000)  # tens of packets
HARD_SHAPES = [shape for shape in SHAPES if shape not in ("closes", "quiet closes")]


def of_a_packet(contender, captures, arguments):
    short, long = (instructions(contender, path, arguments) for path in captures)
    return (long - short) / (10 * (LENGTHS[1] - LENGTHS[0]))


def rows(cases, contenders):
    """`cases`: name, shape and arguments of tshark."""
    for name, shape, arguments in cases:
        captures = [capture(tens, shape) for tens in LENGTHS]
        stock, *others = (of_a_packet(which, captures, arguments)
                          for which in (STOCK, *contenders))
        yield name, f"{stock:.0f}", *(text for count in others
                                      for text in (f"{count:.0f}", f"{count / stock:.3f}"))


def commands():
    print_table("Instructions for each packet",
                ("command", "stock", "finrst", "ratio", "TRANSUM", "ratio"),
                rows([(name, "closes", arguments) for name, arguments in COMMANDS.items()],
                     (FINRST, TRANSUM)))


def shapes():
    print_table("Instructions for each packet of hard captures, tshark -q -z io,stat,0",
                ("capture", "stock", "finrst", "ratio"),
                rows([(shape, shape, READ) for shape in HARD_SHAPES], (FINRST,)))
