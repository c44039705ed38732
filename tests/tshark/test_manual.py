# SPDX-License-Identifier: GPL-2.0-or-later
"""The man page and the README's tables tell what the plugin that was built really has."""

import re
from pathlib import Path

import pytest

from tshark import BUILT, REPOSITORY, fields, run, sample_path

PAGE = Path(BUILT).parent / "plugin" / "manual" / "finrst.5"
README = REPOSITORY / "README.md"
ENTRY = re.compile(r"\.TP\n\\fB(.*)\\fR(?: \((.*)\))?\n\\&(.*)\n")


def entries(section):
    """Name, what stands in parentheses, and text of each entry of a section of the man page."""
    page = PAGE.read_text()
    text = page[page.index(f"\n.SH {section}\n") + 1:].split("\n.SH ", 1)[0] + "\n"
    found = [tuple(re.sub(r"\\(.)", lambda match: "\\" if match[1] == "e" else match[1], part)
                   for part in entry) for entry in ENTRY.findall(text)]
    assert found
    return found


def test_fields_are_those_that_tshark_knows():
    known = {}
    for line in run("-G", "fields").stdout.splitlines():
        kind, _, abbreviation, *rest = line.split("\t")
        if kind == "F" and re.fullmatch(r"finrst\.[a-z0-9_]+", abbreviation):
            known[abbreviation] = rest[-1]
    assert {name: text for name, _, text in entries("FIELDS")} == known


def test_expert_infos_are_those_that_tshark_knows():
    printed = run("-G", "fields").stdout
    known = set(re.findall(r"\tfinrst\.expert\.([a-z0-9_]+)\t", printed))
    assert {name for name, *_ in entries("VERDICTS")} | {"left_out"} == known
    assert "finrst.expert.left_out" in PAGE.read_text()


def test_preferences_are_those_that_tshark_knows():
    known = re.findall(r"^#(finrst\.\w+): (\w+)", run("-G", "defaultprefs").stdout, re.MULTILINE)
    assert [(name, default) for name, default, _ in entries("PREFERENCES")] == known


@pytest.mark.parametrize("option", [name for name, *_ in entries("STATISTICS")])
def test_statistics_are_those_that_tshark_knows(option):
    printed = run("-z", "help")
    assert option.removeprefix("-z ") in (printed.stdout + printed.stderr).split()


@pytest.mark.parametrize("section", ["VERDICTS", "CERTAINTY", "CAUSES", "FIELDS", "STATISTICS",
                                     "PREFERENCES"])
def test_the_readme_says_the_same(section):
    rows = [f"| `{name}` | {kind} | {text} |" if kind else f"| `{name}` | {text} |"
            for name, kind, text in entries(section)]
    assert "\n".join(rows) in README.read_text(), "\n".join(rows)


def filters():
    text = README.read_text().split("| question | display filter |\n|---|---|\n", 1)[1]
    return re.findall(r"\| `(.*)` \|", text.split("\n\n", 1)[0])


@pytest.mark.parametrize("display_filter", filters())
def test_each_filter_of_the_readme_finds_something(display_filter):
    samples = ("overflow-client-closes", "router-resets-fin", "abort-unread-data")
    assert any(fields(sample_path(sample), "frame.number", options=("-2",),
                      display_filter=display_filter) for sample in samples)
