# SPDX-License-Identifier: GPL-2.0-or-later
"""What a person does again and again in Wireshark's window and in the dialog."""

import json
import re
import shutil
import time

import screen
from recorded import as_recorded
from tshark import REPOSITORY, run, sample_path, share

INCIDENT = as_recorded("incident")
HEALTHY = sample_path("healthy-client-closes")
DIALOG = "FIN-RST Statistics"
MAIN = r"^(\*?[^ ]+\.pcapng|The Wireshark Network Analyzer)$"


def open_dialog(desktop, main=MAIN):
    window = desktop.window(main)

    def opened():
        desktop.focus(window)
        # Statistics, FIN-RST Analysis, Statistics...
        desktop.key("alt+s", "f", "Return")
        if not desktop.windows(DIALOG):
            desktop.key("Return")
        if not desktop.windows(DIALOG):
            desktop.key("Escape", "Escape")  # the menu was not ready for its keys
        return desktop.windows(DIALOG)

    return screen.wait_for(opened, "the dialog")[0]


def install_profile(home):
    """Into the configuration of somebody whose home that is; returns its folder."""
    folder = home / ".config" / "wireshark" / "profiles" / "finrst"
    shutil.copytree(REPOSITORY / "plugin" / "profile", folder)
    for path in home.rglob("*"):
        share(path)
    return folder


def open_file(desktop, path):
    desktop.focus(desktop.window(MAIN))
    desktop.key("ctrl+o")
    desktop.focus(desktop.window("Open Capture File"))
    desktop.type(str(path))
    desktop.key("Return")


def quit_wireshark(desktop):
    desktop.focus(desktop.window(MAIN))
    desktop.key("ctrl+q")
    return desktop.wireshark.wait(timeout=screen.DEADLINE)


def show_flows(desktop, dialog):
    """Puts the cursor on the first of the flows."""
    desktop.focus(dialog)
    desktop.key("alt+o", "alt+f", "alt+r", "Tab", "Tab", "Tab", "ctrl+Home")


def type_fin_timeout(desktop, seconds, main=MAIN):
    """Into the preferences of finrst, which stay open."""
    desktop.focus(desktop.window(main))
    desktop.key("ctrl+shift+p")
    desktop.focus(desktop.window("Preferences"))
    desktop.key("Home")
    desktop.type("Protocols")
    desktop.key("Right")
    time.sleep(1)  # until Qt takes letters for the begin of another name
    desktop.type("FINRST")
    desktop.key(*["shift+Tab"] * 5)  # the fifth from the end, of fields and their buttons
    desktop.screenshot("wireshark-preferences")
    desktop.type(str(seconds))


def accept_preferences(desktop):
    desktop.key("Return")
    screen.wait_for(lambda: not desktop.windows("Preferences"), "the preferences close")


def set_fin_timeout(desktop, seconds, main=MAIN):
    type_fin_timeout(desktop, seconds, main)
    accept_preferences(desktop)


def switch(desktop, main=MAIN):
    """Disables finrst, or enables it again."""
    desktop.focus(desktop.window(main))
    desktop.key("ctrl+shift+e")
    desktop.focus(desktop.window("Enabled Protocols"))
    desktop.type("FINRST")
    desktop.key("Tab", "Tab", "Tab", "Home", "space")  # past the boxes beside, to its box
    desktop.screenshot("wireshark-protocols")
    desktop.key("Return")
    screen.wait_for(lambda: not desktop.windows("Enabled Protocols"), "the protocols close")


def save(desktop, dialog, entry, path):
    """Saves the report by the dialog's menu; returns what is in the file."""
    desktop.focus(dialog)
    desktop.key("alt+a", entry)
    desktop.focus(desktop.window("^Save "))
    desktop.key("ctrl+a")
    desktop.type(str(path))
    desktop.key("Return")
    screen.wait_for(path.exists, f"{path.name} is saved")
    return path.read_text(encoding="utf-8")


def reported(desktop, dialog, name):
    """The document that the dialog saves."""
    return json.loads(save(desktop, dialog, "j", desktop.home / name))


def by_tshark(capture, *options, report="finrst,json"):
    """The document that tshark prints."""
    return json.loads(run("-q", "-r", capture, *options, "-z", report).stdout)


def shown_packet(desktop):
    """The number of the packet that Wireshark has selected: the title of a window of its own."""
    desktop.focus(desktop.window(MAIN))
    desktop.key("alt+v", "w")
    packet = desktop.window("Packet [0-9]+ ")
    number = re.search(r"Packet (\d+)", desktop.title(packet))[1]
    desktop.focus(packet)
    desktop.key("Escape")
    screen.wait_for(lambda: not desktop.windows("Packet [0-9]+ "), "the packet's window closes")
    return number
