# SPDX-License-Identifier: GPL-2.0-or-later
"""The manual page has the options that there are."""

import re

from finrst_command import finrst
from tshark import REPOSITORY

PAGE = (REPOSITORY / "command" / "finrst.1").read_text().replace("\\-", "-")


def test_has_each_option():
    options = set(re.findall(r"--[a-z-]+", finrst("--help").stdout))
    assert len(options) > 10
    assert options == set(re.findall(r"--[a-z-]+", PAGE))
