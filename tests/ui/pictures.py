# SPDX-License-Identifier: GPL-2.0-or-later
"""pictures.py FOLDER: makes the pictures of README.md and docs/ anew; see tests/pictures.sh."""

import subprocess
import sys
import tempfile

import screen
from hands import INCIDENT, MAIN, install_profile, open_dialog
from test_annotated_copy import open_save_dialog, save_copy
from test_both_ends import PREFERENCE, merge
from tshark import STOCK, fields, sample_path

FOLDER = sys.argv[1]


def take(desktop, window, name, width, height):
    desktop.xdotool("windowsize", "--sync", window, width, height)
    desktop.focus(window)
    path = f"{FOLDER}/{name}.png"
    subprocess.run(["import", "-window", window, path], env=desktop.environment, check=True)
    subprocess.run(["mogrify", "+dither", "-colors", "255", "-quality", "90", path], check=True)


def without_pane(number):
    """2: the packet's details; 3: its octets."""
    return "-o", f"gui.layout_content_{number}:NONE"


def dialog(desktop):
    desktop.start(INCIDENT)
    window = open_dialog(desktop)
    for key, name in (("alt+o", "overview"), ("alt+f", "flows"), ("alt+h", "hosts")):
        desktop.focus(window)
        desktop.key(key)
        take(desktop, window, name, 1000, 720)


def both_ends(desktop):
    merged = merge(desktop.home)
    desktop.start(merged, *PREFERENCE)
    take(desktop, open_dialog(desktop), "both-ends", 1000, 720)


def profile(desktop):
    install_profile(desktop.home)
    sample = sample_path("overflow-client-closes")
    desktop.start("-C", "finrst", *without_pane(2), *without_pane(3), sample)
    window = desktop.window(sample.name)
    desktop.xdotool("windowsize", "--sync", window, 1270, 420)
    desktop.focus(window)
    desktop.key("ctrl+End", "F7", "F7")  # beside the RST, whose colour is to be seen
    take(desktop, window, "profile", 1270, 420)


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
    desktop.start("-Y", f"tcp.stream == {stream}", "-g", rst, *without_pane(3), copy,
                  plugins=STOCK)
    window = desktop.window(copy.name)
    desktop.xdotool("windowsize", "--sync", window, 1240, 860)
    desktop.focus(window)
    comments = desktop.pixels(window, lambda red, green, blue: green > 230 > 200 > red > blue)
    desktop.click(window, comments[0][0] + 60, comments[0][1] + 8, times=2)  # unfolds them
    take(desktop, window, "annotated", 1240, 860)


if __name__ == "__main__":
    if screen.missing():
        sys.exit(screen.missing())
    for picture in (dialog, both_ends, profile, annotated):
        with tempfile.TemporaryDirectory() as home, screen.Screen(home) as opened:
            picture(opened)
