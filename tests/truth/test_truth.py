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

# What today's analysis gets wrong, by view: to be empty.
KNOWN_WRONG = {}
KNOWN_FALSE = {}


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
    assert not list(out_of_bounds(judged)), "\n".join(map(str, filter(is_wrong, judged)))


def test_every_sentence_about_the_samples_is_true(sights):
    found = list(check_all(sights))
    assert not found, "\n".join(summary(found))


def test_every_sentence_about_made_up_conversations_is_true(finrst, tmp_path):
    made_up = dict.fromkeys(make(tmp_path), [WHOLE])
    found = list(check_all(look(finrst, made_up)))
    assert not found, "\n".join(summary(found))
