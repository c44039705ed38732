# SPDX-License-Identifier: GPL-2.0-or-later
"""pictures.py FOLDER: makes the pictures of README.md and docs/ anew; see tests/pictures.sh."""

import subprocess
import sys
import tempfile

import screen
from hands import INCIDENT, MAIN, install_profile, open_dialog
from test_annotated_copy import open_save_dialog, save_copy
from tshark import STOCK, fields, sample_path

FOLDER = sys.argv[1]


def take(desktop, window, name, width, height):
    desktop.xdotool("windowsize", "--sync", window, width, height)
    desktop.focus(window)
    subprocess.run(["import", "-window", window, f"{FOLDER}/{name}.png"],
                   env=desktop.environment, check=True)


def dialog(desktop):
    desktop.start(INCIDENT)
    window = open_dialog(desktop)
    for key, name in (("alt+o", "overview"), ("alt+f", "flows"), ("alt+h", "hosts")):
        desktop.focus(window)
        desktop.key(key)
        take(desktop, window, name, 1000, 720)


def profile(desktop):
    install_profile(desktop.home)
    sample = sample_path("overflow-client-closes")
    desktop.start("-C", "finrst", "-g", "42", sample)
    take(desktop, desktop.window(sample.name), "profile", 1270, 680)


def annotated(desktop):
    """A copy in Wireshark without finrst, at a RST, with its comments."""
    copy = desktop.home / "incident-annotated.pcapng"
    desktop.start(INCIDENT)
    save_copy(desktop, open_save_dialog(desktop), copy, "alt+c", "alt+r")
    desktop.key("Escape")
    desktop.focus(desktop.window(MAIN))
    desktop.key("ctrl+q")
    desktop.wireshark.wait(timeout=screen.DEADLINE)
    rst, stream = fields(copy, "frame.number", "tcp.stream", display_filter="tcp.flags.reset == 1",
                         plugins=STOCK)[0]
    desktop.start("-Y", f"tcp.stream == {stream}", "-g", rst, copy, plugins=STOCK)
    window = desktop.window(copy.name)
    desktop.focus(window)
    desktop.key("Tab", "Home", "Right")  # to the packet's details, whose first are the comments
    take(desktop, window, "annotated", 1240, 860)


if __name__ == "__main__":
    if screen.missing():
        sys.exit(screen.missing())
    for picture in (dialog, profile, annotated):
        with tempfile.TemporaryDirectory() as home, screen.Screen(home) as opened:
            picture(opened)
