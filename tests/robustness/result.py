# SPDX-License-Identifier: GPL-2.0-or-later
"""How each script of this folder tells what it did. Importing it makes the other tests' helpers
known."""

import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "tshark"), str(TESTS / "ui")]


def tell(what, runs, inputs, failures, also=""):
    """Prints a line of the table that run.sh makes; returns the script's exit status."""
    print(f"| {what} | {runs} | {inputs} | {failures} | {also} |", flush=True)
    return 1 if failures else 0
