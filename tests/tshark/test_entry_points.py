# SPDX-License-Identifier: GPL-2.0-or-later
import subprocess
from pathlib import Path

from tshark import BUILT, run

PLUGIN, = Path(BUILT).glob("*/epan/finrst.so")
VERSION = tuple(int(part) for part in PLUGIN.parents[1].name.split("."))


def test_nothing_but_the_entry_points_is_to_be_seen():
    """All plugins share one process: any other name could meet a name of theirs."""
    printed = subprocess.run(["nm", "-D", "--defined-only", PLUGIN], capture_output=True, text=True,
                             check=True).stdout
    expected = {"plugin_version", "plugin_want_major", "plugin_want_minor", "plugin_register",
                "g_module_check_init"}
    if VERSION >= (4, 2):
        expected.add("plugin_describe")
    assert {line.split()[-1] for line in printed.splitlines()} == expected


def test_wireshark_lists_the_plugin():
    listed = [line.split() for line in run("-G", "plugins").stdout.splitlines()]
    assert [kind for name, _, kind, *_ in listed if name == "finrst.so"] == ["dissector"]


def test_no_qt_in_tshark():
    needed = subprocess.run(["readelf", "-d", PLUGIN], capture_output=True, text=True,
                            check=True).stdout
    assert "libwireshark" in needed
    assert "Qt" not in needed
