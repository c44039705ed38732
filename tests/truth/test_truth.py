# SPDX-License-Identifier: GPL-2.0-or-later
"""Every sentence true, every certainty earned: over the samples, whole and seen through each view,
and over made-up conversations."""

import os

import pytest

from calibration import calibrate, is_wrong, labelled_samples, out_of_bounds, table
from evidence_checker import check_all, summary
from finrst import Finrst
from made_up import make
from seen import ALL_VIEWS, WHOLE, look, plan

# What is known to be wrong, to be empty: views with more wrong verdicts than may be, and templates
# of false sentences.
KNOWN_WRONG = set()
KNOWN_FALSE = set()


@pytest.fixture(scope="module")
def finrst():
    with Finrst(os.environ["FINRST_PLUGIN_DIR"]) as running:
        yield running


@pytest.fixture(scope="module")
def sights(finrst):
    return list(look(finrst, plan(labelled_samples(), ALL_VIEWS)))


def test_verdicts_are_as_sure_as_they_are_right(sights, capsys):
    judged = calibrate(sights)
    with capsys.disabled():
        print("", *table(judged), sep="\n")
    wrong = dict(out_of_bounds(judged))
    assert set(wrong) == KNOWN_WRONG, "\n".join(
        [*wrong.values(), *map(str, filter(is_wrong, judged))])


def test_the_incident_is_told_from_its_flags_alone(sights):
    seen, = (seen for seen in sights if (seen.capture.stem, seen.view) == ("incident", "flags"))
    for said in seen.said:
        foremost = [token.partition("/")[0] for token in said.alternatives[:1]]
        assert "fin_wait_2_missing" in (said.verdict, *foremost), said


def assert_true(falsehoods):
    found = list(falsehoods)
    kinds = {falsehood.template for falsehood in found} - KNOWN_FALSE
    assert not kinds, "\n".join(summary(one for one in found if one.template in kinds))


def test_every_sentence_about_the_samples_is_true(sights):
    assert_true(check_all(sights))


def test_every_sentence_about_made_up_conversations_is_true(finrst, tmp_path):
    made_up = dict.fromkeys(make(tmp_path), [WHOLE])
    assert_true(check_all(look(finrst, made_up)))
