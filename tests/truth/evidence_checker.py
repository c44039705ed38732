#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Reads each sentence that finrst says about a RST back from the packets of the same capture.

Prints a line for each sentence that is not so, or that no claim in claims.py knows.
"""

import argparse
import collections
from dataclasses import dataclass
from pathlib import Path

import box_claims  # noqa: F401, whose import fills the table
import claims  # noqa: F401, so does this
import kernel_claims  # noqa: F401, and this
import outcome_claims  # noqa: F401, and this
import stack_claims  # noqa: F401, and this
from claim import Untrue, find_claim
from conversation import Capture
from finrst import Finrst
from scene import Scene
from seen import ALL_VIEWS, WHOLE, look
from segments import segments_of

UNKNOWN = "(unknown sentence)"


@dataclass(frozen=True)
class Falsehood:
    """`template`: of the sentence, so that alike ones can be counted."""

    where: str
    frame: int
    verdict: str
    template: str
    sentence: str
    truth: str

    def __str__(self):
        return f"{self.where} frame {self.frame}, {self.verdict}: \"{self.sentence}\": {self.truth}"


def sentences(said):
    """Behind that on the verdict may come one on what may be lost, in two parts."""
    verdict, _, loss = said.sentence.partition(". ")
    return [*filter(None, (verdict, *loss.split("; "))), *said.evidence, *said.counter_evidence]


def untruth(sentence, scenes):
    """What the packets show instead, or None where the sentence is so in one of the scenes; and
    the sentence's template."""
    known = find_claim(sentence)
    if known is None:
        return "no claim knows this sentence", UNKNOWN
    claim, values = known
    for scene in scenes:
        try:
            claim.check(scene, values)
            return None, claim.template
        except Untrue as truth:
            shown = str(truth)
    return shown, claim.template


def check(where, frames, all_said, kernel=None):
    """All falsehoods of what finrst says about a capture of these frames. What it says of a copy
    of a RST may be meant of the first one. `kernel`: KernelWords by frame."""
    capture = Capture(segments_of(frames))
    for said in all_said:
        reset = capture.frame(said.frame)
        copies = capture.incarnation(reset).copies(reset)
        word = (kernel or {}).get(said.frame)
        scenes = [Scene(capture, copy, said.related, word)
                  for copy in dict.fromkeys((copies[0], reset))]
        for sentence in sentences(said):
            shown, template = untruth(sentence, scenes)
            if shown:
                yield Falsehood(where, said.frame, said.verdict, template, sentence, shown)


def check_all(sights):
    for seen in sights:
        yield from check(seen.name, seen.frames, seen.said)


def summary(falsehoods):
    """Lines: how often each template was false, with an example."""
    kinds = collections.defaultdict(list)
    for falsehood in falsehoods:
        kinds[falsehood.template].append(falsehood)
    for template, those in sorted(kinds.items(), key=lambda item: -len(item[1])):
        yield f"{len(those)} x {template}\n    e.g. {those[0]}"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plugins", required=True, help="the folder that finrst was built into")
    parser.add_argument("--view", action="append", choices=ALL_VIEWS)
    parser.add_argument("--summary", action="store_true", help="count the kinds")
    parser.add_argument("captures", nargs="+", type=Path)
    arguments = parser.parse_args()
    with Finrst(arguments.plugins) as finrst:
        planned = dict.fromkeys(arguments.captures, arguments.view or [WHOLE])
        found = list(check_all(look(finrst, planned)))
    print(*(summary(found) if arguments.summary else found), sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
