#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What a person may do to the real Wireshark while the dialog is open, on a virtual screen.

    window.py cycles [N]      N times: open a file, reload it, close it
    window.py stock [N]       the same without finrst: Wireshark's own memory grows, too
    window.py quits [N]       N times: quit while a large file is loaded
    window.py live [SECONDS]  a live capture through a FIFO, in which resets come all the time
    window.py switches [N]    N times: finrst is disabled or enabled while a file is open
    window.py changes [N]     N times: a preference of finrst is changed while a large file is loaded
    window.py neighbours [N]  N times: a file is loaded again beside TRANSUM and MATE

Each prints what it did and, where Wireshark goes on, what memory it held (resident, in MiB).
"""

import os
import random
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import result
import hands
import screen
from neighbours import MATE_CONFIGURATION, TRANSUM, plugin_folder, system_plugin
from tshark import BUILT, STOCK, share

LARGE = 20_000  # connections of ten packets each
LARGE_ENOUGH_TO_TYPE = 200_000  # more than is loaded until a preference is typed
MAIN = r"^(\*?[a-z]+\.pcap(ng)?|The Wireshark Network Analyzer)$"


class Session:
    """Wireshark on a screen of its own. Use as a context manager."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory()
        self.desktop = screen.Screen(self.folder.name)
        self.memory = []

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.desktop.__exit__(*exception)
        self.folder.cleanup()

    def path(self, name):
        return Path(self.folder.name) / name

    def capture(self, connections):
        path = self.path("large.pcap")
        maker = result.TESTS / "benchmarks" / "make_capture.py"
        subprocess.run([sys.executable, str(maker), str(path), str(connections)], check=True,
                       stdout=subprocess.DEVNULL)
        return path

    def main_window(self):
        return self.desktop.window(MAIN)

    def keys(self, *keys, pause=None):
        self.desktop.focus(self.main_window())
        self.desktop.key(*keys, pause=pause)

    def measure(self):
        status = Path(f"/proc/{self.desktop.wireshark.pid}/status").read_text(encoding="ascii")
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        self.memory.append(int(line.split()[1]) / 1024)

    def memory_text(self):
        """About ten figures, evenly spread."""
        step = max(1, len(self.memory) // 9)
        shown = " ".join(f"{mib:.0f}" for mib in self.memory[::step])
        growth = (self.memory[-1] - self.memory[0]) / max(1, len(self.memory) - 1)
        return f"MiB: {shown}; {growth:+.1f} each time"

    def quit(self):
        """True if Wireshark ends as it should. While it dissects packets again, it does not listen
        to that wish, with finrst or without."""
        def ended():
            self.keys("ctrl+q", pause=0)
            try:
                self.desktop.wireshark.wait(timeout=10)
            except subprocess.TimeoutExpired:
                return False
            return True

        screen.wait_for(ended, "Wireshark ends")
        return self.desktop.wireshark.returncode == 0


def open_last_file(session, shown):
    def opened():
        session.keys("alt+f", "r", "Return")
        if not session.desktop.windows(shown):
            session.keys("Escape", "Escape", "Escape")  # the menu was not ready for its keys
        return session.desktop.windows(shown)

    screen.wait_for(opened, shown)


def open_and_close(session, count, shown):
    """`shown`: the title of the window that tells when the file is there."""
    waits = random.Random(1)
    for number in range(count):
        if number:
            open_last_file(session, shown)
        session.desktop.window(shown)
        session.desktop.settle()
        # Now and then, what is read is not waited for.
        session.keys("ctrl+r", pause=waits.choice((0, 0.3, 1.2)))
        session.keys("ctrl+w")
        session.measure()
    return count, session.quit()


def cycles(session, count):
    session.desktop.start(hands.INCIDENT)
    hands.open_dialog(session.desktop)
    return open_and_close(session, count, "FIN-RST Statistics · incident.pcapng")


def stock(session, count):
    session.desktop.start(hands.INCIDENT, plugins=STOCK)
    return open_and_close(session, count, "^incident.pcapng$")


def quits(session, count):
    large = session.capture(LARGE)
    ended = 0
    for _ in range(count):
        session.desktop.start(large)
        hands.open_dialog(session.desktop, MAIN)
        session.keys("ctrl+r", pause=random.uniform(0, 2))
        ended += session.quit()
    return count, ended == count


def live_packets(seconds):
    """The incident's packets again and again, each time from other addresses."""
    plain = subprocess.run(["editcap", "-F", "pcap", hands.INCIDENT, "-"], check=True,
                           capture_output=True).stdout
    yield plain[:24]
    end = time.monotonic() + seconds
    network = 0
    while time.monotonic() < end:
        network += 1
        at = 24
        while at < len(plain) and time.monotonic() < end:
            size = 16 + struct.unpack_from("<I", plain, at + 8)[0]
            record = bytearray(plain[at:at + size])
            for address in (16 + 26, 16 + 30):  # IPv4's, in an Ethernet frame
                record[address + 1] = network % 256
            yield bytes(record)
            at += size


def live(session, seconds):
    pipe = session.path("pipe")
    os.mkfifo(pipe)
    share(pipe)
    session.desktop.start("-o", "gui.ask_unsaved:FALSE", "-k", "-i", pipe)
    packets, next_look = 0, 0
    with open(pipe, "wb", buffering=0) as stream:
        begun = time.monotonic()
        for packet in live_packets(seconds):
            stream.write(packet)
            packets += 1
            if packets == 2000:
                hands.open_dialog(session.desktop, r"^\*?Capturing from ")
            if time.monotonic() - begun >= next_look:
                next_look += max(1, seconds // 9)
                session.measure()
            time.sleep(0.0005)
    session.desktop.window(r"^\*.*pipe")
    print(f"{packets} packets in {seconds} s", file=sys.stderr)
    session.desktop.focus(session.desktop.window(r"^\*.*pipe"))
    session.desktop.key("ctrl+q")
    return packets, session.desktop.wireshark.wait(timeout=screen.DEADLINE) == 0


def changes(session, count):
    session.desktop.start(session.capture(LARGE_ENOUGH_TO_TYPE))
    hands.open_dialog(session.desktop, MAIN)
    meanwhile = 0
    for number in range(count):
        screen.wait_for(session.desktop.is_idle, "the capture is loaded", deadline=600)
        session.keys("ctrl+r", pause=0.2)
        hands.type_fin_timeout(session.desktop, 1 + number % 60, MAIN)
        meanwhile += not session.desktop.is_idle()
        hands.accept_preferences(session.desktop)
        session.measure()
    return count, session.quit() and meanwhile == count


def switches(session, count):
    session.desktop.start(hands.INCIDENT)
    hands.open_dialog(session.desktop)
    for number in range(count):
        hands.switch(session.desktop)
        session.desktop.settle()
        session.measure()
        session.desktop.screenshot(f"robustness-switch-{number % 2}")
    return count, session.quit()


def neighbours(session, count):
    built, = Path(BUILT).glob("*/epan/finrst.so")
    plugins = plugin_folder(session.path("plugins"), built, system_plugin("mate"),
                            system_plugin("transum"))
    configuration = session.path("mate.conf")
    configuration.write_text(MATE_CONFIGURATION, encoding="ascii")
    module = built.with_suffix("")
    (plugins / built.parent.parent.name / "epan" / "finrst").symlink_to(module)
    session.desktop.start(*TRANSUM, "-o", f"mate.config:{configuration}", hands.INCIDENT,
                          plugins=plugins)
    hands.open_dialog(session.desktop)
    for _ in range(count):
        session.keys("ctrl+r")
        session.measure()
    return count, session.quit()


SCENES = {
    "cycles": (cycles, "window: open, reload, close", 5),
    "stock": (stock, "window: the same without finrst", 5),
    "quits": (quits, "window: quit while a file is loaded", 2),
    "live": (live, "window: live capture through a FIFO, packets", 10),
    "switches": (switches, "window: finrst disabled and enabled with a file open", 4),
    "changes": (changes, "window: preference changed while a file is loaded", 2),
    "neighbours": (neighbours, "window: reloaded beside TRANSUM and MATE", 2),
}


def main(name, times=None):
    scene, what, least = SCENES[name]
    runs, is_well = 0, False
    with Session() as session:
        try:
            runs, is_well = scene(session, int(times or least))
        except (AssertionError, subprocess.TimeoutExpired) as error:
            print(f"{what}: {error}", file=sys.stderr)
            session.desktop.screenshot("robustness-failure")
        memory = session.memory_text() if session.memory else ""
    return result.tell(what, runs, 1, 0 if is_well else 1, memory)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
