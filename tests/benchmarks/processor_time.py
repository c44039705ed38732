# SPDX-License-Identifier: GPL-2.0-or-later
"""The processor's time, for the user and for the system together, beside stock tshark's."""

from statistics import median

from contenders import (ANALYSING, COMMANDS, FINRST, STOCK, TRANSUM, capture, forget, ratios,
                        side_by_side, usage)
from table import print_table

MILLION = 100_000  # tens of packets
GROWTH = ((10_000, 20), (100_000, 6), (1_000_000, 2))  # tens of packets, rounds


def seconds(used):
    return [each.seconds for each in used]


def commands(tens=MILLION, rounds=6):
    path = capture(tens)

    def rows():
        for name, arguments in COMMANDS.items():
            stock, *others = map(seconds, side_by_side(
                rounds, 2, lambda which, processor: usage(which, path, arguments, processor),
                STOCK, FINRST, ANALYSING, TRANSUM))
            yield (name, f"{median(stock):.2f} s",
                   *(f"{each:.3f}" for other in others for each in ratios(stock, other)))

    print_table(f"Processor time, {10 * tens:,} packets, {rounds} rounds on two processors",
                ("command", "stock", "finrst", "±", "analysing", "±", "TRANSUM", "±"), rows())


def growth(lengths=GROWTH):
    def rows():
        for tens, rounds in lengths:
            path = capture(tens)
            # One processor: ten million packets take 6 GB each time.
            used = side_by_side(
                rounds, 1, lambda which, processor: usage(which, path, processor=processor),
                STOCK, ANALYSING)
            forget(path)
            stock, ours = map(seconds, used)
            peaks = [median(each.peak for each in runs) for runs in used]
            yield (f"{10 * tens:,}", str(rounds),
                   *(f"{median(each) * 1e6 / (10 * tens):.2f} µs" for each in (stock, ours)),
                   *(f"{each:.3f}" for each in ratios(stock, ours)), f"{peaks[0] / 2**20:.0f} MiB",
                   f"{(peaks[1] - peaks[0]) / 2**20:.0f} MiB")

    print_table("Growth, for each packet, and memory at its peak, tshark -q -z io,stat,0",
                ("packets", "rounds", "stock", "analysing", "ratio", "±", "stock",
                 "analysing on top"),
                rows())
