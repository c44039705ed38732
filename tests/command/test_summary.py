# SPDX-License-Identifier: GPL-2.0-or-later
"""The first screen, where no report was asked for."""

import json
import re

import pytest

from finrst_command import finrst
from tshark import EVERY_SAMPLE, INCIDENT, INCIDENT_RESETS


def summary(*captures):
    return finrst(*captures).stdout


def test_tells_what_happened_and_what_to_do():
    printed = summary(INCIDENT)
    assert f"{INCIDENT_RESETS} RSTs" in printed
    assert "\n1. 10.0.1.2 probably ran out of TIME_WAIT buckets\n" in printed
    assert re.search(r"^   > Change: net\.ipv4\.tcp_max_tw_buckets=\d+ or more", printed, re.MULTILINE)


def test_tells_the_worst_of_many_incidents():
    lines = summary(*EVERY_SAMPLE).splitlines()
    assert len(lines) <= 24
    shown = [line for line in lines if re.match(r"\d+\. ", line)]
    [rest] = [int(line.split()[1]) for line in lines if "more: the report incidents" in line]
    document = json.loads(finrst("-o", "json", *EVERY_SAMPLE).stdout)
    assert len(shown) + rest == len(document["incidents"])
    assert sum(incident["resets"] for incident in document["incidents"]) \
        == document["capture"]["resets"]


@pytest.mark.parametrize("sample", EVERY_SAMPLE, ids=lambda path: path.stem)
def test_fits_a_screen(sample):
    lines = summary(sample).splitlines()
    assert 2 <= len(lines) <= 24
    assert all(len(line) <= 80 for line in lines)
