# SPDX-License-Identifier: GPL-2.0-or-later
"""What README.md and docs/ show is what finrst prints today; tests/renew.sh puts it right."""

import json
import os
import re

import pytest

import manual
from documents import DOCUMENTS, parts
from tshark import REPOSITORY, fields, sample_path

RENEW = os.environ.get("FINRST_RENEW") == "1"
PARTS = [part for document in DOCUMENTS for part in parts(document)]
SAMPLES = ("overflow-client-closes", "router-resets-fin", "abort-unread-data")


def normalized(text):
    """Without durations, whose unit depends on Wireshark (since 4.6: 24.092 microseconds)."""
    return re.sub(r"[\d.]+ (?:micro|milli)?seconds\]", "seconds]", text).rstrip()


@pytest.mark.parametrize("part", PARTS,
                         ids=lambda part: part.command or part.table or part.sample)
def test_what_is_shown_is_true(part):
    made = part.made()
    if "\nPOSITIONALS:" in made:
        pytest.skip("laid out by another CLI11 than Debian 12's")
    if RENEW and normalized(made) != normalized(part.shown):
        part.replace(made)
    else:
        assert normalized(made) == normalized(part.shown), "tests/renew.sh puts it right"


def filters():
    text = (REPOSITORY / "docs" / "fields-and-verdicts.md").read_text()
    table = text.split("| question | display filter |\n|---|---|\n", 1)[1].split("\n\n", 1)[0]
    return re.findall(r"\| `(.*)` \|", table)


@pytest.mark.parametrize("display_filter", filters())
def test_each_filter_finds_something(display_filter):
    assert any(fields(sample_path(name), "frame.number", options=("-2",),
                      display_filter=display_filter) for name in SAMPLES)


@pytest.mark.parametrize("document", [*DOCUMENTS, REPOSITORY / "samples" / "README.md"],
                         ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_each_link_leads_to_a_file(document):
    for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text()):
        assert (document.parent / link).exists(), link


def test_each_kind_of_incident_has_its_picture():
    """Of a sample whose first incident is of that kind."""
    text = (REPOSITORY / "docs" / "pictures.md").read_text()
    drawn = dict(re.findall(r"^### `(\w+)`\n(?:.*\n)*?<!-- picture: (.+) -->", text, re.MULTILINE))
    assert set(drawn) == {kind for kind, *_ in manual.entries("INCIDENTS")}
    for kind, sample in drawn.items():
        document = json.loads(sample_path(sample).with_suffix(".json").read_text())
        assert document["incidents"][0]["kind"] == kind, sample
