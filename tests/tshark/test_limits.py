# SPDX-License-Identifier: GPL-2.0-or-later
"""More connections than finrst.max_connections: nothing is left out without a word."""

import json

import pytest

from passes import BOTH_PASSES
from tshark import fields, run, sample_path

SAMPLE = sample_path("churn-50")
TOLD = "more connections than finrst.max_connections"


def limited_to(connections):
    return ("-o", f"finrst.max_connections:{connections}")


def counted(*options):
    return json.loads(run("-q", "-r", SAMPLE, *options, "-z", "finrst,json").stdout)


@BOTH_PASSES
def test_each_reset_is_explained_or_marked(passes):
    resets = fields(SAMPLE, "frame.number", display_filter="tcp.flags.reset == 1")
    shown = fields(SAMPLE, "frame.number", "finrst.verdict", "_ws.expert.message",
                   display_filter="tcp.flags.reset == 1", options=[*limited_to(60), *passes])
    explained = [row for row in shown if row[1]]
    left_out = [row for row in shown if TOLD in row[2]]
    assert explained and left_out
    assert len(explained) + len(left_out) == len(resets)
    marked = fields(SAMPLE, "frame.number", display_filter="finrst.expert.left_out",
                    options=[*limited_to(60), *passes])
    assert marked == [row[:1] for row in left_out]


def test_what_is_left_out_is_counted():
    whole, part = counted(), counted(*limited_to(60))
    assert part["capture"]["connections"] == 60
    assert part["capture"]["segments"] == whole["capture"]["segments"]
    assert part["capture"]["segments_left_out"] > 0
    assert (part["capture"]["resets"] + part["capture"]["resets_left_out"]
            == whole["capture"]["resets"])
    assert TOLD in " ".join(part["diagnosis"]).replace("the capture holds ", "")
    assert whole["capture"]["segments_left_out"] == whole["capture"]["resets_left_out"] == 0


@pytest.mark.parametrize("table", ["incidents", "verdicts", "flows", "hosts", "services"])
def test_every_table_tells(table):
    def printed(*options):
        return " ".join(run("-q", "-r", SAMPLE, *options, "-z", f"finrst,{table}").stdout.split())
    assert TOLD in printed(*limited_to(60))
    assert TOLD not in printed()


@pytest.mark.parametrize("unlimited", [0, 4294967295])
def test_there_may_be_no_limit(unlimited):
    assert counted(*limited_to(unlimited)) == counted()


def test_in_one_pass_what_comes_first_is_explained():
    first = fields(SAMPLE, "finrst.verdict", display_filter="finrst.verdict")[0]
    assert fields(SAMPLE, "finrst.verdict", display_filter="finrst.verdict",
                  options=limited_to(60))[0] == first
