# SPDX-License-Identifier: GPL-2.0-or-later
"""The command: record all samples again, or the named ones."""

import argparse
import sys
import time
from pathlib import Path

from . import prerequisites, scenarios  # noqa: F401  (the latter registers its scenarios)
from .both_ends import has_both_ends, record_both_ends
from .capture import CaptureFailed
from .labels import NotAsMeant
from .namespace import CommandFailed
from .recorder import record
from .scenario import SCENARIOS

SAMPLES = Path(__file__).resolve().parent.parent
PAIRS = SAMPLES.parent / "tests/places/pairs"


def main():
    """Returns the exit status: 0 if every sample was recorded."""
    arguments = _parse_arguments()
    if arguments.list:
        for scenario in SCENARIOS:
            print(f"{scenario.name:40} {scenario.description}")
        return 0
    sentences = prerequisites.missing()
    if sentences:
        print("\n".join(sentences), file=sys.stderr)
        return 1
    named = arguments.names or [scenario.name for scenario in SCENARIOS]
    scenarios_named = [scenario for scenario in SCENARIOS if scenario.name in named]
    if arguments.both_ends:
        results = [_record(scenario, record_both_ends, PAIRS)
                   for scenario in filter(has_both_ends, scenarios_named)]
    else:
        results = [_record(scenario, record, SAMPLES / scenario.folder)
                   for scenario in scenarios_named]
    return 0 if all(results) else 1


def _parse_arguments():
    names = [scenario.name for scenario in SCENARIOS]
    parser = argparse.ArgumentParser(prog="record", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="a sample; all if none is named")
    parser.add_argument("--list", action="store_true", help="list the samples")
    parser.add_argument("--both-ends", action="store_true",
                        help="record what both hosts capture, into tests/places/pairs")
    arguments = parser.parse_args()
    unknown = set(arguments.names) - set(names)
    if unknown:
        parser.error(f"no such sample: {', '.join(sorted(unknown))} (see --list)")
    return arguments


def _record(scenario, play, directory):
    """Records one sample and says so in a line; returns whether it worked."""
    start = time.monotonic()
    try:
        resets = play(scenario, directory)
    except (NotAsMeant, CaptureFailed, CommandFailed, OSError) as failure:
        print(f"{scenario.name}: NOT RECORDED: {failure}", file=sys.stderr)
        return False
    seconds = time.monotonic() - start
    verdicts = ", ".join(sorted({reset.get("verdict", "?") for reset in resets})) or "silent"
    print(f"{scenario.name}: resets: {len(resets)} ({verdicts}), {seconds:.1f} s", flush=True)
    return True
