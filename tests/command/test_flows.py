# SPDX-License-Identifier: GPL-2.0-or-later
"""The table of flows: an arrow from who sent the RST."""

import re

import pytest

from finrst_command import finrst
from tshark import fields, sample_path


@pytest.mark.parametrize("name, arrow", [("overflow-client-closes", "→"), ("refused", "←")])
def test_the_arrow_points_where_the_rst_went(name, arrow):
    sample = sample_path(name)
    source, target = fields(sample, "ip.src", "ip.dst", display_filter="tcp.flags.reset == 1")[0]
    [(left, shown, right)] = re.findall(r"([\d.]+):\d+ (→|←) ([\d.]+):\d+",
                                        finrst("-z", "flows", sample).stdout)
    assert shown == arrow
    assert (source, target) == ((left, right) if arrow == "→" else (right, left))
