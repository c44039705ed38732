# SPDX-License-Identifier: GPL-2.0-or-later
"""The man page tells what the plugin that was built really has."""

import re

import pytest

from manual import PAGE, entries
from tshark import run


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
    words = {f"kernel_{name}" for name, *_ in entries("CONFIRMED")}
    incidents = {f"incident_{name}" for name, *_ in entries("SEVERITY")}
    assert {name for name, *_ in entries("VERDICTS")} | words | incidents | {"left_out"} == known
    assert "finrst.expert.left_out" in PAGE.read_text()


def test_preferences_are_those_that_tshark_knows():
    known = re.findall(r"^#(finrst\.\w+): ?(\w*)", run("-G", "defaultprefs").stdout, re.MULTILINE)
    known = [(name, default or "none") for name, default in known]
    assert [(name, default) for name, default, _ in entries("PREFERENCES")] == known


@pytest.mark.parametrize("option", [name for name, *_ in entries("STATISTICS")])
def test_statistics_are_those_that_tshark_knows(option):
    printed = run("-z", "help")
    assert option.removeprefix("-z ") in (printed.stdout + printed.stderr).split()
