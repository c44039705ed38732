# SPDX-License-Identifier: GPL-2.0-or-later
"""Plays a scenario and leaves its sample: NAME.pcapng with finrst's comments and, beside it,
NAME.labels.json and NAME.json."""

import json
import re
import shutil
import tempfile
from pathlib import Path

from . import counters
from .annotation import annotate
from .capture import Capture
from .expectations import Expectations
from .frames import read_resets, read_start
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
        kernel, resets, deltas = _play(scenario, capture, expect)
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
        shutil.copyfile(capture, Path(directory, capture.name))
    annotate(Path(directory, capture.name))
    return resets


def _since(start, series):
    """The observed series, with times in seconds since the start."""
    return {
        name: [[round(time - start, 3), value] for time, value in pairs]
        for name, pairs in series.items()
    }


def _play(scenario, path, expect):
    """Records the scenario at path; returns the kernel's release, the labels of the resets and the
    counters that moved."""
    with Topology(scenario.family, scenario.kernel) as lab, lab.kernel_log() as log:
        before = {host.role: host.namespace.counters() for host in lab.hosts}
        with Capture(getattr(lab, scenario.captured_at), path):
            scenario.play(lab, expect)
        deltas = {
            host.role: counters.moved(before[host.role], host.namespace.counters())
            for host in lab.hosts
        }
        roles = {end.address: end.role for end in (*lab.hosts, lab.router)}
        pairs, uncaptured = join(read_resets(path), log.resets(roles))
        kernel = lab.kernel
    if not log.gives_reasons:
        expect.forget_reasons()
    resets = label(pairs, expect.resets, roles)
    if sorted(report.reason for report in uncaptured) != sorted(expect.uncaptured):
        raise NotAsMeant(f"not captured: {uncaptured}, expected {expect.uncaptured}")
    counters.check(expect.counters, deltas)
    if not log.gives_reasons:
        resets = [without_report(reset) for reset in resets]
    return kernel, resets, deltas
