# SPDX-License-Identifier: GPL-2.0-or-later
"""Every RST of every sample against the kernel's own word."""

import json

import pytest

from tshark import SAMPLES, fields

LABELS = sorted(SAMPLES.glob("*.labels.json"))


@pytest.mark.parametrize("passes", [(), ("-2",)], ids=["one-pass", "two-pass"])
@pytest.mark.parametrize("path", LABELS, ids=lambda path: path.name.removesuffix(".labels.json"))
def test_every_reset_has_the_verdict_that_is_true(path, passes):
    labels = json.loads(path.read_text())
    capture = path.with_name(path.name.replace(".labels.json", ".pcapng"))
    found = {
        int(frame): found
        for frame, *found in fields(
            capture, "frame.number", "finrst.verdict", "finrst.trigger", "finrst.cause",
            "finrst.certainty", display_filter="tcp.flags.reset == 1", options=passes)
    }
    assert sorted(found) == sorted(reset["frame"] for reset in labels["resets"])
    for reset in labels["resets"]:
        verdict, trigger, cause, certainty = found[reset["frame"]]
        if not reset["decidable"]:
            assert certainty != "certain", reset
            continue
        assert verdict == reset["verdict"], reset
        assert trigger == reset["trigger"], reset
        # To say less than what is true is right where the wire does not tell.
        assert cause in (reset.get("cause", cause), "unknown"), reset
