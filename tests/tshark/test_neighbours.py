# SPDX-License-Identifier: GPL-2.0-or-later
"""Others that look at TCP at the same time."""

import shutil
from pathlib import Path

import pytest

from passes import BOTH_PASSES
from tshark import BUILT, SAMPLES, STOCK, SYSTEM, fields, run, share

SAMPLE = SAMPLES / "overflow-client-closes.pcapng"
TRANSUM = ("--enable-protocol", "transum", "-o", "transum.tcp_port_ranges:1-65535")


def transum_plugin():
    folders = run("-G", "folders", plugins=SYSTEM).stdout
    line = next(line for line in folders.splitlines() if line.startswith("Global Plugins:"))
    return Path(line.split(":", 1)[1].strip()) / "epan" / "transum.so"


def plugin_folder(parent, *plugins):
    built, = Path(BUILT).glob("*/epan")
    target = parent / built.parent.name / "epan"
    target.mkdir(parents=True)
    for plugin in plugins:
        shutil.copy(plugin, target)
    for path in (parent, target.parent, target):
        share(path)
    return parent


@pytest.fixture
def beside_transum(folder):
    built, = Path(BUILT).glob("*/epan/finrst.so")
    return plugin_folder(folder / "both", built, transum_plugin())


@pytest.fixture
def transum_alone(folder):
    return plugin_folder(folder / "alone", transum_plugin())


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
