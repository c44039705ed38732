# SPDX-License-Identifier: GPL-2.0-or-later
"""The samples as they are handed on: somebody without finrst reads in each what happened, and what
it says is what finrst says today.

After a wanted change, tests/renew.sh writes it again."""

import json

import pytest

from recorded import as_recorded, pcapng
from tshark import EVERY_SAMPLE, SAMPLES, STOCK, fields, run

PROGRAMS = sorted((SAMPLES / "programs").glob("*.pcapng"))


@pytest.fixture(params=EVERY_SAMPLE, ids=lambda path: path.stem)
def sample(request):
    return request.param


def labels(sample):
    return json.loads(sample.with_suffix(".labels.json").read_text())


def test_stock_tshark_shows_a_comment_on_every_first_reset(sample):
    if "stack" in labels(sample):
        pytest.skip("of other stacks, a comment may say less than the label")
    printed = fields(sample, "frame.number", "frame.comment", plugins=STOCK,
                     display_filter="tcp.flags.reset == 1 && frame.comment")
    first = {reset["frame"]: reset["verdict"] for reset in labels(sample)["resets"]
             if reset["verdict"] != "after_reset" and reset["decidable"]}
    commented = {int(number): comment for number, comment in printed}
    for frame, verdict in first.items():
        assert verdict in commented[frame]


def test_the_section_comment_says_how_it_was_recorded(sample):
    section, _ = pcapng.comments(sample.read_bytes())
    assert len(section) == 1
    assert section[0].startswith(labels(sample)["description"])
    assert f"samples/lab/record {sample.stem} " in section[0]


def test_comments_and_json_are_what_finrst_says_today(sample, folder):
    annotated = folder / "annotated.pcapng"
    said = run("-2", "-r", as_recorded(sample.stem), "-o", "finrst.comments:TRUE", "-Y", "frame",
               "-w", annotated, "-z", "finrst,json").stdout
    expected = pcapng.comments(sample.read_bytes())[1]
    assert pcapng.comments(annotated.read_bytes())[1] == expected
    assert json.loads(said) == json.loads(sample.with_suffix(".json").read_text())


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: path.stem)
def test_the_incident_is_the_one_that_was_made(program):
    document = json.loads(program.with_suffix(".json").read_text())
    assert [incident["kind"] for incident in document["incidents"]] == labels(program)["incidents"]
