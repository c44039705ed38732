# SPDX-License-Identifier: GPL-2.0-or-later
"""Every RST of every sample against the kernel's own word."""

import pytest

from verdicts import LABELS, found_in, labels_of

PASSES = [(), ("-2",)]


@pytest.mark.parametrize("passes", PASSES, ids=["one-pass", "two-pass"])
@pytest.mark.parametrize("path", LABELS, ids=lambda path: path.name.removesuffix(".labels.json"))
def test_every_reset_has_the_verdict_that_is_true(path, passes):
    labels = labels_of(path)
    resets = labels["resets"]
    found = found_in(path, passes)
    assert sorted(found) == sorted(reset["frame"] for reset in resets)
    for reset in resets:
        verdict, trigger, cause, certainty = found[reset["frame"]]
        if not reset["decidable"]:
            assert certainty != "certain", reset
            continue
        # Other stacks than the kernel's have shapes that look alike: it may say less of them.
        if "stack" in labels and certainty != "certain":
            continue
        assert verdict == reset["verdict"], reset
        assert trigger == reset["trigger"], reset
        # To say less than what is true is right where the wire does not tell, or not yet.
        less = ("unknown",) if passes else ("unknown", "")
        assert cause in (reset.get("cause", cause), *less), reset
