# SPDX-License-Identifier: GPL-2.0-or-later
"""The tables of command_ratios.py can be made: on a few packets, whose figures mean nothing."""

import os
from pathlib import Path

import pytest

import command_ratios
from make_capture import SHAPES

COMMAND = Path(os.environ["FINRST_COMMAND"])


@pytest.fixture(autouse=True)
def nothing_is_installed(monkeypatch):
    monkeypatch.setattr(command_ratios, "require", lambda packages: None)


def first_columns(capsys):
    """Of the table's rows."""
    printed = capsys.readouterr().out.splitlines()
    return [line.strip("| ").split(" | ")[0] for line in printed if line.startswith("| ")][1:]


def test_beside_others(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(command_ratios, "others", lambda path, folder: {"wc": ("wc", path)})
    command_ratios.beside_others(COMMAND, tmp_path, tens=10, rounds=1)
    assert first_columns(capsys) == ["finrst", "wc"] + ["program", "finrst", "wc"]


def test_growth(tmp_path, capsys):
    command_ratios.growth(COMMAND, tmp_path, tens=10, rounds=1)
    assert first_columns(capsys) == list(SHAPES)


def test_a_pipe(tmp_path, capsys):
    command_ratios.stream(COMMAND, tmp_path, tens=1000, lines=2)
    assert first_columns(capsys) == ["5,000", "10,000"]


def test_a_walk(tmp_path, capsys):
    command_ratios.walk(COMMAND, tmp_path, tens=100)
    assert first_columns(capsys) == ["finrst big.pcap -w excerpt.pcapng", "tshark -n -r tenth.pcap"]
    assert (tmp_path / "excerpt.pcapng").stat().st_size > 0
