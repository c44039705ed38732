#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""How often each certainty is right: all labelled samples, whole and seen through each view.

Prints a table, and a line for each RST whose verdict is not what its sample's label allows.
"""

import argparse
import collections
import enum
import json
from dataclasses import dataclass

from finrst import Finrst, Said
from seen import ALL_VIEWS, SAMPLES, WHOLE, look, plan
from segments import RST, segments_of

CERTAINTIES = ("certain", "probable", "possible")
# One in so many may be wrong.
BOUNDS = {"certain": None, "probable": 50}


class Outcome(enum.Enum):
    RIGHT = "right"
    LISTED = "listed"  # another verdict, but the true one is among the alternatives
    WRONG = "wrong"
    NOTHING = "nothing"  # no verdict, `unexplained`, or `stray` where the view shows no more


@dataclass(frozen=True)
class Judged:
    view: str
    sample: str
    frame: int
    original: int
    allowed: tuple
    said: Said | None
    outcome: Outcome

    def __str__(self):
        said = f"{self.said.token}, {self.said.certainty}" if self.said else "nothing"
        among = f" of {','.join(self.said.alternatives)}" if self.said.alternatives else ""
        return (f"{self.view}: {self.sample} frame {self.frame} (of the sample: {self.original}): "
                f"{said}{among}; allowed: {', '.join(self.allowed)}")


def conversation_of(segment):
    return frozenset((segment.source, segment.destination))


class Truth:
    """What the labels of a sample allow to say about the RSTs of a view, asked in their order."""

    def __init__(self, sample):
        labels = json.loads(sample.with_suffix(".labels.json").read_text())["resets"]
        self._labels = {label["frame"]: label for label in labels}
        self._shown = set()
        self._first = {}  # by conversation: the label of its first RST, shown or not

    def learn(self, resets):
        """The RSTs of the whole sample."""
        for reset in resets:
            self._first.setdefault(conversation_of(reset), self._labels[reset.frame])

    def label(self, original):
        return self._labels[original]

    def allowed(self, reset, original):
        """Verdicts for this RST of the view."""
        verdicts = [self._labels[original]["verdict"]]
        conversation = conversation_of(reset)
        if original in self._shown:
            verdicts.append("after_reset")  # a copy of one before
        elif verdicts == ["after_reset"] and conversation not in self._shown:
            # The view lacks the first reset: this one is its like, or finds no socket.
            verdicts += [self._first[conversation]["verdict"], "half_open"]
        self._shown |= {original, conversation}
        return tuple(verdicts)


def outcome(said, label, allowed, is_alone):
    """`is_alone`: the view shows nothing of the conversation but this RST and one segment."""
    if said is None or said.verdict == "unexplained" or (said.verdict == "stray" and is_alone
                                                         and "stray" not in allowed):
        return Outcome.NOTHING
    too_sure = not label["decidable"] and said.certainty == "certain"
    if said.verdict == label["verdict"]:
        same_cause = said.cause in ("", "unknown", label.get("cause", said.cause))
        return Outcome.RIGHT if same_cause and not too_sure else Outcome.WRONG
    undecided = not label["decidable"] and not said.alternatives and not too_sure
    if said.verdict in allowed or undecided:
        return Outcome.RIGHT
    verdicts = {token.partition("/")[0] for token in said.alternatives}
    return Outcome.LISTED if verdicts & set(allowed) else Outcome.WRONG


def judge(seen, truth):
    """Every RST of what was seen."""
    segments = segments_of(seen.frames)
    sizes = collections.Counter(
        conversation for conversation, _ in
        {(conversation_of(segment), seen.frames[segment.frame - 1].original)
         for segment in segments})
    said = {said.frame: said for said in seen.said}
    for segment in segments:
        if not segment.has(RST):
            continue
        original = seen.frames[segment.frame - 1].original
        allowed = truth.allowed(segment, original)
        found = said.get(segment.frame)
        yield Judged(seen.view, seen.capture.stem, segment.frame, original, allowed, found,
                     outcome(found, truth.label(original), allowed,
                             sizes[conversation_of(segment)] <= 2))


def calibrate(sights):
    """A list of Judged from what was seen; the whole sample must come before its views."""
    judged = []
    resets = {}
    for seen in sights:
        if seen.view == WHOLE:
            resets[seen.capture] = [segment for segment in segments_of(seen.frames)
                                    if segment.has(RST)]
        truth = Truth(seen.capture)
        truth.learn(resets[seen.capture])
        judged += judge(seen, truth)
    return judged


def is_wrong(judged):
    """To name it among the alternatives is enough for what is called possible."""
    listed_is_wrong = judged.said and judged.said.certainty != "possible"
    return judged.outcome == Outcome.WRONG or (
        judged.outcome == Outcome.LISTED and listed_is_wrong)


def table(judged):
    """Lines of Markdown: by view and certainty, how many of how many are right."""
    yield "| seen | RSTs | " + " | ".join(CERTAINTIES) + " | says nothing |"
    yield "|---|" + "---|" * (len(CERTAINTIES) + 2)
    for view in ALL_VIEWS:
        here = [one for one in judged if one.view == view]
        if not here:
            continue
        spoken = [one for one in here if one.outcome != Outcome.NOTHING]
        cells = []
        for certainty in CERTAINTIES:
            those = [one for one in spoken if one.said.certainty == certainty]
            right = sum(not is_wrong(one) for one in those)
            cells.append(f"{right} of {len(those)}")
        yield f"| {view} | {len(here)} | {' | '.join(cells)} | {len(here) - len(spoken)} |"


def out_of_bounds(judged):
    """Views in which a certainty is wrong more often than it may be, each with a sentence."""
    for view in ALL_VIEWS:
        for certainty, bound in BOUNDS.items():
            those = [one for one in judged if one.view == view and one.said
                     and one.said.certainty == certainty and one.outcome != Outcome.NOTHING]
            wrong = sum(map(is_wrong, those))
            if wrong > (len(those) // bound if bound else 0):
                yield view, f"{view}: {wrong} of {len(those)} {certainty} verdicts are wrong"


def labelled_samples(pattern="*"):
    """Those that hold a RST."""
    return sorted(path for path in SAMPLES.glob(f"*/{pattern}.pcapng")
                  if json.loads(path.with_suffix(".labels.json").read_text())["resets"])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plugins", required=True, help="the folder that finrst was built into")
    parser.add_argument("--view", action="append", choices=ALL_VIEWS)
    parser.add_argument("--sample", default="*", metavar="GLOB")
    arguments = parser.parse_args()
    wanted = arguments.view or ALL_VIEWS
    with Finrst(arguments.plugins) as finrst:
        judged = calibrate(look(finrst, plan(labelled_samples(arguments.sample), wanted)))
    judged = [one for one in judged if one.view in wanted]
    print(*table(judged), sep="\n")
    print(*filter(is_wrong, judged), sep="\n")
    print(*(sentence for _, sentence in out_of_bounds(judged)), sep="\n")


if __name__ == "__main__":
    main()
