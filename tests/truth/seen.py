# SPDX-License-Identifier: GPL-2.0-or-later
"""Captures seen through a view, and what finrst says of them so."""

import collections
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

import frames as captures
from views import VIEWS, seen_through

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
WHOLE = "whole"
ALL_VIEWS = (WHOLE, *VIEWS)


@dataclass(frozen=True)
class Seen:
    """`frames` are those that the view shows, `said` what finrst says about them: by the numbers
    that the frames have in the view."""

    capture: Path
    view: str
    frames: list
    said: list

    @property
    def name(self):
        return f"{self.capture.stem} ({self.view})"


def look(finrst, planned):
    """A `Seen` for each view of each capture, in order. `planned`: lists of views by the path of a
    capture."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)  # for Wireshark, which may run as somebody else
        for capture, views in planned.items():
            frames = captures.read(capture)
            for view in views:
                shown = frames if view == WHOLE else seen_through(view, frames, capture.stem)
                copy = Path(folder, "copy.pcapng")
                captures.write(copy, shown)
                yield Seen(capture, view, shown, finrst(copy))


def plan(samples, views):
    """Which views each sample is seen through. Of the variants of a sample (IPv6, the other host,
    another limit) each view shows one, in turn: they differ in little, and each look takes time."""
    kinds = collections.defaultdict(list)
    for sample in samples:
        kinds[re.sub(r"(-\d+)?(-ipv6)?(-at-server)?$", "", sample.stem)].append(sample)
    planned = {sample: [WHOLE] for sample in samples}
    for number, view in enumerate(view for view in views if view != WHOLE):
        for variants in kinds.values():
            planned[variants[number % len(variants)]].append(view)
    return planned
