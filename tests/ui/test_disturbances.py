# SPDX-License-Identifier: GPL-2.0-or-later
"""What others do meanwhile to the disk and to the capture that the real Wireshark has open."""

import os
import shutil
import subprocess
import tempfile
from contextlib import ExitStack

import pytest

import screen
from hands import INCIDENT, by_tshark, open_dialog, quit_wireshark, reported
from test_annotated_copy import ASKING, open_save_dialog, save_copy
from tshark import fields, share


def test_two_on_one_capture():
    """Each shows all of it, and saves a copy where the other one did."""
    if screen.missing():
        pytest.skip(screen.missing())
    with ExitStack() as stack:
        homes = [stack.enter_context(tempfile.TemporaryDirectory()) for _ in range(2)]
        one, other = [stack.enter_context(screen.Screen(home)) for home in homes]
        place = one.home / "place"
        place.mkdir()
        share(place)
        capture, copy = place / "incident.pcapng", place / "copy.pcapng"
        shutil.copy(INCIDENT, capture)
        share(capture)
        for desktop in (one, other):
            desktop.start(capture)
        dialogs = [open_dialog(desktop) for desktop in (one, other)]
        for desktop, dialog in zip((one, other), dialogs):
            assert reported(desktop, dialog, "report.json") == by_tshark(INCIDENT)
        for desktop, choice in ((one, "alt+c"), (other, "alt+r")):
            copy.unlink(missing_ok=True)
            save_copy(desktop, open_save_dialog(desktop), copy, choice)
            desktop.key("Escape")
            assert len(fields(copy, "frame.number")) == len(fields(INCIDENT, "frame.number"))
        assert [quit_wireshark(desktop) for desktop in (one, other)] == [0, 0]
        assert capture.read_bytes() == INCIDENT.read_bytes()


def test_a_disk_that_fills_while_a_copy_is_saved(desktop):
    disk = desktop.home / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=512k,mode=777", "tmpfs", disk],
                      check=False).returncode:
        pytest.skip("only root may mount a small disk")
    try:
        assert INCIDENT.stat().st_size > 512 * 1024
        desktop.start(INCIDENT)
        window = open_save_dialog(desktop)
        desktop.key("alt+s")
        desktop.focus(desktop.window(ASKING))
        desktop.key("ctrl+a")
        desktop.type(str(disk / "copy.pcapng"))
        desktop.key("Return")
        screen.wait_for(desktop.is_idle, "Wireshark is idle")
        desktop.screenshot("wireshark-full-disk")
        assert os.listdir(disk) == []
        save_copy(desktop, window, desktop.home / "copy.pcapng")
        desktop.key("Escape")
        assert quit_wireshark(desktop) == 0
    finally:
        subprocess.run(["umount", "--lazy", disk], check=True)
