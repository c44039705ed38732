# SPDX-License-Identifier: GPL-2.0-or-later
"""The first screen, where no report was asked for."""

import json

import pytest

from finrst_command import finrst
from tshark import EVERY_SAMPLE, sample_path


def summary(*captures):
    return finrst(*captures).stdout


def test_tells_who_reset_whom_and_why():
    printed = summary(sample_path("incident"))
    assert "736 connections" in printed and "67 RSTs" in printed
    assert "fin_wait_2_missing  10.0.1.2 → 10.0.2.2:6379\n" in printed
    assert "10.0.1.2 ran out of TIME_WAIT buckets" in printed


def test_counts_each_connection_once():
    lines = summary(*EVERY_SAMPLE).splitlines()
    assert len(lines) <= 24
    shown = [int(line.split()[0]) for line in lines if " → " in line and "whom" not in line]
    [rest] = [int(line.split()[1]) for line in lines if "more; -z flows" in line]
    assert len(shown) == 10
    document = json.loads(finrst("-o", "json", *EVERY_SAMPLE).stdout)
    assert sum(shown) + rest == len(document["flows"])


@pytest.mark.parametrize("sample", EVERY_SAMPLE, ids=lambda path: path.stem)
def test_fits_a_screen(sample):
    lines = summary(sample).splitlines()
    assert 2 <= len(lines) <= 24
    assert all(len(line) <= 80 for line in lines)
