#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What finrst costs beside stock Wireshark, in tables.

    ratios.py PLUGINS [PART ...]

PLUGINS: build/release/plugins. PARTS: those of the tables; without any, all of them: about an hour,
14 GB of memory for the ten million packets of `growth`, and 1 GB in /dev/shm.
"""

import argparse
import importlib
import os
import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
PARTS = {  # modules and functions
    "instructions": "instructions.commands",
    "time": "processor_time.commands",
    "memory": "memory.connections_and_resets",
    "growth": "processor_time.growth",
    "shapes": "instructions.shapes",
    "window": "loading.in_the_window",
}


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("plugins", metavar="PLUGINS", type=Path)
    parser.add_argument("parts", metavar="PART", nargs="*", help=", ".join(PARTS))
    arguments = parser.parse_args()
    unknown = set(arguments.parts) - set(PARTS)
    if unknown:
        parser.error(f"no such part: {', '.join(unknown)}")
    if not list(arguments.plugins.glob("*/epan/finrst.so")):
        parser.error(f"{arguments.plugins}: there is no finrst in it")
    os.environ["FINRST_PLUGIN_DIR"] = str(arguments.plugins.resolve())
    sys.path[:0] = [str(TESTS / "tshark"), str(TESTS / "ui")]
    for part in arguments.parts or PARTS:
        module, function = PARTS[part].split(".")
        getattr(importlib.import_module(module), function)()


if __name__ == "__main__":
    main()
