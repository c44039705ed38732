# SPDX-License-Identifier: GPL-2.0-or-later
"""Every RST of every sample against the kernel's own word."""

import collections
import functools
import json

import pytest

from tshark import REPOSITORY, SAMPLES, fields

LABELS = sorted(SAMPLES.glob("*/*.labels.json"))
PASSES = [(), ("-2",)]


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


@pytest.mark.parametrize("passes", PASSES, ids=["one-pass", "two-pass"])
@pytest.mark.parametrize("path", LABELS, ids=lambda path: path.name.removesuffix(".labels.json"))
def test_every_reset_has_the_verdict_that_is_true(path, passes):
    resets = labels_of(path)["resets"]
    found = found_in(path, passes)
    assert sorted(found) == sorted(reset["frame"] for reset in resets)
    for reset in resets:
        verdict, trigger, cause, certainty = found[reset["frame"]]
        if not reset["decidable"]:
            assert certainty != "certain", reset
            continue
        assert verdict == reset["verdict"], reset
        assert trigger == reset["trigger"], reset
        # To say less than what is true is right where the wire does not tell.
        assert cause in (reset.get("cause", cause), "unknown"), reset


def confusion_matrix():
    """Lines of a table: the kernel's reason, then finrst's verdicts and how often. A star marks
    what the wire does not decide."""
    counts = collections.defaultdict(collections.Counter)
    for path in LABELS:
        for reset in labels_of(path)["resets"]:
            verdict = found_in(path)[reset["frame"]][0]
            reason = reset["reason"] or "(not sent by TCP)"
            counts[reason][verdict + ("" if reset["decidable"] else "*")] += 1
    yield "| kernel's reason | finrst's verdicts |"
    yield "|---|---|"
    for reason in sorted(counts):
        verdicts = ", ".join(f"`{verdict.rstrip('*')}`{'*' * verdict.count('*')} {count}"
                             for verdict, count in sorted(counts[reason].items()))
        yield f"| {reason} | {verdicts} |"


def test_the_readme_shows_the_confusion_matrix(capsys):
    matrix = "\n".join(confusion_matrix())
    with capsys.disabled():
        print("\n" + matrix)
    assert matrix in (REPOSITORY / "README.md").read_text()
