# SPDX-License-Identifier: GPL-2.0-or-later
"""Where there is no room for what is to be printed last."""

import os

import pytest

from finrst_command import COMMAND, finrst
from tshark import sample_path


@pytest.mark.skipif(os.geteuid() != 0, reason="a small /tmp of its own takes root")
@pytest.mark.parametrize("output", [["-o", "json"], ["-z", "flows"]], ids=lambda words: words[1])
def test_flows_that_are_missing_are_told(output):
    in_small_tmp = ["unshare", "--mount", "bash", "-c",
                    'mount -t tmpfs -o size=8k tmpfs /tmp && exec "$@"', "-", COMMAND]
    finished = finrst(*output, sample_path("incident"), check=False, program=in_small_tmp)
    assert finished.returncode == 1
    assert "Flows are missing" in finished.stderr
