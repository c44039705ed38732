#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs tshark with the plugin under valgrind's memcheck, on samples, and counts its errors and the
memory that is lost.

    leaks.py [SAMPLES]

Counted are errors that stock tshark does not have on the same sample, and blocks that are definitely,
indirectly or possibly lost and were allocated through the plugin, except what Wireshark itself
forgets when it is asked for a statistics tree: see wireshark.supp.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

import result
from tshark import BUILT, STOCK, as_somebody, environment, sample_path, share

ONES = ["incident", "churn-50", "overflow-client-closes", "overflow-client-closes-ipv6",
        "router-resets-data", "mptcp-join-unknown", "healthy-client-closes", "refused"]
TABLES = [option for name in ("verdicts", "flows", "hosts", "services", "tree", "json",
                              "flows,finrst.affected")
          for option in ("-z", f"finrst,{name}")]
FRAMES = 500  # of larger samples the first ones: under valgrind all is forty times slower
SUPPRESSIONS = Path(__file__).with_name("wireshark.supp")


def records(sample, home, plugins, *options):
    """Each of memcheck's records, with its stack."""
    log = Path(home) / "memcheck"
    subprocess.run(
        as_somebody("valgrind", "--keep-debuginfo=yes", "--leak-check=full", "--num-callers=50",
                    "--show-leak-kinds=definite,indirect,possible",
                    f"--suppressions={SUPPRESSIONS}", f"--log-file={log}",
                    "tshark", "-r", sample, "-c", FRAMES, "-2", "-V", *options),
        env=environment(home, plugins), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        check=True)
    text = re.sub(r"^==\d+== ?", "", log.read_text(errors="replace"), flags=re.MULTILINE)
    return [record for record in text.split("\n\n") if re.search(r"^ +at 0x", record, re.MULTILINE)]


def is_leak(record):
    return "lost in loss record" in record


def main(count=2):
    samples = [sample_path(name) for name in ONES[:count]]
    wrong = []
    with tempfile.TemporaryDirectory() as home:
        share(home)
        for sample in samples:
            found = records(sample, home, BUILT, *TABLES)
            stock = records(sample, home, STOCK)
            wrong += [record for record in found if is_leak(record) and "finrst" in record]
            errors = [record for record in found if not is_leak(record)]
            if len(errors) > sum(not is_leak(record) for record in stock):
                wrong += errors
    for record in wrong:
        print(record, file=sys.stderr)
    return result.tell("valgrind memcheck, tshark -2 -V, all tables", len(samples), len(samples),
                       len(wrong))


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
