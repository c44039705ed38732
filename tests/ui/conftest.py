# SPDX-License-Identifier: GPL-2.0-or-later
import tempfile

import pytest

import screen


@pytest.fixture
def desktop():
    if screen.missing():
        pytest.skip(screen.missing())
    with tempfile.TemporaryDirectory() as home, screen.Screen(home) as opened:
        yield opened
