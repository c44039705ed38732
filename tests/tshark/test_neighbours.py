# SPDX-License-Identifier: GPL-2.0-or-later
"""Others that look at TCP at the same time."""

from pathlib import Path

import pytest

from neighbours import MATE_CONFIGURATION, TRANSUM, plugin_folder, system_plugin
from passes import BOTH_PASSES
from tshark import BUILT, STOCK, fields, run, sample_path

SAMPLE = sample_path("overflow-client-closes")


@pytest.fixture
def beside_transum(folder):
    built, = Path(BUILT).glob("*/epan/finrst.so")
    return plugin_folder(folder / "both", built, system_plugin("transum"))


@pytest.fixture
def transum_alone(folder):
    return plugin_folder(folder / "alone", system_plugin("transum"))


@pytest.fixture
def mate_configuration(folder):
    path = folder / "mate.conf"
    path.write_text(MATE_CONFIGURATION)
    return path


@BOTH_PASSES
def test_mate_neither_disturbs_nor_is_disturbed(folder, mate_configuration, passes):
    built, = Path(BUILT).glob("*/epan/finrst.so")
    both = plugin_folder(folder / "both", built, system_plugin("mate"), system_plugin("transum"))
    mate_alone = plugin_folder(folder / "alone", system_plugin("mate"))
    mate = ("-o", f"mate.config:{mate_configuration}")

    def grouped(plugins):
        return fields(SAMPLE, "frame.number", "mate.segment", "mate.session",
                      "mate.session.NumOfPdus", options=[*mate, *passes], plugins=plugins)
    assert grouped(both) == grouped(mate_alone)
    assert any(session for _, _, session, _ in grouped(both))
    assert (explained(options=[*TRANSUM, *mate, *passes], plugins=both)
            == explained(options=passes))


def explained(**how):
    return fields(SAMPLE, "frame.number", "finrst.verdict", "finrst.evidence", "finrst.affected",
                  "finrst.reset_frame", **how)


@BOTH_PASSES
@pytest.mark.parametrize("options", [
    (), ("-o", "transum.capture_position:Service")], ids=["client", "service"])
def test_transum_does_not_disturb(beside_transum, incident_capture, options, passes):
    found = fields(incident_capture, "finrst.verdict", "finrst.trigger_frame",
                   "finrst.own_fin_frame", "finrst.affected", display_filter="finrst.verdict",
                   options=[*TRANSUM, *options, *passes], plugins=beside_transum)
    assert found == [("fin_wait_2_missing", "10", "8", "1")]


def test_transum_is_not_disturbed(beside_transum, transum_alone):
    def found(plugins):
        return fields(SAMPLE, "frame.number", "transum.status", "transum.art",
                      "transum.firstreq", options=["-2", *TRANSUM], plugins=plugins)
    assert found(beside_transum) == found(transum_alone)
    assert any(status for _, status, *_ in found(transum_alone))


@pytest.mark.parametrize("statistics", [
    "conv,tcp", "endpoints,tcp", "io,stat,0", "follow,tcp,raw,1", "flow,tcp,network",
    "expert,error"])
@BOTH_PASSES
def test_other_statistics_see_what_they_saw(statistics, passes):
    options = ("-r", SAMPLE, "-q", "-z", statistics, *passes)
    assert run(*options).stdout == run(*options, plugins=STOCK).stdout


def test_statistics_count_by_our_fields():
    printed = run("-r", SAMPLE, "-q", "-2", "-z",
                  "io,stat,0,COUNT(finrst.verdict)finrst.verdict").stdout
    counted = [line for line in printed.splitlines() if "<>" in line]
    resets = fields(SAMPLE, "frame.number", display_filter="finrst.verdict")
    assert counted[0].split("|")[2].split() == [str(len(resets))]
