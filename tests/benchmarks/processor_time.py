# SPDX-License-Identifier: GPL-2.0-or-later
"""The processor's time, for the user and for the system together: stock tshark and the others in
turn, and the median of the ratios of neighbours."""

from statistics import median

from contenders import (COMMANDS, FINRST, READ, STOCK, TRANSUM, capture, forget, in_turn,
                        median_ratio, usage)
from instructions import HARD_SHAPES
from table import print_table

MILLION = 100_000  # tens of packets
GROWTH = ((10_000, 9), (100_000, 3), (1_000_000, 1))  # tens of packets, rounds


def seconds(path, arguments):
    return lambda contender: usage(contender, path, arguments).seconds


def commands(tens=MILLION, rounds=5):
    path = capture(tens)

    def rows():
        for name, arguments in COMMANDS.items():
            stock, ours, transum = in_turn(rounds, seconds(path, arguments), STOCK, FINRST, TRANSUM)
            yield (name, f"{median(stock):.2f} s", f"{median_ratio(ours, stock):.3f}",
                   f"{median_ratio(transum, stock):.3f}")

    print_table(f"Processor time, {10 * tens:,} packets, {rounds} rounds",
                ("command", "stock", "finrst", "TRANSUM"), rows())


def shapes(tens=MILLION, rounds=3):
    def rows():
        for shape in HARD_SHAPES:
            stock, ours = in_turn(rounds, seconds(capture(tens, shape), READ), STOCK, FINRST)
            yield shape, f"{median(stock):.2f} s", f"{median_ratio(ours, stock):.3f}"

    print_table(f"Processor time on hard captures, {10 * tens:,} packets, {rounds} rounds",
                ("capture", "stock", "finrst"), rows())


def growth(lengths=GROWTH):
    def rows():
        for tens, rounds in lengths:
            path = capture(tens)
            stock, ours = in_turn(rounds, lambda which: usage(which, path), STOCK, FINRST)
            forget(path)
            times = [[each.seconds for each in runs] for runs in (stock, ours)]
            peaks = [median(each.peak for each in runs) for runs in (stock, ours)]
            microseconds = [median(each) * 1e6 / (10 * tens) for each in times]
            yield (f"{10 * tens:,}", str(rounds), *(f"{each:.2f} µs" for each in microseconds),
                   f"{median_ratio(*reversed(times)):.3f}", f"{peaks[0] / 2**20:.0f} MiB",
                   f"{(peaks[1] - peaks[0]) / 2**20:.0f} MiB")

    print_table("Growth, for each packet, and memory at its peak, tshark -q -z io,stat,0",
                ("packets", "rounds", "stock", "finrst", "ratio", "stock", "finrst on top"),
                rows())
