# SPDX-License-Identifier: GPL-2.0-or-later
"""What finrst says of each RST of the samples, and what is true of it."""

import functools
import json

from tshark import SAMPLES, fields

LABELS = sorted(SAMPLES.glob("*/*.labels.json"))


@functools.cache
def labels_of(path):
    return json.loads(path.read_text())


@functools.cache
def found_in(path, passes=()):
    """By frame: verdict, trigger, cause and certainty of each RST."""
    capture = path.with_name(path.name.replace(".labels.json", ".pcapng"))
    return {
        int(frame): found
        for frame, *found in fields(
            capture, "frame.number", "finrst.verdict", "finrst.trigger", "finrst.cause",
            "finrst.certainty", display_filter="tcp.flags.reset == 1", options=passes)
    }
