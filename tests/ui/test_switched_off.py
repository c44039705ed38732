# SPDX-License-Identifier: GPL-2.0-or-later
"""finrst disabled and enabled again under Enabled Protocols, with the dialog open."""

import screen
from hands import (INCIDENT, by_tshark, open_dialog, quit_wireshark, reported, show_flows,
                   switch)


def test_enabled_while_a_file_is_open(desktop):
    desktop.start("--disable-protocol", "finrst", INCIDENT)
    dialog = open_dialog(desktop)
    desktop.screenshot("wireshark-switched-off")
    switch(desktop)
    screen.wait_for(desktop.is_idle, "the packets are dissected again")
    show_flows(desktop, dialog)
    assert reported(desktop, dialog, "report.json")["flows"] == by_tshark(INCIDENT)["flows"]
    switch(desktop)
    screen.wait_for(desktop.is_idle, "the packets are dissected again")
    desktop.screenshot("wireshark-switched-off-again")
    assert quit_wireshark(desktop) == 0
