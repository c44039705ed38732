# SPDX-License-Identifier: GPL-2.0-or-later
"""What the machine must have, in words that say what to do where it has not."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from . import annotation
from .guest import kernels
from .guest.machine import BUSYBOX
from .namespace import CommandFailed, run

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
    "curl": "curl",
    "openssl": "openssl",
    "nmap": "nmap",
    "cc": "gcc",
    "pkg-config": "pkg-config",
    "pasta": "passt",
    "qemu-system-x86_64": "qemu-system-x86",
    BUSYBOX: "busybox-static",
}
LIBRARIES = {"lwip": "liblwip-dev", "slirp": "libslirp-dev"}
TRACEFS = Path("/sys/kernel/tracing")


def missing():
    """One sentence for each thing that is missing; none if the lab can work."""
    if os.geteuid() != 0:
        return ["The lab makes network namespaces: run it as root."]
    sentences = [
        f"The program {program} is missing."
        for program in PACKAGES
        if shutil.which(program) is None
    ]
    sentences += _missing_libraries()
    sentences += [f"Linux {version} is missing." for version in kernels.missing()]
    if sentences:
        sentences.append("All of that comes with samples/lab/install.")
    return sentences + annotation.missing() + _missing_in_kernel()


def install():
    """Installs the packages and fetches the kernels that are missing; returns the exit status."""
    packages = " ".join((*PACKAGES.values(), *LIBRARIES.values())).split()
    try:
        run("apt-get", "update")
        run("apt-get", "install", "--yes", "--no-install-recommends", *packages)
        for version in kernels.missing():
            kernels.fetch(version)
            print(f"Linux {version} is there.", flush=True)
    except CommandFailed as failure:
        print(failure, file=sys.stderr)
        return 1
    return 0


def _missing_libraries():
    if shutil.which("pkg-config") is None:
        return []
    return [
        f"The library {library} is missing."
        for library in LIBRARIES
        if subprocess.run(("pkg-config", "--exists", library), check=False).returncode != 0
    ]


def _missing_in_kernel():
    try:
        if not (TRACEFS / "instances").is_dir():
            run("mount", "-t", "tracefs", "nodev", str(TRACEFS))
    except CommandFailed as failure:
        return [f"tracefs cannot be mounted: {failure}."]
    event = TRACEFS / "events/tcp/tcp_send_reset/format"
    if not event.exists() or "reason" not in event.read_text():
        return ["The tracepoint tcp:tcp_send_reset gives no reasons: run a newer kernel."]
    return []
