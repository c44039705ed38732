# SPDX-License-Identifier: GPL-2.0-or-later
"""finrst-collect writes what a host says of itself, and leaves nothing behind."""

import os
import re
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "collect" / "finrst-collect"
INSTANCES = Path("/sys/kernel/tracing/instances")
SHELLS = [["dash"], ["busybox", "sh"], ["bash", "--posix"]]
IS_ROOT = os.geteuid() == 0
traces = pytest.mark.skipif(not IS_ROOT or not INSTANCES.is_dir(), reason="takes root and tracefs")
as_root = pytest.mark.skipif(not IS_ROOT, reason="takes root")


def collect(*arguments, before=()):
    return subprocess.run([*before, SCRIPT, *arguments], capture_output=True, text=True,
                          check=False, timeout=60)


def start(**options):
    """One that runs until it is told otherwise, and has begun."""
    process = subprocess.Popen([SCRIPT], stdout=subprocess.PIPE, text=True, **options)
    lines = []
    while not (lines and lines[-1].startswith("== sample")):
        lines.append(process.stdout.readline())
        assert lines[-1], "it ended by itself"
    return process, lines


def sections(record):
    return [line[3:].split()[0] for line in record.splitlines() if line.startswith("== ")]


def refuse_a_connection():
    """The kernel answers the SYN with a RST. Returns the port that nobody listens at."""
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
    with socket.socket() as client:
        assert client.connect_ex(("127.0.0.1", port)) != 0
    return port


def traces_for(process):
    """Others on this machine may record, too."""
    return (INSTANCES / f"finrst-collect-{process.pid}").is_dir()


def in_order(names, wanted):
    rest = iter(names)
    return all(name in rest for name in wanted)


@pytest.mark.parametrize("shell", SHELLS, ids=lambda shell: shell[0])
def test_each_shell_writes_a_whole_record(shell):
    if shutil.which(shell[0]) is None:
        pytest.skip(f"no {shell[0]}")
    done = collect("-t", "1", before=shell)
    assert done.returncode == 0
    names = sections(done.stdout)
    assert in_order(names, ["host", "settings", "before", "trace", "sample", "sample", "after"])
    assert "net.ipv4.tcp_max_tw_buckets = " in done.stdout
    assert re.search(r"^TcpExtTCPTimeWaitOverflow \d+$", done.stdout, re.MULTILINE)
    assert "address 127.0.0.1\n" in done.stdout


def test_the_script_is_clean():
    if shutil.which("shellcheck") is None:
        pytest.skip("no shellcheck")
    subprocess.run(["shellcheck", SCRIPT], check=True)


def test_without_root_the_counters_and_settings_are_there():
    other = ("setpriv", "--reuid", "nobody", "--clear-groups") if IS_ROOT else ()
    done = collect("-t", "1", before=other)
    assert done.returncode == 0
    assert "it takes root" in done.stderr
    assert "== trace off: it takes root" in done.stdout
    assert "\nTCP: inuse " in done.stdout
    assert "net.ipv4.tcp_fin_timeout = " in done.stdout


@pytest.mark.parametrize("arguments", [["-t"], ["-t", "soon"], ["-x"], ["more"]])
def test_wrong_usage_is_told(arguments):
    done = collect(*arguments)
    assert done.returncode == 1
    assert "-t SECONDS" in done.stderr
    assert not done.stdout


@traces
def test_root_gets_the_kernels_word_on_each_reset():
    process, lines = start()
    port = refuse_a_connection()
    process.send_signal(signal.SIGINT)
    record = "".join(lines) + process.communicate(timeout=30)[0]
    assert f"src=127.0.0.1:{port} " in record
    assert "lost events: 0\n" in record
    assert not traces_for(process)


@traces
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_when_it_is_ended_the_record_is_whole_and_nothing_is_left(name):
    process, _ = start()
    assert traces_for(process)
    process.send_signal(getattr(signal, name))
    rest = process.communicate(timeout=30)[0]
    assert process.returncode == 0
    assert sections(rest)[-1] != "sample"
    assert "after" in sections(rest)
    assert not traces_for(process)


@traces
def test_nothing_is_left_when_nobody_takes_the_record_any_more():
    process, _ = start()
    process.stdout.close()
    assert process.wait(timeout=30) != 0
    assert not traces_for(process)


@as_root
def test_in_a_namespace_the_record_is_that_ones():
    refuse_a_connection()
    done = collect("-t", "1", before=("unshare", "--net"))
    before, after = re.findall(r"^TcpOutRsts (\d+)$", done.stdout, re.MULTILINE)
    assert (before, after) == ("0", "0")
    namespaces = re.findall(r"^view: .*?(net:\[\d+\])", done.stdout, re.MULTILINE)
    assert namespaces and namespaces[0] != os.readlink("/proc/self/ns/net")
    addresses = re.findall(r"^address (\S+)", done.stdout, re.MULTILINE)
    assert all(address in ("127.0.0.1",) for address in addresses)


@traces
def test_the_trace_is_told_the_time_of_day():
    before = time.time()
    record = collect("-t", "1").stdout
    marks = [float(mark) for mark in re.findall(r"finrst-collect realtime (\S+)", record)]
    assert len(marks) >= 3
    assert before - 1 <= marks[0] <= marks[-1] <= time.time() + 1


def test_whole_seconds_of_date_are_made_more_exact(tmp_path):
    """Busybox's `date` tells no fractions."""
    (tmp_path / "date").write_text('#!/bin/sh\nfor format; do :; done\n'
                                   'exec /bin/date "$(echo "$format" | sed s/%N/%%N/)"\n')
    (tmp_path / "date").chmod(0o755)
    path = f"{tmp_path}:{os.environ['PATH']}"
    begin = time.time()
    record = collect("-t", "0", before=("env", f"PATH={path}")).stdout
    end = time.time()
    times = re.findall(r"^== (?:before|sample|after) (\d+\.\d\d)$", record, re.MULTILINE)
    assert len(times) == 3
    assert begin - 0.1 <= float(times[0]) <= float(times[2]) <= end + 0.1
