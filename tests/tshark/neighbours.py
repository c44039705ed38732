# SPDX-License-Identifier: GPL-2.0-or-later
"""Wireshark's own plugins that look at TCP, beside finrst."""

import shutil
from pathlib import Path

from tshark import BUILT, SYSTEM, run, share

TRANSUM = ("--enable-protocol", "transum", "-o", "transum.tcp_port_ranges:1-65535")

# Each connection is a group of its segments, from SYN to RST. A flag that is set is 1 to MATE in
# Wireshark 4.0, True in 4.4.
MATE_CONFIGURATION = """
Pdu segment Proto tcp Transport ip {
    Extract address From ip.addr;
    Extract port From tcp.port;
    Extract opens From tcp.flags.syn;
    Extract resets From tcp.flags.reset;
};
Gop session On segment Match (address, address, port, port) {
    Start (opens{"1"|"True"});
    Stop (resets{"1"|"True"});
};
Done;
"""


def system_plugin(name):
    folders = run("-G", "folders", plugins=SYSTEM).stdout
    line = next(line for line in folders.splitlines() if line.startswith("Global Plugins:"))
    return Path(line.split(":", 1)[1].strip()) / "epan" / f"{name}.so"


def plugin_folder(parent, *plugins):
    built, = Path(BUILT).glob("*/epan")
    target = parent / built.parent.name / "epan"
    target.mkdir(parents=True)
    for plugin in plugins:
        shutil.copy(plugin, target)
    for path in (parent, target.parent, target):
        share(path)
    return parent
