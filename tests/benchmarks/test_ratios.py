# SPDX-License-Identifier: GPL-2.0-or-later
"""The tables of ratios.py can be made: on a few packets, whose figures mean nothing."""

import importlib
import json
import re

import pytest

import memory
import processor_time
from contenders import ANALYSING, COMMANDS, FINRST, STOCK, capture, usage
from make_capture import SHAPES
from ratios import PARTS
from tshark import run


def lines(capsys):
    """The table's rows, as lists of texts."""
    printed = capsys.readouterr().out.splitlines()
    return [line.strip("| ").split(" | ") for line in printed if line.startswith("| ")][1:]


@pytest.mark.parametrize("part", PARTS.values())
def test_every_part_is_there(part):
    module, function = part.split(".")
    assert callable(getattr(importlib.import_module(module), function))


def test_processor_time_of_commands(capsys):
    processor_time.commands(tens=10, rounds=1)
    rows = lines(capsys)
    assert [row[0] for row in rows] == list(COMMANDS)
    assert all(re.fullmatch(r"\d\.\d{3}", ratio) for row in rows for ratio in row[2:])


def test_growth(capsys):
    processor_time.growth(((1, 2), (10, 3)))
    assert [row[:2] for row in lines(capsys)] == [["10", "2"], ["100", "3"]]


def test_memory(capsys):
    memory.connections_and_resets((10, 20))
    assert all(re.fullmatch(r"-?\d+", row[1]) for row in lines(capsys))


def test_nothing_is_analysed_that_nobody_reads():
    path = capture(5000, "SYN flood")
    stock, ours, analysing = (usage(which, path).peak for which in (STOCK, FINRST, ANALYSING))
    assert analysing - stock > 10 * 2**20
    assert ours - stock < 6 * 2**20


@pytest.mark.parametrize("shape, connections, resets", [
    ("closes", 100, 1),
    ("quiet closes", 100, 0),
    ("reset closes", 100, 100),
    ("a thousand at once", 1000, 0),
    ("one connection", 1, 0),
    ("SYN flood", 1000, 0),
    ("FIN scan", 1000, 0),
    ("RST flood", 1000, 1000),
    ("one client", 100, 1),
    ("one four-tuple", 100, 1),
    ("collisions", 100, 1),
    ("jumbo answers", 100, 1),
    ("many hosts", 100, 1),
])
def test_shapes(shape, connections, resets):
    printed = run("-q", "-r", capture(100, shape), "-z", "finrst,json").stdout
    found = json.loads(printed)["capture"]
    assert (found["segments"], found["connections"], found["resets"]) == \
        (1000, connections, resets)


def test_a_thousand_at_once_end_as_they_would_alone():
    of_both = []
    for shape in ("closes", "a thousand at once"):
        printed = run("-q", "-r", capture(1000, shape), "-z", "finrst,json").stdout
        document = json.loads(printed)
        found = document["capture"]
        of_both.append((found["segments"], found["connections"], found["resets"],
                        sorted(flow["verdict"] for flow in document["flows"])))
    assert of_both[0] == of_both[1]


def test_all_shapes_are_tested():
    tested = {arguments[0] for arguments in test_shapes.pytestmark[0].args[1]}
    assert tested == set(SHAPES)
