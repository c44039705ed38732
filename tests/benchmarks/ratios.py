#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What finrst costs tshark: instructions for each packet, counted by valgrind, beside stock tshark.

    tests/benchmarks/ratios.py build/release/plugins

The same capture is read at two lengths; the difference is the cost of a packet, without start-up.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
CONNECTIONS = (1000, 2000)
PACKETS_EACH = 10
STOCK = "/nonexistent"
COMMANDS = {
    "tshark -r f": [],
    "tshark -r f -Y tcp.flags.reset==1": ["-Y", "tcp.flags.reset==1"],
    "tshark -2 -r f -Y tcp.flags.reset==1": ["-2", "-Y", "tcp.flags.reset==1"],
    "tshark -q -r f -z io,stat,0": ["-q", "-z", "io,stat,0"],
    "tshark -r f -w out": ["-w", os.devnull],
}


def instructions(plugins, capture, arguments):
    become = []
    if os.geteuid() == 0:  # as root, tshark skips WIRESHARK_PLUGIN_DIR
        become = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups",
                  "--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
    finished = subprocess.run(
        [*become, "valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", "tshark", "-r",
         capture, *arguments],
        env={"PATH": os.environ["PATH"], "HOME": "/nonexistent",
             "WIRESHARK_PLUGIN_DIR": str(plugins)},
        capture_output=True, text=True, check=True)
    return int(re.search(r"Collected : (\d+)", finished.stderr)[1])


def cost_of_a_packet(plugins, captures, arguments):
    short, long = (instructions(plugins, capture, arguments) for capture in captures)
    return (long - short) / ((CONNECTIONS[1] - CONNECTIONS[0]) * PACKETS_EACH)


def main():
    plugins = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        captures = [Path(folder) / f"{count}.pcap" for count in CONNECTIONS]
        for capture, count in zip(captures, CONNECTIONS):
            subprocess.run([HERE / "make_capture.py", capture, str(count)], check=True)
        print(f"| {'command':38} | stock | finrst | ratio |\n|{'-' * 40}|-------|--------|-------|")
        for name, arguments in COMMANDS.items():
            stock, ours = (cost_of_a_packet(which, captures, arguments)
                           for which in (STOCK, plugins))
            print(f"| {name:38} | {stock:5.0f} | {ours:6.0f} | {ours / stock:5.3f} |", flush=True)


if __name__ == "__main__":
    main()
