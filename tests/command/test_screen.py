# SPDX-License-Identifier: GPL-2.0-or-later
"""The screen of a live capture in a terminal."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time

import pytest

from finrst_command import COMMAND, network_namespace

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="capturing takes root")
NAMESPACE = f"finrst-screen-{os.getpid()}"
HOME, CLEAR_REST = "\x1b[H", "\x1b[K"
BEGIN, END = "\x1b[?1049h\x1b[?25l", "\x1b[?25h\x1b[?1049l"


@pytest.fixture(autouse=True)
def namespace():
    with network_namespace(NAMESPACE):
        yield


def refuse(times):
    subprocess.run(["ip", "netns", "exec", NAMESPACE, "bash", "-c",
                    f"for i in $(seq {times}); do echo </dev/tcp/127.0.0.1/7; done"],
                   check=False, stderr=subprocess.DEVNULL)


class Terminal:
    """Of that size, with the command in it."""

    def __init__(self, rows, columns, *options, term="xterm"):
        self.master, inner = pty.openpty()
        fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.process = subprocess.Popen(
            ["ip", "netns", "exec", NAMESPACE, COMMAND, "-i", "lo", *options],
            stdout=inner, stderr=inner, stdin=inner, env={**os.environ, "TERM": term})
        os.close(inner)
        self.rows = rows
        self.written = ""

    def read(self, seconds):
        end = time.monotonic() + seconds
        while (rest := end - time.monotonic()) > 0:
            if not select.select([self.master], [], [], rest)[0]:
                return
            try:
                octets = os.read(self.master, 65536)
            except OSError:  # the other side is closed
                return
            self.written += octets.decode(errors="replace")

    def until(self, text):
        for _ in range(50):
            self.read(0.3)
            if any(text in line for line in self.lines()):
                return
        raise AssertionError(f"{text!r} is not on the screen: {self.lines()}")

    def lines(self):
        """Of the latest whole page."""
        pages = [page.replace("\r", "").split("\n") for page in self.written.split(HOME)[1:]]
        whole = [page for page in pages if len(page) == self.rows]
        return [line.removeprefix(CLEAR_REST) for line in whole[-1]] if whole else []

    def end(self):
        self.process.send_signal(signal.SIGINT)
        self.read(5)
        assert self.process.wait(timeout=10) == 0


def test_fills_the_terminal_and_gives_it_back():
    terminal = Terminal(24, 80)
    terminal.until("no TCP segment yet")
    refuse(5)
    terminal.until("5 RSTs")
    page = terminal.lines()
    assert len(page) == 24 and all(len(line) <= 80 for line in page)
    assert re.match(r"finrst lo  0:00:0\d  10 segments  5 connections known", page[0])
    assert any(re.fullmatch(r" +\d+ +5 +0  127.0.0.1", line) for line in page)
    assert "     5  127.0.0.1:7 refused 127.0.0.1: probably nothing listened there" in page
    assert sum("refused, probable" in line for line in page) == 5
    terminal.end()
    before, after = terminal.written.split(END)
    assert before.startswith(BEGIN)
    assert "5 RSTs, 5 connections reset" in after and "\x1b" not in after


def test_tells_how_many_come_in_a_second():
    terminal = Terminal(24, 80)
    terminal.until("no TCP segment yet")
    rates = set()
    for _ in range(8):
        refuse(10)
        terminal.read(0.5)
        rates.update(int(number) for number in
                     re.findall(r"(\d+) in the last second", terminal.written))
    assert any(0 < rate <= 60 for rate in rates)
    terminal.read(3)
    assert any("0 in the last second" in line for line in terminal.lines())
    terminal.end()


@pytest.mark.parametrize("rows, columns", [(10, 40), (50, 200), (1, 5)])
def test_any_size_will_do(rows, columns):
    terminal = Terminal(rows, columns)
    terminal.until("finr")
    refuse(3)
    terminal.read(2.5)
    page = terminal.lines()
    assert len(page) == rows and all(len(line) <= columns for line in page)
    terminal.end()


@pytest.mark.parametrize("how", [{"term": "dumb"}, {"options": ["-o", "ndjson"]}])
def test_is_not_for_others(how):
    terminal = Terminal(24, 80, *how.get("options", ()), term=how.get("term", "xterm"))
    terminal.read(1.5)
    refuse(1)
    terminal.read(1.5)
    terminal.end()
    assert "\x1b" not in terminal.written
    assert "refused" in terminal.written
