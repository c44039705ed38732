# SPDX-License-Identifier: GPL-2.0-or-later
"""The lab's conversations as both hosts captured them, what is true of their RSTs, and what finrst
says of one end's capture, of the other's, and of both."""

import json
from dataclasses import dataclass
from pathlib import Path

from finrst_command import finrst

PAIRS = Path(__file__).resolve().parent / "pairs"
NAMES = sorted(path.name.removesuffix(".labels.json") for path in PAIRS.glob("*.labels.json"))
ENDS = ("client", "server")
CERTAINTIES = ("certain", "probable", "possible")


@dataclass(frozen=True)
class Said:
    """What is said of a connection, by its first RST, and the truth of that RST."""

    sample: str
    seen: str
    flow: dict
    label: dict

    @property
    def certainty(self):
        return self.flow["certainty"]

    @property
    def says_nothing(self):
        return self.flow["verdict"] in ("unexplained", "stray") and not self.is_right

    @property
    def is_right(self):
        allowed = {self.label["verdict"]}
        if allowed == {"after_reset"}:
            allowed.add("half_open")  # the reset before did not come to this end
        return self.flow["verdict"] in allowed

    @property
    def is_wrong(self):
        too_sure = self.certainty == "certain" and not self.label["decidable"] and not self.is_proven
        listed = self.label["verdict"] in {
            token.partition("/")[0] for token in self.flow["alternatives"]}
        is_possible = self.certainty == "possible" and listed
        return too_sure or not (self.is_right or self.says_nothing or is_possible)

    @property
    def is_proven(self):
        return self.flow.get("sent") == "no"

    def __str__(self):
        return (f"{self.seen}: {self.sample} frame {self.flow['reset_frame']}: "
                f"{self.flow['verdict']}, {self.certainty}, sent {self.flow.get('sent')}; "
                f"true: {self.label}")


def capture(name, end):
    return PAIRS / f"{name}.{end}.pcapng"


def labels(name):
    """By end and frame."""
    resets = json.loads((PAIRS / f"{name}.labels.json").read_text())["resets"]
    return {end: {label["frame"]: label for label in resets[end]} for end in ENDS}


def document(*arguments):
    return json.loads(finrst(*arguments, "-o", "json").stdout)


def both(client, server):
    return document("--both-ends", client, server)


def end_of(place):
    return place.removesuffix(".pcapng").rpartition(".")[2]


def said_of(name, seen, told, originals=None):
    """`originals`: of frames that are not all there any more, their numbers, by end."""
    truth = labels(name)
    for flow in told["flows"]:
        end = end_of(flow["place"]) if "place" in flow else seen
        frame = flow["reset_frame"]
        label = truth[end][originals[end][frame - 1] if originals else frame]
        yield Said(name, seen, flow, label)


def look(name):
    """From the client, from the server, and from both."""
    for end in ENDS:
        yield from said_of(name, end, document(capture(name, end)))
    yield from said_of(name, "both", both(*(capture(name, end) for end in ENDS)))
