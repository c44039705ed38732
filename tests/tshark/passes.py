# SPDX-License-Identifier: GPL-2.0-or-later
import pytest

BOTH_PASSES = pytest.mark.parametrize("passes", [(), ("-2",)], ids=["one-pass", "two-pass"])
