# SPDX-License-Identifier: GPL-2.0-or-later
"""A virtual machine: a kernel, and the agent that makes system calls there for the lab."""

import functools
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from ..compiler import program
from ..host_recording import COLLECT
from ..namespace import COUNTER_TABLES, CommandFailed, parse_counters, run
from . import kernels

HERE = Path(__file__).resolve().parent
BUSYBOX = "/bin/busybox"
# Without hardware virtualization, which the lab may lack itself.
QEMU = ("qemu-system-x86_64", "-machine", "pc,accel=tcg", "-cpu", "max", "-m", "256",
        "-nodefaults", "-no-user-config", "-no-reboot", "-display", "none", "-serial", "stdio")
KERNEL_OPTIONS = "quiet panic=-1 console=ttyS1"  # the first serial line is the agent's


class Machine:
    """A context manager: inside the block the machine runs, its "eth0" at the descriptor of a tap.

    It runs commands, sets sysctls and reads counters as a Namespace does.
    """

    def __init__(self, version, frames, hardware_address):
        self._version = version
        self._frames = frames
        self._card = f"virtio-net-pci,netdev=wire,mac={hardware_address}"

    def __enter__(self):
        self._process = subprocess.Popen(
            (*QEMU, "-kernel", kernels.image(self._version), "-initrd", _files(self._version),
             "-append", KERNEL_OPTIONS, "-device", self._card,
             "-netdev", f"tap,id=wire,fd={self._frames}"),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, pass_fds=(self._frames,))
        return self

    def await_start(self):
        """Returns when it takes calls. Raises CommandFailed."""
        if self._process.stdout.readline() != "ready\n":
            raise CommandFailed(f"Linux {self._version} does not start")

    def __exit__(self, *exception):
        self._process.kill()
        self._process.communicate()

    def call(self, name, *words):
        """Has the agent make a call and returns its result, a number or octets. Raises OSError."""
        print(name, *map(_word, words), file=self._process.stdin, flush=True)
        kind, result = self._process.stdout.readline().split()
        if kind != "=":
            raise OSError(int(result), f"{name}: {os.strerror(int(result))}")
        return bytes.fromhex(result[1:]) if result.startswith("x") else int(result)

    def run(self, *command):
        """Runs a command of busybox to its end and returns its standard output."""
        *output, failed = self.call("shell", " ".join(command).encode())
        if failed:
            raise CommandFailed(f"in the guest: {' '.join(command)}")
        return bytes(output).decode()

    def set_sysctl(self, name, value):
        self.run("echo", str(value), ">", f"/proc/sys/{name.replace('.', '/')}")

    def counters(self):
        return parse_counters(self.run("cat", f"/proc/net/{name}") for name in COUNTER_TABLES)


def _word(word):
    return f"x{word.hex()}" if isinstance(word, bytes) else str(word)


@functools.cache
def _folder():
    return tempfile.TemporaryDirectory()


@functools.cache
def _files(version):
    """The archive of a guest's files, its initial RAM disk."""
    root = Path(_folder().name, version)
    for name in ("bin", "dev", "modules", "proc", "sys"):
        root.joinpath(name).mkdir(parents=True)
    shutil.copy(BUSYBOX, root / "bin")
    shutil.copy(HERE / "init", root)
    shutil.copy(COLLECT, root)
    shutil.copy(program(HERE / "agent.c", flags=("-static",)), root)
    modules = kernels.modules(version)
    for module in modules:
        shutil.copy(module, root / "modules")
    root.joinpath("modules", "order").write_text("".join(f"{one.name}\n" for one in modules))
    archive = root.with_suffix(".cpio")
    run("sh", "-c", f"cd {root} && find . | {BUSYBOX} cpio -o -H newc >{archive}")
    return archive
