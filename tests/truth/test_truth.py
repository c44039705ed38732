# SPDX-License-Identifier: GPL-2.0-or-later
"""Every sentence true, every certainty earned: over the samples, whole and seen through each view,
and over made-up conversations."""

import os
import re

import pytest

import documented
from calibration import calibrate, is_wrong, labelled_samples, out_of_bounds, table
from evidence_checker import check_all, summary
from finrst import Finrst
from made_up import make
from seen import ALL_VIEWS, SAMPLES, WHOLE, look, plan

DOCUMENT = SAMPLES.parent / "docs/calibration.md"
TABLE = re.compile(r"^\| seen \| RSTs \|.*\n(?:\|.*\n)*", re.MULTILINE)

# What is known to be wrong: views with more wrong verdicts than may be, and false sentences by
# their capture and frame.
KNOWN_WRONG = set()
KNOWN_FALSE = set()


@pytest.fixture(scope="module")
def finrst():
    with Finrst(os.environ["FINRST_PLUGIN_DIR"]) as running:
        yield running


@pytest.fixture(scope="module")
def sights(finrst):
    return list(look(finrst, plan(labelled_samples(), ALL_VIEWS)))


@pytest.fixture(scope="module")
def judged(sights):
    return calibrate(sights)


def test_verdicts_are_as_sure_as_they_are_right(judged):
    wrong = dict(out_of_bounds(judged))
    assert set(wrong) == KNOWN_WRONG, "\n".join(
        [*wrong.values(), *map(str, filter(is_wrong, judged))])


def test_the_documented_table_is_what_is_seen(judged):
    documented.compare(DOCUMENT, TABLE, table(judged))


def test_the_incident_is_told_from_its_flags_alone(sights):
    seen, = (seen for seen in sights if (seen.capture.stem, seen.view) == ("incident", "flags"))
    for said in seen.said:
        foremost = [token.partition("/")[0] for token in said.alternatives[:1]]
        assert "fin_wait_2_missing" in (said.verdict, *foremost), said


def assert_true(falsehoods):
    found = [one for one in falsehoods if (one.where, one.frame) not in KNOWN_FALSE]
    assert not found, "\n".join(summary(found))


def test_every_sentence_about_the_samples_is_true(sights):
    assert_true(check_all(sights))


def test_every_sentence_about_made_up_conversations_is_true(finrst, tmp_path):
    made_up = dict.fromkeys(make(tmp_path), [WHOLE, "flags"])
    assert_true(check_all(look(finrst, made_up)))
