# SPDX-License-Identifier: GPL-2.0-or-later
"""The processor's time, for the user and for the system together, beside stock tshark's: the median
of the ratios of rounds."""

from statistics import mean, median

from contenders import (COMMANDS, FINRST, READ, STOCK, TRANSUM, capture, forget, median_ratio,
                        side_by_side, usage)
from instructions import HARD_SHAPES
from table import print_table

MILLION = 100_000  # tens of packets
GROWTH = ((10_000, 20), (100_000, 5), (1_000_000, 1))  # tens of packets, rounds


def uses(rounds, path, arguments, contender):
    """Stock tshark's and the contender's, in each round."""
    return side_by_side(
        rounds, lambda which, processor: usage(which, path, arguments, processor), STOCK, contender)


def seconds(used):
    return [mean(each.seconds for each in pair) for pair in used]


def commands(tens=MILLION, rounds=5):
    path = capture(tens)

    def rows():
        for name, arguments in COMMANDS.items():
            both = [[seconds(used) for used in uses(rounds, path, arguments, each)]
                    for each in (FINRST, TRANSUM)]
            yield (name, f"{median(both[0][0]):.2f} s",
                   *(f"{median_ratio(others, stock):.3f}" for stock, others in both))

    print_table(f"Processor time, {10 * tens:,} packets, {rounds} rounds",
                ("command", "stock", "finrst", "TRANSUM"), rows())


def shapes(tens=MILLION, rounds=3):
    def rows():
        for shape in HARD_SHAPES:
            stock, ours = map(seconds, uses(rounds, capture(tens, shape), READ, FINRST))
            yield shape, f"{median(stock):.2f} s", f"{median_ratio(ours, stock):.3f}"

    print_table(f"Processor time on hard captures, {10 * tens:,} packets, {rounds} rounds",
                ("capture", "stock", "finrst"), rows())


def growth(lengths=GROWTH):
    def rows():
        for tens, rounds in lengths:
            path = capture(tens)
            used = uses(rounds, path, READ, FINRST)
            forget(path)
            times = [seconds(each) for each in used]
            peaks = [median(each.peak for pair in pairs for each in pair) for pairs in used]
            microseconds = [median(each) * 1e6 / (10 * tens) for each in times]
            yield (f"{10 * tens:,}", str(rounds), *(f"{each:.2f} µs" for each in microseconds),
                   f"{median_ratio(*reversed(times)):.3f}", f"{peaks[0] / 2**20:.0f} MiB",
                   f"{(peaks[1] - peaks[0]) / 2**20:.0f} MiB")

    print_table("Growth, for each packet, and memory at its peak, tshark -q -z io,stat,0",
                ("packets", "rounds", "stock", "finrst", "ratio", "stock", "finrst on top"),
                rows())
