# SPDX-License-Identifier: GPL-2.0-or-later
import tempfile

import pytest

import screen


@pytest.fixture
def desktop(request):
    """Its parameter: how many pixels there are to one of a usual screen, in each direction."""
    if screen.missing():
        pytest.skip(screen.missing())
    scale = getattr(request, "param", 1)
    with tempfile.TemporaryDirectory() as home, screen.Screen(home, scale) as opened:
        yield opened
