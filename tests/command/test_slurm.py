# SPDX-License-Identifier: GPL-2.0-or-later
"""Shards as an array of Slurm, whose daemons run on this machine for the test alone."""

import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

import pytest

from finrst_command import COMMAND, finrst
from tshark import EVERY_SAMPLE

pytestmark = [
    pytest.mark.skipif(os.geteuid() != 0, reason="Slurm's daemons take root"),
    pytest.mark.skipif(shutil.which("slurmctld") is None or shutil.which("slurmd") is None,
                       reason="slurm-wlm is not installed")]
JOBS = 4
CONFIGURATION = """
ClusterName=finrst
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={controller}
SlurmdPort={worker}
AuthType=auth/none
CredType=cred/none
SlurmUser=root
SlurmdUser=root
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
NodeName={host} NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES State=UP
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(holds, what):
    for _ in range(300):
        if holds():
            return
        time.sleep(0.2)
    raise AssertionError(what)


@pytest.fixture
def slurm(tmp_path):
    """The environment of a cluster of one."""
    for folder in ("state", "spool"):
        (tmp_path / folder).mkdir()
    path = tmp_path / "slurm.conf"
    path.write_text(CONFIGURATION.format(
        host=socket.gethostname().partition(".")[0], folder=tmp_path, controller=free_port(),
        worker=free_port()))
    variables = {**os.environ, "SLURM_CONF": str(path)}
    daemons = []
    for daemon in ("slurmctld", "slurmd"):
        with open(tmp_path / f"{daemon}.log", "wb") as log:
            daemons.append(subprocess.Popen([daemon, "-D", "-f", path], env=variables, stdout=log,
                                            stderr=log))
    wait_until(lambda: "idle" in subprocess.run(["sinfo", "-h", "-o", "%T"], env=variables,
                                                capture_output=True, text=True,
                                                check=False).stdout, "no node is idle")
    yield variables
    for daemon in reversed(daemons):
        daemon.terminate()
        daemon.wait(timeout=30)


def test_an_array_finds_what_one_job_finds(slurm, tmp_path):
    job = (f"{Path(COMMAND).resolve()} -o ndjson --shard $SLURM_ARRAY_TASK_ID/{JOBS} "
           f"{' '.join(map(str, EVERY_SAMPLE))}")
    subprocess.run(["sbatch", "--wait", f"--array=1-{JOBS}", "--output", tmp_path / "%a.ndjson",
                    "--wrap", job], env=slurm, check=True, timeout=120, capture_output=True)
    lines = [line for number in range(1, JOBS + 1)
             for line in (tmp_path / f"{number}.ndjson").read_text().splitlines()]
    assert sorted(lines) == sorted(
        finrst("-o", "ndjson", "--shard", "1/1", *EVERY_SAMPLE).stdout.splitlines())
