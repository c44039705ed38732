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
DEADLINE = 30  # seconds


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
            manager.wait(timeout=1)
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
        time.sleep(0.5)
        return self.processor_time() - begin <= 0.05

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
        self.xdotool("windowactivate", "--sync", window)
        time.sleep(0.3)

    def key(self, *keys, pause=0.3):
        for key in keys:
            assert self.wireshark.poll() is None, "Wireshark has ended"
            self.xdotool("key", "--clearmodifiers", key)
            time.sleep(pause)

    def type(self, text):
        self.xdotool("type", "--delay", 5, text)
        time.sleep(0.3)

    def click(self, window, x, y, times=1, button=1):
        """The buttons 4 and 5 are the wheel."""
        self.xdotool("mousemove", "--window", window, x, y)
        self.xdotool("click", "--repeat", times, "--delay", 80, button)
        time.sleep(0.5)

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
