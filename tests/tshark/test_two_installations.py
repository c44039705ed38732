# SPDX-License-Identifier: GPL-2.0-or-later
"""finrst installed for everybody and for the user: Wireshark takes the first, and says that it has
found two, but not which of them it has taken."""

import shutil
from pathlib import Path

from tshark import BUILT, run, sample_path

SAMPLE = sample_path("refused")
BUILT_PLUGIN, = Path(BUILT).glob("*/epan/finrst.so")


def install_for_the_user(home):
    version = BUILT_PLUGIN.parent.parent.name
    folder = home / ".local/lib/wireshark/plugins" / version / "epan"
    folder.mkdir(parents=True)
    return Path(shutil.copy(BUILT_PLUGIN, folder))


def test_the_one_that_is_loaded_is_named(folder):
    personal = install_for_the_user(folder)
    told = run("-r", SAMPLE, home=folder).stderr
    assert f"finrst was loaded from {BUILT_PLUGIN}. The one in {personal} is not used" in told


def test_one_alone_is_no_news(folder):
    assert "finrst" not in run("-r", SAMPLE, home=folder).stderr
    install_for_the_user(folder)
    assert "finrst" not in run("-r", SAMPLE, home=folder, plugins="/nonexistent").stderr
