#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Reads damaged samples in tshark, with the plugin built by the preset asan-ubsan.

    damaged_captures.py [INPUTS [FIRST]]

Each input is one of the samples, in turn, with octets changed at random by editcap (`-E`), cut at a
snap length from 14 to 100, or both; the seed is the input's number, from FIRST on. Each is read three times: with
-V and all tables in one pass and in two, and for its JSON document. A failure is anything but a
clean end: a signal, a sanitizer's report, a document that is none. Failing inputs are kept.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import result
from tshark import EVERY_SAMPLE, command, environment, share

LARGEST = 400  # frames; of larger samples the first ones
SNAP_LENGTHS = range(14, 101)
PROBABILITIES = (0.001, 0.01, 0.05)
UNTOUCHED = (0, 14, 34, 54)  # octets at the begin of a frame that stay
TABLES = [option for name in ("verdicts", "flows", "hosts", "services", "tree", "json")
          for option in ("-z", f"finrst,{name}")]
READINGS = (("-V", *TABLES), ("-V", "-2", *TABLES), ("-q", "-2", "-z", "finrst,json"))


def sanitized():
    """The environment in which tshark, built without, loads a plugin built with sanitizers."""
    runtime = subprocess.run(["gcc", "-print-file-name=libasan.so"], check=True,
                             capture_output=True, text=True).stdout.strip()
    return {"LD_PRELOAD": str(Path(runtime).resolve()),
            # tshark frees little before it ends; valgrind looks for leaks (leaks.py).
            "ASAN_OPTIONS": "detect_leaks=0",
            "UBSAN_OPTIONS": "print_stacktrace=1"}


def edit(*arguments):
    subprocess.run(["editcap", *map(str, arguments)], check=True, capture_output=True)


def damage(number, folder):
    """Writes the input with this number; returns its path and how it was made."""
    sample = EVERY_SAMPLE[number % len(EVERY_SAMPLE)]
    snap_length = SNAP_LENGTHS[number % len(SNAP_LENGTHS)]
    probability = PROBABILITIES[number % len(PROBABILITIES)]
    untouched = UNTOUCHED[number // 3 % len(UNTOUCHED)]
    changes, cuts = [("changed",), ("cut",), ("changed", "cut")][number // 2 % 3], []
    begin, path = folder / "begin.pcapng", folder / f"{number}.pcapng"
    edit("-r", sample, begin, f"1-{LARGEST}")
    if "cut" in changes:
        cuts = ["-s", snap_length]
    errors = []
    if "changed" in changes:
        errors = ["-E", probability, "--seed", number, "-o", untouched]
    edit(*errors, *cuts, begin, path)
    return path, f"{sample.name} {' '.join(map(str, errors + cuts))}"


def wrong_with(path, home, reading, variables):
    """What went wrong; empty if nothing."""
    finished = subprocess.run(command("-r", path, *reading), capture_output=True,
                              env={**environment(home), **variables}, check=False)
    stderr = finished.stderr.decode(errors="replace")
    if "Sanitizer" in stderr or "runtime error" in stderr:
        return stderr
    if finished.returncode != 0:
        return f"ended with {finished.returncode}: {stderr}"
    if "-q" in reading:
        try:
            json.loads(finished.stdout)
        except ValueError as error:
            return f"no JSON document: {error}"
    return ""


def main(inputs=60, first=0):
    runs, failures, variables = 0, 0, sanitized()
    kept = Path(tempfile.mkdtemp(prefix="finrst-damaged-"))
    share(kept)
    with tempfile.TemporaryDirectory() as home:
        share(home)
        for number in range(first, first + inputs):
            path, made = damage(number, kept)
            wrong = [text for text in (wrong_with(path, home, reading, variables)
                                       for reading in READINGS) if text]
            runs += len(READINGS)
            failures += len(wrong)
            if wrong:
                print(f"{path}, {made}:\n{wrong[0]}", file=sys.stderr)
            else:
                os.remove(path)
    if not failures:
        shutil.rmtree(kept)
    return result.tell("tshark with sanitizers, damaged samples", runs, inputs, failures)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
