# SPDX-License-Identifier: GPL-2.0-or-later
"""Plays a scenario and leaves its sample: NAME.pcapng with finrst's comments and, beside it,
NAME.labels.json, NAME.json, and the records of its hosts, NAME.client.record and NAME.server.record."""

import json
import re
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path

from . import counters
from .annotation import annotate
from .capture import Capture
from .expectations import Expectations
from .frames import read_addresses, read_resets, read_start
from .kernel_reset import Account
from .labels import NotAsMeant, join, label, without_report
from .topology import Topology

_PAIR = re.compile(r"\[\s+([\d.]+),\s+(\d+)\s+\]")  # a sample of a series, to stand on one line


def record(scenario, directory):
    """Plays the scenario and returns the labels of its resets.

    Writes the files, and makes the directory where it is missing, only if the kernel did what the
    scenario means to show; raises NotAsMeant otherwise.
    """
    with tempfile.TemporaryDirectory() as workplace:
        capture = Path(workplace, f"{scenario.name}.pcapng")
        expect = Expectations()
        kernel, resets, deltas, records = _play(scenario, capture, expect)
        document = {
            "sample": scenario.name,
            "description": scenario.description,
            "kernel": kernel,
            "captured_at": scenario.captured_at,
            "resets": resets,
            "counters": deltas,
            **expect.facts,
            **_since(read_start(capture), expect.series),
        }
        text = _PAIR.sub(r"[\1, \2]", json.dumps(document, indent=2)) + "\n"
        Path(directory).mkdir(exist_ok=True)
        Path(directory, f"{scenario.name}.labels.json").write_text(text)
        for file in (capture, *records):
            shutil.copyfile(file, Path(directory, file.name))
    annotate(Path(directory, capture.name))
    return resets


def _since(start, series):
    """The observed series, with times in seconds since the start."""
    return {
        name: [[round(time - start, 3), value] for time, value in pairs]
        for name, pairs in series.items()
    }


def _play(scenario, path, expect):
    """Records the scenario at path, and its hosts beside it; returns the kernel's release, the
    labels of the resets, the counters that moved, and the records."""
    with Topology(scenario.family, scenario.kernel) as lab:
        with ExitStack() as recordings:
            for host in lab.hosts:
                recordings.enter_context(host.recording(_record(path, host.role)))
            before = {host.role: host.namespace.counters() for host in lab.hosts}
            with Capture(getattr(lab, scenario.captured_at), path):
                scenario.play(lab, expect)
            deltas = {
                host.role: counters.moved(before[host.role], host.namespace.counters())
                for host in lab.hosts
            }
        roles = {end.address: end.role for end in (*lab.hosts, lab.router)}
        accounts = [Account.read(_record(path, host.role), host.clock_ahead)
                    for host in lab.witnesses]
        kernel = lab.kernel
        captured = read_addresses(path)
        # Another stack may have been the server instead of its kernel.
        records = [_record(path, host.role) for host in lab.hosts if host.address in captured
                   and (host is lab.client or "stack" not in expect.facts)]
    resets = _label(path, accounts, expect, roles)
    counters.check(expect.counters, deltas)
    return kernel, resets, deltas, records


def _record(capture, role):
    return capture.with_suffix(f".{role}.record")


def _label(path, accounts, expect, roles):
    gives_reasons = all(account.gives_reasons for account in accounts)
    if not gives_reasons:
        expect.forget_reasons()
        accounts = []
    reports = [reset for account in accounts for reset in account.resets
               if reset.source.address in roles]
    pairs, uncaptured = join(read_resets(path), reports)
    resets = label(pairs, expect.resets, roles)
    if sorted(report.reason for report in uncaptured) != sorted(expect.uncaptured):
        raise NotAsMeant(f"not captured: {uncaptured}, expected {expect.uncaptured}")
    return resets if gives_reasons else [without_report(reset) for reset in resets]
