# SPDX-License-Identifier: GPL-2.0-or-later
"""Many captures as an array of jobs."""

import json
import subprocess

import pytest

from finrst_command import COMMAND, finrst
from tshark import EVERY_SAMPLE, sample_path

SHARD = ("-o", "ndjson", "--shard")


def lines_of(number, of, captures=EVERY_SAMPLE):
    return finrst(*SHARD, f"{number}/{of}", *captures).stdout.splitlines()


@pytest.fixture(scope="module")
def whole():
    return sorted(lines_of(1, 1))


@pytest.mark.parametrize("jobs", [2, 3, 7, 1000])
def test_lines_are_the_same_whatever_the_split(whole, jobs):
    numbers = range(1, min(jobs, len(EVERY_SAMPLE)) + 1)
    together = [line for number in numbers for line in lines_of(number, jobs)]
    assert sorted(together) == whole


def test_each_file_is_a_capture_of_its_own(whole):
    flows = {}
    for line in map(json.loads, whole):
        if line["type"] == "flow":
            flows[line["capture"]] = flows.get(line["capture"], 0) + 1
    for sample in EVERY_SAMPLE:
        alone = json.loads(finrst("-o", "json", sample).stdout)
        assert flows.get(str(sample), 0) == len(alone["flows"])


def test_documents_come_one_after_the_other():
    captures = EVERY_SAMPLE[:3]
    alone = [finrst("-o", "json", capture).stdout for capture in captures]
    assert finrst("-o", "json", "--shard", "1/1", *captures).stdout == "".join(alone)


def test_gnu_parallel(whole):
    printed = subprocess.run(
        ["parallel", "--will-cite", COMMAND, *SHARD, "{}/4", *map(str, EVERY_SAMPLE), ":::",
         "1", "2", "3", "4"], capture_output=True, text=True, check=True).stdout
    assert sorted(printed.splitlines()) == whole


def test_a_share_may_be_empty():
    assert lines_of(3, 3, EVERY_SAMPLE[:2]) == []


def test_what_cannot_be_read_is_told_and_the_rest_goes_on(tmp_path):
    good, bad = sample_path("incident"), tmp_path / "bad.pcap"
    bad.write_text("no capture")
    finished = finrst(*SHARD, "1/1", bad, good, check=False)
    assert finished.returncode == 2 and str(bad) in finished.stderr
    assert finished.stdout.splitlines() == lines_of(1, 1, [good])
    assert finrst(*SHARD, "1/1", bad, check=False).returncode == 1


def test_full_disk_ends_it():
    with open("/dev/full", "w") as full:
        finished = finrst(*SHARD, "1/1", *EVERY_SAMPLE, stdout=full, check=False)
    assert finished.returncode == 1
    assert finished.stderr.count("No space left") == 1


@pytest.mark.parametrize("arguments", [
    ["-o", "ndjson", "--shard", "0/4"], ["-o", "ndjson", "--shard", "5/4"],
    ["-o", "ndjson", "--shard", "1"], ["-o", "ndjson", "--shard", "1/2x"],
    ["--shard", "1/2"]], ids=" ".join)
def test_wrong_shares_are_refused(arguments):
    finished = finrst(*arguments, sample_path("incident"), check=False)
    assert finished.returncode == 1 and "shard" in finished.stderr and finished.stdout == ""
