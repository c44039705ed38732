# SPDX-License-Identifier: GPL-2.0-or-later
"""Octets at random: no crash, and all else is shown as without the plugin."""

import subprocess

import pytest

from tshark import EVERY_SAMPLE, STOCK, run
from without_finrst import without_finrst

LARGEST = 20_000  # octets of a sample
LINK_AND_IP = 34  # octets that stay, so that there is a TCP header to look at


@pytest.fixture(scope="module")
def all_samples(tmp_path_factory):
    path = tmp_path_factory.mktemp("merged") / "merged.pcapng"
    samples = [sample for sample in EVERY_SAMPLE
               if sample.stat().st_size < LARGEST]
    subprocess.run(["mergecap", "-a", "-w", path, *samples], check=True)
    return path


def damaged(source, target, probability, seed, untouched):
    subprocess.run(
        ["editcap", "-E", str(probability), "--seed", str(seed), "-o", str(untouched), source,
         target], check=True, capture_output=True)
    return target


@pytest.mark.parametrize("passes", [(), ("-2",), ("-2", "-R", "tcp.flags.reset == 0")],
                         ids=["one-pass", "two-pass", "read-filter"])
@pytest.mark.parametrize("probability, untouched", [
    (0.001, 0), (0.01, 0), (0.01, LINK_AND_IP), (0.05, LINK_AND_IP)])
def test_damaged_packets(folder, all_samples, probability, untouched, passes):
    capture = damaged(all_samples, folder / "damaged.pcapng", probability, 1, untouched)
    options = ("-r", capture, "-V", *passes)
    details = run(*options).stdout
    assert without_finrst(details) == run(*options, plugins=STOCK).stdout


@pytest.mark.parametrize("snap_length", [35, 47, 48, 53, 54, 60])
def test_cut_and_damaged_packets(folder, all_samples, snap_length):
    capture = damaged(all_samples, folder / "damaged.pcapng", 0.01, snap_length, LINK_AND_IP)
    cut = folder / "cut.pcapng"
    subprocess.run(["editcap", "-s", str(snap_length), capture, cut], check=True)
    options = ("-r", cut, "-V", "-2")
    assert without_finrst(run(*options).stdout) == run(*options, plugins=STOCK).stdout
