# SPDX-License-Identifier: GPL-2.0-or-later
"""--host-record live: a capture of this host, with this host's own word, without a file."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from finrst_command import COMMAND, finrst, network_namespace

NAMESPACE = f"finrst-words-{os.getpid()}"
TRACEFS = Path("/sys/kernel/tracing")
PORT = 7

pytestmark = pytest.mark.skipif(
    os.geteuid() != 0 or not (TRACEFS / "events/tcp/tcp_send_reset").exists(),
    reason="it takes root, and tracefs with the tracepoint tcp:tcp_send_reset")


@pytest.fixture(autouse=True)
def namespace():
    with network_namespace(NAMESPACE):
        yield


def inside(*command):
    """Not "ip netns exec", which hides tracefs."""
    return ["nsenter", f"--net=/run/netns/{NAMESPACE}", *command]


def start(*options):
    return subprocess.Popen(inside(COMMAND, "-i", "lo", "--host-record", "live", *options),
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def children(process):
    return Path(f"/proc/{process}/task/{process}/children").read_text().split()


def instances(process):
    """Those of tracefs that the collector of that command has: its keeper's child."""
    [keeper] = children(process.pid)
    [collector] = children(keeper)
    return TRACEFS / "instances" / f"finrst-collect-{collector}"


def wait_until(condition):
    for _ in range(300):
        found = condition()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError("not within 15 s")


def wait_for_capture(process):
    """Until it has given up its privileges, behind which it captures."""
    status = Path(f"/proc/{process.pid}/status")
    wait_until(lambda: "NoNewPrivs:\t1" in status.read_text())


def refuse():
    """A connection that is refused, as nobody listens."""
    subprocess.run(inside("bash", "-c", f"echo </dev/tcp/127.0.0.1/{PORT}"), check=False,
                   stderr=subprocess.DEVNULL)


def test_the_kernels_word_comes_with_the_capture():
    process = start("-o", "json")
    wait_for_capture(process)
    instance = instances(process)
    assert instance.exists()
    for _ in range(3):
        refuse()
    time.sleep(1.2)  # counters come by the second
    process.send_signal(signal.SIGINT)
    printed, problems = process.communicate(timeout=30)
    assert problems == b""
    report = json.loads(printed)
    assert [(flow["kernel_reason"], flow["confirmed"]) for flow in report["flows"]] == [
        ("NO_SOCKET", "agrees")] * 3
    lines = report["capture"]["host_records"]
    assert any("live: its kernel confirms 3 of 3 RSTs" in line for line in lines)
    assert any("RSTs sent: the host counts 3, the capture shows 3." in line for line in lines)
    assert not instance.exists()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL], ids=["ended", "killed"])
def test_nothing_of_it_stays(how):
    process = start()
    wait_for_capture(process)
    instance = instances(process)
    assert instance.exists()
    process.send_signal(how)
    process.communicate(timeout=30)
    wait_until(lambda: not instance.exists())


def test_files_have_no_host_that_records():
    finished = finrst("capture.pcap", "--host-record", "live", check=False)
    assert finished.returncode == 1
    assert "give -i, too" in finished.stderr
