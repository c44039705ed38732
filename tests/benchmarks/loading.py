# SPDX-License-Identifier: GPL-2.0-or-later
"""What it takes the real Wireshark, on a virtual screen, to load a capture until its list of packets
is complete: the processor's time from the start until Wireshark has nothing more to do, less what
the start with a capture of ten packets takes."""

import os
import tempfile
from statistics import median

from contenders import FINRST, STOCK, capture, ratios, side_by_side
from screen import Screen, wait_for
from table import print_table
from tshark import share

MILLION = 100_000  # tens of packets
DEADLINE = 600     # seconds


def until_idle(contender, path, processor):
    with tempfile.TemporaryDirectory() as home:
        share(home)
        with Screen(home) as desktop:
            desktop.start(path, plugins=contender.plugins)
            os.sched_setaffinity(desktop.wireshark.pid, {processor})
            desktop.window(f"^{path.name}$")
            wait_for(desktop.is_idle, "the capture is loaded", DEADLINE)
            return desktop.processor_time()


def in_the_window(tens=MILLION, rounds=4):
    long, short = capture(tens), capture(1)

    def seconds(contender, processor):
        return until_idle(contender, long, processor) - until_idle(contender, short, processor)

    stock, ours = side_by_side(rounds, 2, seconds, STOCK, FINRST)
    print_table(f"Loading {10 * tens:,} packets in Wireshark's window, {rounds} rounds on two "
                "processors", ("", "stock", "finrst", "±"),
                [("processor time", f"{median(stock):.2f} s",
                  *(f"{each:.3f}" for each in ratios(stock, ours)))])
