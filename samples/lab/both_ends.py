# SPDX-License-Identifier: GPL-2.0-or-later
"""Plays a scenario and leaves what both hosts captured of it: NAME.client.pcapng and
NAME.server.pcapng, and NAME.labels.json with the truth of the resets in each."""

import json
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path

from .capture import Capture
from .expectations import Expectations
from .frames import read_resets
from .kernel_reset import Account
from .labels import join, label
from .namespace import run
from .topology import Topology

ENDS = ("client", "server")
# Large, and they show nothing more.
LEFT_OUT = ("churn", "incident", "pools")
NUMBERS = ("tcp.seq_raw", "tcp.ack_raw", "tcp.flags")


def has_both_ends(scenario):
    """Both ends have this machine's kernel, and none of them is replaced."""
    is_plain = scenario.kernel is None and not scenario.name.endswith("-at-server")
    return is_plain and scenario.folder not in (*LEFT_OUT, "stacks")


def record_both_ends(scenario, directory):
    """Plays the scenario and returns the labels of its resets at both ends. Writes the files only
    if the kernel did what the scenario means to show; raises NotAsMeant otherwise."""
    with tempfile.TemporaryDirectory() as workplace:
        paths = {role: Path(workplace, f"{role}.pcapng") for role in {*ENDS, scenario.captured_at}}
        labels, kernel = _play(scenario, paths)
        document = {"sample": scenario.name, "description": scenario.description, "kernel": kernel}
        document |= {"resets": {end: labels[end] for end in ENDS}}
        directory.mkdir(exist_ok=True)
        for end in ENDS:
            shutil.copyfile(paths[end], directory / f"{scenario.name}.{end}.pcapng")
        text = json.dumps(document, indent=2) + "\n"
        (directory / f"{scenario.name}.labels.json").write_text(text)
    return [reset for end in ENDS for reset in labels[end]]


def _play(scenario, paths):
    """Records the scenario at all those places; returns the labels of each, and the release."""
    expect = Expectations()
    records = {end: paths[end].with_suffix(".record") for end in ENDS}
    with Topology(scenario.family, scenario.kernel) as lab:
        with ExitStack() as recordings:
            for host in lab.hosts:
                recordings.enter_context(host.recording(records[host.role]))
            for role, path in paths.items():
                recordings.enter_context(Capture(getattr(lab, role), path))
            scenario.play(lab, expect)
        roles = {end.address: end.role for end in (*lab.hosts, lab.router)}
        accounts = [Account.read(records[host.role], host.clock_ahead) for host in lab.witnesses]
        kernel = lab.kernel
    reports = [reset for account in accounts for reset in account.resets
               if reset.source.address in roles]
    pairs = {role: join(read_resets(path), reports)[0] for role, path in paths.items()}
    truth = {_identity(reset): known for reset, known in zip(
        _with_numbers(pairs, paths, scenario.captured_at),
        label(pairs[scenario.captured_at], expect.resets, roles))}
    return {role: [_labelled(reset, truth) for reset in _with_numbers(pairs, paths, role)]
            for role in paths}, kernel


def _with_numbers(pairs, paths, role):
    return [(numbers, *pair) for numbers, pair in zip(_numbers(paths[role]), pairs[role])]


def _identity(reset):
    """Of a reset, wherever it was captured: also where its numbers are others."""
    numbers, _, report = reset
    return report or numbers


def _labelled(reset, truth):
    """What the scenario makes of a reset, where it names it, and who sent it. A stray one is
    astray at that place only."""
    _, frame, report = reset
    known = truth.get(_identity(reset), {})
    return (known if known.get("verdict") != "stray" else {}) | {
        "frame": frame.number,
        "reason": report.reason if report else None,
        "state": report.state if report else None}


def _numbers(path):
    """Of each reset, what it keeps on its way, also through a NAT."""
    columns = [word for field in NUMBERS for word in ("-e", field)]
    table = run("tshark", "-r", str(path), "-Y", "tcp.flags.reset == 1", "-T", "fields", *columns)
    return table.splitlines()
