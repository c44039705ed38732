# SPDX-License-Identifier: GPL-2.0-or-later
"""What the user tells about the hosts, with the limits of the plugin's preferences."""

import pytest

from finrst_command import finrst
from tshark import run, sample_path

SAMPLE = sample_path("incident")


@pytest.mark.parametrize("buckets", ["4321", "0"])
def test_a_limit_is_that_of_the_preference(buckets):
    printed = finrst("-z", "incidents", "--max-tw-buckets", buckets, SAMPLE).stdout
    assert printed == run("-q", "-r", SAMPLE, "-o", f"finrst.max_tw_buckets:{buckets}", "-z",
                          "finrst,incidents").stdout
    assert ("it was given as 4321" in " ".join(printed.split())) == (buckets == "4321")


@pytest.mark.parametrize("option, value", [("--max-tw-buckets", "-1"), ("--fin-timeout", "86401")])
def test_what_the_preference_refuses_is_refused(option, value):
    finished = finrst(option, value, SAMPLE, check=False)
    assert finished.returncode == 1 and finished.stdout == ""
    assert option in finished.stderr
