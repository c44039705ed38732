# SPDX-License-Identifier: GPL-2.0-or-later
"""What a person does on the pages of hosts and services, and with plots, in the real Wireshark."""

import subprocess

import pytest

import screen
from hands import INCIDENT, open_dialog, quit_wireshark, shown_packet
from tshark import fields

CLIENT, SERVER = "10.0.1.2", "10.0.2.2"


def applied_filters(desktop):
    """All that was applied, once Wireshark has ended."""
    recent = desktop.home / ".config" / "wireshark" / "recent_common"
    lines = recent.read_text(encoding="utf-8").splitlines()
    return {line.partition(": ")[2] for line in lines
            if line.startswith("recent.display_filter: ")}


def apply_filter(desktop, dialog, page, entry):
    """By the context menu of the first row of a page."""
    desktop.focus(dialog)
    desktop.key("alt+o", page, "ctrl+Home", "Menu", "a", entry)
    screen.wait_for(desktop.is_idle, "the filter is applied")


def test_filters_of_hosts_and_services(desktop):
    desktop.start(INCIDENT)
    dialog = open_dialog(desktop)
    apply_filter(desktop, dialog, "alt+h", "h")  # this host
    desktop.screenshot("wireshark-host-filter")
    apply_filter(desktop, dialog, "alt+s", "s")  # this service
    desktop.screenshot("wireshark-service-filter")
    apply_filter(desktop, dialog, "alt+s", "e")  # its server
    assert quit_wireshark(desktop) == 0
    assert applied_filters(desktop) == {
        f"ip.addr == {CLIENT}",
        f"ip.addr == {CLIENT} && ip.addr == {SERVER} && tcp.port == 6379",
        f"ip.addr == {SERVER}"}


def test_a_plot_by_keyboard(desktop):
    first = fields(INCIDENT, "frame.number", display_filter="finrst.verdict")[0][0]
    desktop.start(INCIDENT)
    dialog = open_dialog(desktop)
    desktop.focus(dialog)
    desktop.key("alt+o", "alt+h", "Tab", "Right")
    desktop.screenshot("wireshark-plot-values")
    desktop.key("plus", "plus", "shift+Right")
    desktop.screenshot("wireshark-plot-zoomed")
    desktop.key("0", "Left", "Return")
    assert shown_packet(desktop) == first
    assert quit_wireshark(desktop) == 0


def bars(desktop, dialog):
    """The pixels of the bars that show resets: they are orange."""
    return desktop.pixels(dialog, lambda red, green, blue: red > 180 > green and red - blue > 90)


@pytest.mark.parametrize("desktop", [1, 2], ids=["usual", "high-dpi"], indirect=True)
def test_a_plot_by_mouse(desktop):
    first = fields(INCIDENT, "frame.number", display_filter="finrst.verdict")[0][0]
    desktop.start(INCIDENT)
    dialog = open_dialog(desktop)
    desktop.focus(dialog)
    desktop.key("alt+o", "alt+h")
    found = screen.wait_for(lambda: bars(desktop, dialog), "the bars of resets")
    bottom = found[-1][1]
    place = min(x for x, y in found if y == bottom) + 4, bottom - 2
    desktop.click(dialog, *place)
    assert shown_packet(desktop) == first

    desktop.focus(dialog)
    desktop.click(dialog, *place, times=3, button=4)  # the wheel, upwards: nearer
    desktop.screenshot(f"wireshark-plot-nearer-{desktop.scale}")
    nearer = bars(desktop, dialog)
    assert nearer != found
    desktop.click(dialog, *place, times=2)
    assert shown_packet(desktop) == first
    desktop.focus(dialog)
    assert bars(desktop, dialog) == nearer  # goes to the packet, and does no more
    desktop.click(dialog, *place, button=3)
    desktop.key("r")  # Reset Zoom
    assert bars(desktop, dialog) == found
    assert quit_wireshark(desktop) == 0


def save_plot(desktop, dialog, entry, path):
    """`entry`: keys in the dialog's menu for saving."""
    desktop.focus(dialog)
    desktop.key("alt+a", *entry, "Return")
    desktop.focus(desktop.window("^Save Resets"))
    desktop.key("ctrl+a")
    desktop.type(str(path))
    desktop.key("Return")
    screen.wait_for(path.exists, f"{path.name} is saved")


def test_plots_as_files(desktop):
    image, document = desktop.home / "plot.png", desktop.home / "plot.pdf"
    desktop.start(INCIDENT)
    dialog = open_dialog(desktop)
    desktop.focus(dialog)
    desktop.key("alt+h")
    save_plot(desktop, dialog, ["Up", "Up"], image)
    save_plot(desktop, dialog, ["Up"], document)
    assert quit_wireshark(desktop) == 0
    told = subprocess.run(["identify", "-format", "%m %w", image], capture_output=True, text=True,
                          check=True).stdout.split()
    assert told[0] == "PNG" and int(told[1]) > 1000  # twice as wide as on the screen
    assert document.read_bytes().startswith(b"%PDF-")
