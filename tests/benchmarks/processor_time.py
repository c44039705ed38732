# SPDX-License-Identifier: GPL-2.0-or-later
"""The processor's time, for the user and for the system together, beside stock tshark's."""

from statistics import median

from contenders import (COMMANDS, FINRST, READ, STOCK, TRANSUM, capture, forget, side_by_side,
                        undisturbed, usage)
from table import print_table

MILLION = 100_000  # tens of packets
GROWTH = ((10_000, 20), (100_000, 5), (1_000_000, 1))  # tens of packets, rounds


def uses(rounds, path, arguments, contender):
    """Stock tshark's and the contender's."""
    return side_by_side(
        rounds, lambda which, processor: usage(which, path, arguments, processor), STOCK, contender)


def seconds(used):
    return undisturbed([each.seconds for each in used])


def commands(tens=MILLION, rounds=8, rounds_beside=2):
    path = capture(tens)

    def rows():
        for name, arguments in COMMANDS.items():
            stock, ours = map(seconds, uses(rounds, path, arguments, FINRST))
            beside, theirs = map(seconds, uses(rounds_beside, path, arguments, TRANSUM))
            yield name, f"{stock:.2f} s", f"{ours / stock:.3f}", f"{theirs / beside:.3f}"

    print_table(f"Processor time, {10 * tens:,} packets, {rounds} rounds; "
                f"{rounds_beside} with TRANSUM",
                ("command", "stock", "finrst", "TRANSUM"), rows())


def growth(lengths=GROWTH):
    def rows():
        for tens, rounds in lengths:
            path = capture(tens)
            used = uses(rounds, path, READ, FINRST)
            forget(path)
            stock, ours = map(seconds, used)
            peaks = [median(each.peak for each in runs) for runs in used]
            yield (f"{10 * tens:,}", str(rounds),
                   *(f"{each * 1e6 / (10 * tens):.2f} µs" for each in (stock, ours)),
                   f"{ours / stock:.3f}", f"{peaks[0] / 2**20:.0f} MiB",
                   f"{(peaks[1] - peaks[0]) / 2**20:.0f} MiB")

    print_table("Growth, for each packet, and memory at its peak, tshark -q -z io,stat,0",
                ("packets", "rounds", "stock", "finrst", "ratio", "stock", "finrst on top"),
                rows())
