# SPDX-License-Identifier: GPL-2.0-or-later
import pytest

from tshark import SAMPLES, fields

HEALTHY = sorted(SAMPLES.glob("healthy/*.pcapng"))


@pytest.mark.parametrize("sample", HEALTHY, ids=lambda path: path.stem)
def test_a_healthy_close_has_no_field(sample):
    assert fields(sample, "frame.number", display_filter="tcp") != []
    assert fields(sample, "frame.number", display_filter="finrst", options=["-2"]) == []
