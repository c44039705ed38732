# SPDX-License-Identifier: GPL-2.0-or-later
import pytest

from capture import write_segments
from conversation import incident
from encapsulation import ETHERNET
from passes import BOTH_PASSES
from tshark import fields, run

SERVER_FIN = 10


@pytest.fixture
def waited_10_s(folder):
    """The incident, but the server closes 10 s after the client."""
    path = folder / "waited.pcap"
    write_segments(path, incident(), ETHERNET, pauses={SERVER_FIN: 10})
    return path


def cause(capture, *options):
    return fields(capture, "finrst.verdict", "finrst.cause", display_filter="finrst.verdict",
                  options=options)


@BOTH_PASSES
@pytest.mark.parametrize("timeout, expected", [
    (60, "unknown"), (11, "unknown"), (5, "fin_timeout"), (1, "fin_timeout"), (86400, "unknown")])
def test_the_timeout_decides_whether_it_is_the_cause(waited_10_s, timeout, expected, passes):
    assert cause(waited_10_s, "-o", f"finrst.fin_timeout:{timeout}", *passes) == [
        ("fin_wait_2_missing", expected)]


def test_the_timeout_is_60_s_unless_told_otherwise(folder):
    for wait, expected in ((59, "unknown"), (61, "fin_timeout")):
        capture = folder / f"{wait}.pcap"
        write_segments(capture, incident(), ETHERNET, pauses={SERVER_FIN: wait})
        assert cause(capture) == [("fin_wait_2_missing", expected)]


@pytest.mark.parametrize("value", [0, 86401, 4294967295])
def test_a_timeout_out_of_range_is_told_and_not_used(waited_10_s, value):
    finished = run("-r", waited_10_s, "-o", f"finrst.fin_timeout:{value}", "-Y", "finrst.verdict",
                   "-T", "fields", "-e", "finrst.cause")
    assert finished.stdout.split() == ["unknown"]
    told = [line for line in finished.stderr.splitlines() if "fin_timeout" in line]
    assert len(told) == 1
    for part in (f"finrst.fin_timeout is {value}", "from 1 to 86400 seconds", "60 is used"):
        assert part in told[0]


@pytest.mark.parametrize("setting", [
    "fin_timeout:-1", "fin_timeout:4294967296", "fin_timeout:soon", "fin_timeout:"])
def test_what_is_no_number_is_refused_by_tshark(waited_10_s, setting):
    finished = run("-r", waited_10_s, "-o", f"finrst.{setting}", check=False)
    assert finished.returncode > 0  # a signal would be below
    assert f"finrst.{setting}" in finished.stderr
    assert finished.stdout == ""


def test_in_range_nothing_is_told(waited_10_s):
    finished = run("-r", waited_10_s, "-o", "finrst.fin_timeout:5", "-o", "finrst.analyze:TRUE")
    assert "finrst" not in finished.stderr
