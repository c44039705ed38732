# SPDX-License-Identifier: GPL-2.0-or-later
"""Many captures: one JSON for each, one report of them all, on this machine and on others."""

import collections
import json
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

import ssh_server
from tshark import EVERY_SAMPLE, REPOSITORY, as_somebody, environment, run, sample_path, share

BATCH = REPOSITORY / "batch" / "finrst-batch"
FEW = ("abort-linger-zero", "half-open-fin", "overflow-client-closes", "refused")

pytestmark = pytest.mark.skipif(not (shutil.which("parallel") and shutil.which("jq")),
                                reason="not installed: parallel or jq")


@pytest.fixture
def folder():
    path = Path(tempfile.mkdtemp())
    share(path)
    for name in ("captures", "reports", "home"):
        (path / name).mkdir()
        share(path / name)
    yield path
    shutil.rmtree(path)


def batch(folder, *machines):
    """Returns the finished process and the merged report."""
    finished = subprocess.run(
        as_somebody(BATCH, folder / "captures", folder / "reports", *machines),
        env=environment(folder / "home"), capture_output=True, text=True, check=False)
    return finished, json.loads(finished.stdout or "null")


def put_samples(folder, names=FEW):
    for name in names:
        shutil.copy(sample_path(name), folder / "captures")


def by_tshark(capture):
    return json.loads(run("-q", "-r", capture, "-z", "finrst,json").stdout)


def test_all_samples(folder):
    names = [path.stem for path in EVERY_SAMPLE]
    put_samples(folder, names)
    finished, merged = batch(folder)
    assert finished.returncode == 0, finished.stderr
    assert merged["problems"] == []
    assert [capture["capture"] for capture in merged["captures"]] == sorted(
        f"{name}.pcapng" for name in names)

    reports = {path.name.removesuffix(".json"): json.loads(path.read_text())
               for path in (folder / "reports").iterdir()}
    assert len(reports) == len(names)
    flows = sum(len(report["flows"]) for report in reports.values())
    assert len(merged["flows"]) == flows
    verdicts = collections.Counter()
    sent = collections.Counter()
    for report in reports.values():
        verdicts.update(report["verdicts"])
        sent.update({host["address"]: host["resets_sent"] for host in report["hosts"]})
    assert merged["verdicts"] == verdicts
    assert {host["address"]: host["resets_sent"] for host in merged["hosts"]} == sent
    connections = sum(service["connections"] for report in reports.values()
                      for service in report["services"])
    assert sum(service["connections"] for service in merged["services"]) == connections


def test_the_json_of_a_capture_is_what_tshark_tells(folder):
    put_samples(folder, ["overflow-client-closes"])
    batch(folder)
    report = folder / "reports" / "overflow-client-closes.pcapng.json"
    assert json.loads(report.read_text()) == by_tshark(sample_path("overflow-client-closes"))


def test_subfolders_and_odd_names(folder):
    name = "a b'c $(d).pcapng"
    (folder / "captures" / "sub").mkdir()
    shutil.copy(sample_path("refused"), folder / "captures" / "sub" / name)
    finished, merged = batch(folder)
    assert finished.returncode == 0, finished.stderr
    assert [flow["capture"] for flow in merged["flows"]] == [f"sub/{name}"]
    assert (folder / "reports" / "sub" / f"{name}.json").exists()


def test_a_broken_capture_is_named_and_harms_no_other(folder):
    put_samples(folder)
    _, whole = batch(folder)
    captures = folder / "captures"
    sample = sample_path("half-open-fin").read_bytes()
    (captures / "cut.pcapng").write_bytes(sample[:-10])
    (captures / "noise.pcapng").write_bytes(b"\x0a\x0d\x0d\x0a" + b"noise" * 100)
    finished, merged = batch(folder)
    assert finished.returncode == 1
    problems = {problem["capture"]: problem for problem in merged["problems"]}
    assert sorted(problems) == ["cut.pcapng", "noise.pcapng"]
    assert "cut short" in problems["cut.pcapng"]["complaint"]
    assert problems["cut.pcapng"]["reported"]
    assert problems["noise.pcapng"]["complaint"]
    assert not (folder / "reports" / "noise.pcapng.json").exists()
    assert [flow for flow in merged["flows"] if flow["capture"] not in problems] == whole["flows"]


def test_without_finrst(folder):
    put_samples(folder)
    variables = environment(folder / "home", plugins="/nonexistent")
    finished = subprocess.run(as_somebody(BATCH, folder / "captures", folder / "reports"),
                              env=variables, capture_output=True, text=True, check=False)
    assert finished.returncode == 1
    problems = json.loads(finished.stdout)["problems"]
    assert len(problems) == len(FEW)
    assert all("finrst,json" in problem["complaint"] for problem in problems)


def test_reports_among_the_captures_are_refused(folder):
    finished = subprocess.run(
        as_somebody(BATCH, folder / "captures", folder / "captures" / "reports"),
        env=environment(folder / "home"), capture_output=True, text=True, check=False)
    assert finished.returncode == 2
    assert "inside" in finished.stderr


@pytest.mark.parametrize("machines, missing", [((), "jq"), (("1/:",), "rsync")])
def test_a_program_that_is_missing_is_named(folder, machines, missing):
    for program in {"bash", "setpriv", "parallel", "jq"} - {missing}:
        (folder / program).symlink_to(shutil.which(program))
    finished = subprocess.run(
        as_somebody(BATCH, folder / "captures", folder / "reports", *machines),
        env={"PATH": str(folder)}, capture_output=True, text=True, check=False)
    assert finished.returncode == 2
    assert f"{missing} is not installed" in finished.stderr


@pytest.mark.skipif(bool(ssh_server.missing()), reason=ssh_server.missing())
def test_other_machines(folder):
    put_samples(folder)
    _, here = batch(folder)
    with ssh_server.SshServer(folder / "ssh") as server:
        machines = ",".join(f"1/{server.login(host)}" for host in ("one", "two"))
        finished, there = batch(folder, machines)
        assert finished.returncode == 0, finished.stderr
        assert there == here
        assert server.commands().count("GNU_Parallel_worker") == len(FEW)
        assert not list(server.home.rglob("*.pcapng")), "copies are left behind"

        finished, both = batch(folder, f"{machines},1/:")
        assert finished.returncode == 0, finished.stderr
        assert both == here


@pytest.mark.skipif(bool(ssh_server.missing()), reason=ssh_server.missing())
def test_a_machine_that_cannot_be_reached(folder):
    put_samples(folder, FEW[:1])
    finished, merged = batch(folder, "1/ssh -o BatchMode=yes -p 1 127.0.0.1")
    assert finished.returncode == 1
    assert [problem["capture"] for problem in merged["problems"]] == [f"{FEW[0]}.pcapng"]
