# SPDX-License-Identifier: GPL-2.0-or-later
"""The checker itself: what would be false does not pass."""

import os

import pytest

from claim import KINDS, STATE, TIME, WORDS, Untrue, find_claim
from conversation import Capture
from evidence_checker import UNKNOWN, check, sentences
from finrst import Finrst, Said
from made_up import SCRIPTS, MadeUp, make
from scene import Scene
from seen import WHOLE, look
from segments import segments_of

# What no packet tells.
NOT_IN_THE_PACKETS = {"timeout", "reason"}


@pytest.fixture(scope="module")
def examples(tmp_path_factory):
    """By template: scene and values of a true sentence."""
    found = {}
    captures = dict.fromkeys(make(tmp_path_factory.mktemp("made_up")), [WHOLE])
    with Finrst(os.environ["FINRST_PLUGIN_DIR"]) as finrst:
        for seen in look(finrst, captures):
            capture = Capture(segments_of(seen.frames))
            for said in seen.said:
                scene = Scene(capture, capture.frame(said.frame), said.related)
                for sentence in sentences(said):
                    claim, values = find_claim(sentence)
                    if _is_true(claim, scene, values):
                        found.setdefault(claim.template, (claim, scene, values))
    return found


def _is_true(claim, scene, values):
    try:
        claim.check(scene, values)
    except Untrue:
        return False
    return True


def _others(name, value):
    """Values beside it. A neighbouring frame may be a like one, but not both neighbours."""
    kind = KINDS.get(name)
    if kind is TIME:
        number, unit = value.split(" ")
        return [f"{float(number) * 1.5:.1f} {unit}"]
    if kind is STATE:
        return ["SYN-SENT" if value != "SYN-SENT" else "SYN-RECEIVED"]
    if kind is WORDS:
        return [f"{value}, too"]
    return [value + 1, value - 1]


def test_another_value_is_not_true(examples):
    passed = [(template, name) for template, (claim, scene, values) in examples.items()
              for name, value in values.items() if name not in NOT_IN_THE_PACKETS
              and all(_is_true(claim, scene, values | {name: other})
                      for other in _others(name, value))]
    assert not passed


def test_an_unknown_sentence_is_a_failure():
    frames = MadeUp(SCRIPTS["refused"][0], 1).frames
    said = Said(2, "refused", "certain", "", "syn", "The moon did it", (), (), ())
    assert [falsehood.template for falsehood in check("", frames, [said])] == [UNKNOWN]
