# SPDX-License-Identifier: GPL-2.0-or-later
"""What the machine must have, in words that say what to do where it has not."""

import os
import shutil
import subprocess

from . import annotation
from .kernel_log import TRACEFS, mount_tracefs
from .namespace import CommandFailed

PACKAGES = {
    "ip": "iproute2",
    "tc": "iproute2",
    "ss": "iproute2",
    "nft": "nftables",
    "ethtool": "ethtool",
    "dumpcap": "wireshark-common",
    "reordercap": "wireshark-common",
    "tshark": "tshark",
    "nginx": "nginx-core libnginx-mod-http-lua lua-nginx-redis lua-resty-core",
    "redis-server": "redis-server",
    "redis-cli": "redis-tools",
    "wrk": "wrk",
    "cc": "gcc",
    "pkg-config": "pkg-config",
    "pasta": "passt",
}
LIBRARIES = {"lwip": "liblwip-dev", "slirp": "libslirp-dev"}


def missing():
    """One sentence for each thing that is missing; none if the lab can work."""
    if os.geteuid() != 0:
        return ["The lab makes network namespaces: run it as root."]
    sentences = [
        f"The program {program} is missing: apt install {package}."
        for program, package in PACKAGES.items()
        if shutil.which(program) is None
    ]
    return sentences + _missing_libraries() + annotation.missing() + _missing_in_kernel()


def _missing_libraries():
    if shutil.which("pkg-config") is None:
        return []
    return [
        f"The library {library} is missing: apt install {package}."
        for library, package in LIBRARIES.items()
        if subprocess.run(("pkg-config", "--exists", library), check=False).returncode != 0
    ]


def _missing_in_kernel():
    try:
        mount_tracefs()
    except CommandFailed as failure:
        return [f"tracefs cannot be mounted: {failure}."]
    event = TRACEFS / "events/tcp/tcp_send_reset/format"
    if not event.exists() or "reason" not in event.read_text():
        return ["The tracepoint tcp:tcp_send_reset gives no reasons: run a newer kernel."]
    return []
