# SPDX-License-Identifier: GPL-2.0-or-later
"""A virtual screen with the real Wireshark on it, driven by keyboard and mouse."""

import os
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path

from tshark import BUILT, as_somebody, share

TOOLS = ("Xvfb", "xdotool", "import", "openbox", "wireshark")
DEADLINE = 180  # seconds: for a machine that does other things, too
LONG_WORK = 10  # seconds
LOOKS = 10  # at a process, to see whether it is at rest


def missing():
    """Why Wireshark cannot be driven here; empty when it can."""
    absent = [tool for tool in TOOLS if shutil.which(tool) is None]
    if absent:
        return "not installed: " + ", ".join(absent)
    if not list(Path(BUILT).glob("*/epan/finrst/finrst_ui_qt*.so")):
        return "built without the dialog: no Qt or QCustomPlot"
    return ""


def wait_for(condition, what, deadline=DEADLINE):
    end = time.monotonic() + deadline
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError(f"{what}: not within {deadline} s")


def sleeps(process):
    """Whether all its threads do: on a busy machine, who does nothing may wait for a processor."""
    try:
        states = [task.read_text(encoding="utf-8").rpartition(")")[2].split()[0]
                  for task in Path(f"/proc/{process}/task").glob("*/stat")]
    except OSError:
        return False  # a thread has ended meanwhile
    return set(states) == {"S"}


def are_at_rest(*processes):
    """Whether they do nothing for a moment, but for a glance now and then, as of the dialog at its
    capture."""
    resting = 0
    for _ in range(LOOKS):
        time.sleep(0.03)
        resting += all(map(sleeps, processes))
    return resting >= 0.8 * LOOKS


class Screen:
    """Use as a context manager. `scale`: of a screen with high resolution."""

    def __init__(self, home, scale=1):
        self.home = Path(home)
        self.scale = scale
        share(self.home)
        read, write = os.pipe()
        self.server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{1280 * scale}x{900 * scale}x24",
             "-nolisten", "tcp"],
            pass_fds=[write], stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as number:
            self.display = ":" + number.readline().strip()
        self.environment = {"PATH": os.environ["PATH"], "DISPLAY": self.display,
                            "HOME": str(self.home), "XDG_RUNTIME_DIR": str(self.home),
                            "LC_ALL": "C.UTF-8", "QT_SCALE_FACTOR": str(scale)}
        self.manager = wait_for(self.managed, "a window manager")
        self.wireshark = None

    def managed(self):
        """The window manager; nothing when it ends at once, as it does when the new screen fails to
        let it in."""
        manager = subprocess.Popen(["openbox"], env=self.environment, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        try:
            manager.wait(timeout=3)
        except subprocess.TimeoutExpired:
            return manager
        return None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for process in (self.wireshark, self.manager, self.server):
            if process is not None and process.poll() is None:
                process.send_signal(signal.SIGKILL)
                process.wait()

    def xdotool(self, *arguments):
        return subprocess.run(["xdotool", *map(str, arguments)], env=self.environment,
                              capture_output=True, text=True, check=False).stdout

    def start(self, *arguments, plugins=BUILT):
        variables = {**self.environment, "WIRESHARK_PLUGIN_DIR": str(plugins)}
        with open(self.home / "wireshark.log", "w", encoding="utf-8") as log:
            self.wireshark = subprocess.Popen(as_somebody("wireshark", *arguments), env=variables,
                                              stdout=log, stderr=log)

    def is_idle(self):
        """Whether Wireshark does nothing for a moment."""
        begin = self.processor_time()
        return are_at_rest(self.wireshark.pid) and self.processor_time() - begin <= 0.05

    def settle(self):
        """Returns when keys and clicks have had their effect, or Wireshark works for long."""
        end = time.monotonic() + LONG_WORK
        while not are_at_rest(self.server.pid, self.manager.pid, self.wireshark.pid):
            if time.monotonic() > end:
                return

    def processor_time(self):
        """What Wireshark has used of it so far, in seconds."""
        assert self.wireshark.poll() is None, "Wireshark has ended"
        status = Path(f"/proc/{self.wireshark.pid}/stat").read_text(encoding="utf-8")
        user, system = status.rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def windows(self, name):
        return self.xdotool("search", "--onlyvisible", "--name", name).split()

    def window(self, name):
        """The window whose title contains `name`, as soon as it is there."""
        return wait_for(lambda: self.windows(name), f"a window called {name!r}")[0]

    def title(self, window):
        return self.xdotool("getwindowname", window).strip()

    def focus(self, window):
        def has_focus():
            self.xdotool("windowactivate", window)
            self.settle()
            return self.xdotool("getactivewindow").strip() == window

        wait_for(has_focus, "the window comes to the front")

    def key(self, *keys, pause=None):
        """`pause`: seconds after each of them, instead of waiting for what it does."""
        for key in keys:
            assert self.wireshark.poll() is None, "Wireshark has ended"
            self.xdotool("key", "--clearmodifiers", key)
            if pause is None:
                self.settle()
            else:
                time.sleep(pause)

    def type(self, text):
        self.xdotool("type", "--delay", 5, text)
        self.settle()

    def click(self, window, x, y, times=1, button=1):
        """The buttons 4 and 5 are the wheel."""
        self.xdotool("mousemove", "--window", window, x, y)
        self.xdotool("click", "--repeat", times, "--delay", 80, button)
        self.settle()

    def pixels(self, window, is_wanted):
        """Where in the window the colour, red, green and blue, is wanted: x and y, from top to
        bottom."""
        size = self.xdotool("getwindowgeometry", "--shell", window)
        width = int(re.search(r"WIDTH=(\d+)", size)[1])
        octets = subprocess.run(["import", "-window", window, "-depth", "8", "rgb:-"],
                                env=self.environment, capture_output=True, check=True).stdout
        return [(i % width, i // width) for i in range(len(octets) // 3)
                if is_wanted(*octets[3 * i:3 * i + 3])]

    def screenshot(self, name):
        folder = os.environ.get("FINRST_SCREENSHOTS")
        if not folder:
            return
        Path(folder).mkdir(parents=True, exist_ok=True)
        subprocess.run(["import", "-window", "root", f"{folder}/{name}.png"],
                       env=self.environment, check=True)
