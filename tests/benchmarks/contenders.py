# SPDX-License-Identifier: GPL-2.0-or-later
"""Stock tshark, tshark with finrst, and tshark with TRANSUM, on captures made by program."""

import os
import re
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import geometric_mean, stdev

from make_capture import make_capture
from neighbours import TRANSUM as TRANSUM_OPTIONS, plugin_folder, system_plugin
from tshark import (BUILT, STOCK as NO_PLUGINS, as_somebody, by_another_name, command,
                    environment)

HOME = "/nonexistent"
PARENT = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
_folder = tempfile.TemporaryDirectory(dir=PARENT)
_folder_path = Path(_folder.name)
_folder_path.chmod(0o755)


@dataclass(frozen=True)
class Contender:
    name: str
    plugins: str
    options: tuple = ()
    program: str = "tshark"


STOCK = Contender("stock", NO_PLUGINS)
FINRST = Contender("finrst", BUILT)  # analyses where somebody reads the analysis, or may later
ANALYSING = Contender("finrst, analysing", BUILT, program=str(by_another_name(_folder_path)))
TRANSUM = Contender("TRANSUM",
                    plugin_folder(_folder_path / "transum", system_plugin("transum")),
                    TRANSUM_OPTIONS)

READ = ("-q", "-z", "io,stat,0")
COMMANDS = {
    "tshark -r f": (),
    "tshark -r f -Y tcp.flags.reset==1": ("-Y", "tcp.flags.reset==1"),
    "tshark -2 -r f -Y tcp.flags.reset==1": ("-2", "-Y", "tcp.flags.reset==1"),
    "tshark -q -r f -z io,stat,0": READ,
    "tshark -r f -w out": ("-w", os.devnull),
}


@dataclass
class Count:
    instructions: float
    cycles: float  # as KCachegrind estimates them from cache misses and mispredicted branches


@dataclass
class Usage:
    seconds: float  # of the processor, for the user and for the system
    peak: int       # octets of memory


def capture(tens, shape="closes"):
    """The path of a capture; it is there until the next one is asked for that is as long."""
    path = _folder_path / f"{shape}-{tens}.pcap"
    if not path.exists():
        for other in _folder_path.glob(f"*-{tens}.pcap"):
            other.unlink()
        make_capture(path, tens, shape)
        path.chmod(0o644)
    return path


def forget(path):
    path.unlink()


def with_same_seeds(command):
    """Wireshark's hash tables have a random seed, by which the instructions for a packet vary by a
    percent. It comes from /dev/urandom, which root can replace."""
    if os.geteuid() != 0:
        return command
    return ["unshare", "--mount", "sh", "-c",
            'mount --bind /dev/zero /dev/urandom && exec "$@"', "sh", *command]


def count(contender, path, arguments):
    """What valgrind counts of tshark as it reads the capture, start-up included."""
    finished = subprocess.run(
        with_same_seeds(as_somebody(
            "valgrind", "--tool=cachegrind", "--cache-sim=yes", "--branch-sim=yes",
            "--cachegrind-out-file=/dev/null", contender.program, "-r", path,
            *contender.options, *arguments)),
        env=environment(HOME, contender.plugins), capture_output=True, text=True, check=True)

    def total(name):
        return int(re.search(rf"{name}: +([\d,]+)", finished.stderr)[1].replace(",", ""))

    instructions = total("I +refs")
    missed = total("I1 +misses") + total("D1 +misses") + total("Mispredicts")
    return Count(instructions, instructions + 10 * missed + 100 * total("LL misses"))


def usage(contender, path, arguments=READ, processor=None):
    """`processor`: the only one to run on."""
    process = subprocess.Popen(command("-r", path, *contender.options, *arguments,
                                       program=contender.program),
                               env=environment(HOME, contender.plugins),
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if processor is not None:
        os.sched_setaffinity(process.pid, {processor})
    _, status, resources = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"{contender.name} on {path.name}: exit status {process.returncode}")
    return Usage(resources.ru_utime + resources.ru_stime, resources.ru_maxrss * 1024)


def side_by_side(rounds, processors, measure, *contenders):
    """For each of the contenders, all that `measure(contender, processor)` told of it. In each
    round, on each of that many processors, all of them run at the same time and share it: whatever
    slows the processor down slows them all, and their ratios repeat where their times do not."""
    chosen = sorted(os.sched_getaffinity(0))[:processors]
    runs = [(contender, processor) for contender in contenders for processor in chosen]
    measured = {contender: [] for contender in contenders}
    with ThreadPoolExecutor(len(runs)) as pool:
        for _ in range(rounds):
            for (contender, _), told in zip(runs, pool.map(lambda run: measure(*run), runs)):
                measured[contender].append(told)
    return list(measured.values())


def ratios(stock, other):
    """Of what was measured side by side: their mean and its standard error; two rounds at least on
    one processor."""
    each = [b / a for a, b in zip(stock, other)]
    return geometric_mean(each), stdev(each) / len(each) ** 0.5
