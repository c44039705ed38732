# SPDX-License-Identifier: GPL-2.0-or-later
"""What Wireshark does for seconds while the dialog is open and looks at it."""

import screen
from hands import INCIDENT, open_dialog
from tshark import share

TIMES = 20  # that the incident is repeated: some seconds of work for Wireshark


def test_a_filter_that_takes_seconds(desktop):
    """Applied to a file that has been read, and is closed by now: it must not be asked how much of
    it has been read."""
    large = desktop.home / "large.pcapng"
    large.write_bytes(INCIDENT.read_bytes() * TIMES)  # sections of one file
    share(large)
    desktop.start(large)
    main = desktop.window(r"^large\.pcapng$")
    open_dialog(desktop, r"^large\.pcapng$")
    screen.wait_for(desktop.is_idle, "the capture is read")
    desktop.focus(main)
    desktop.key("ctrl+slash")
    desktop.type("tcp.stream == 0")
    desktop.key("Return", "Return")  # the first one ends the completion
    desktop.screenshot("wireshark-rescan")
    screen.wait_for(desktop.is_idle, "the filter is applied")
    desktop.focus(main)
    desktop.key("ctrl+q")
    assert desktop.wireshark.wait(timeout=screen.DEADLINE) == 0
