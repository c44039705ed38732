# SPDX-License-Identifier: GPL-2.0-or-later
"""The command on an interface, in a network namespace of its own."""

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import time

import pytest

from finrst_command import COMMAND, finrst, network_namespace
from tshark import fields

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="capturing takes root")
NAMESPACE = f"finrst-live-{os.getpid()}"
PORT = 7


@pytest.fixture(autouse=True)
def namespace():
    with network_namespace(NAMESPACE):
        yield


def inside(*command):
    return ["ip", "netns", "exec", NAMESPACE, *command]


def start(*options, interface="lo"):
    """The command, once it captures: what it says of the first RST has come out."""
    return subprocess.Popen(inside(COMMAND, "-i", interface, *options), stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE)


def refuse():
    """A connection that is refused, as nobody listens."""
    subprocess.run(inside("bash", "-c", f"echo </dev/tcp/127.0.0.1/{PORT}"), check=False,
                   stderr=subprocess.DEVNULL)


def wait_for_socket(process):
    """Until the process has its packet socket, and is confined to what is open."""
    for _ in range(100):
        links = []
        for descriptor in os.listdir(f"/proc/{process.pid}/fd"):
            with contextlib.suppress(FileNotFoundError):  # it was closed just now
                links.append(os.readlink(f"/proc/{process.pid}/fd/{descriptor}"))
        status = open(f"/proc/{process.pid}/status").read()
        if any("socket" in link for link in links) and "Seccomp:\t2" in status:
            return status
        time.sleep(0.05)
    raise AssertionError("it does not capture")


def ended(process, with_signal=signal.SIGINT):
    process.send_signal(with_signal)
    output, errors = process.communicate(timeout=10)
    assert process.returncode == 0, errors
    return output.decode()


def test_tells_each_reset_as_it_comes():
    process = start()
    wait_for_socket(process)
    refuse()
    assert select.select([process.stdout], [], [], 10)[0], "nothing comes"
    line = process.stdout.readline().decode()
    assert "127.0.0.1:7 > 127.0.0.1:" in line and "refused" in line
    assert "1 RST, 1 connection reset" in ended(process)


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_ends_with_its_reports_on_a_signal(by):
    process = start("-o", "json")
    wait_for_socket(process)
    refuse()
    time.sleep(0.5)
    document = json.loads(ended(process, by))
    assert document["verdicts"] == {"refused": 1}


def test_gives_up_root():
    process = start()
    status = wait_for_socket(process)
    ended(process)
    assert "Uid:\t0" not in status
    assert "CapEff:\t0000000000000000" in status
    assert "Groups:\t \n" in status or "Groups:\t\n" in status


def test_becomes_the_user_who_called_sudo():
    process = subprocess.Popen(inside("env", "SUDO_UID=1234", "SUDO_GID=1235", COMMAND, "-i", "lo"),
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    status = wait_for_socket(process)
    process.terminate()
    process.wait()
    assert "Uid:\t1234\t1234" in status
    assert "Gid:\t1235\t1235" in status


def test_ends_after_its_time():
    began = time.monotonic()
    finished = finrst("-i", "lo", "--duration", "1", "-z", "verdicts", program=inside(COMMAND))
    assert "FIN-RST verdicts" in finished.stdout
    assert 0.9 < time.monotonic() - began < 5


def test_ends_behind_its_packets():
    process = start("-o", "json", "--count", "2", "-f", f"tcp port {PORT}")
    wait_for_socket(process)
    refuse()
    output, _ = process.communicate(timeout=10)
    assert json.loads(output)["capture"]["segments"] == 2


def test_filter_is_the_kernels():
    process = start("-o", "json", "-f", "tcp port 9")
    wait_for_socket(process)
    refuse()
    time.sleep(0.5)
    assert json.loads(ended(process))["capture"]["segments"] == 0


def test_missing_interface_is_said():
    finished = finrst("-i", "nosuch0", check=False)
    assert finished.returncode == 1
    assert finished.stderr == "finrst: nosuch0: No such device exists\n"
    assert finished.stdout == ""


def test_wrong_filter_is_said():
    finished = finrst("-i", "lo", "-f", "tcp prot 80", check=False, program=inside(COMMAND))
    assert finished.returncode == 1
    assert "syntax error" in finished.stderr


def test_interface_that_vanishes_is_said():
    subprocess.run(["ip", "-n", NAMESPACE, "link", "add", "brief0", "type", "veth"], check=True)
    subprocess.run(["ip", "-n", NAMESPACE, "link", "set", "brief0", "up"], check=True)
    process = start("-z", "verdicts", interface="brief0")
    wait_for_socket(process)
    subprocess.run(["ip", "-n", NAMESPACE, "link", "delete", "brief0"], check=True)
    output, errors = process.communicate(timeout=10)
    assert process.returncode == 2
    assert "brief0: The interface disappeared. What came before counts." in errors.decode()
    assert "FIN-RST verdicts" in output.decode()


def test_a_reset_conversation_is_written_at_once(tmp_path):
    """A moment after the RST, while the capture goes on; the plugin says the same of it."""
    tmp_path.chmod(0o755)
    copy = tmp_path / "copy.pcapng"
    process = start("-w", copy)
    status = wait_for_socket(process)
    assert "Uid:\t0" not in status
    empty = copy.stat().st_size
    refuse()
    for _ in range(100):
        if copy.stat().st_size > empty:
            break
        time.sleep(0.05)
    assert fields(copy, "frame.interface_name", "finrst.verdict",
                  display_filter="finrst.verdict") == [("lo", "refused")]
    refuse()
    time.sleep(0.5)
    assert "2 RSTs" in ended(process)
    assert len(fields(copy, "frame.number", display_filter="frame.comment")) == 2


def test_nothing_is_overwritten_where_there_is_no_interface(tmp_path):
    copy = tmp_path / "copy.pcapng"
    copy.write_text("precious")
    assert finrst("-i", "nosuch0", "-w", copy, check=False).returncode == 1
    assert copy.read_text() == "precious"


def test_a_duration_without_end_is_refused():
    finished = finrst("-i", "lo", "--duration", "4294967297", check=False)
    assert finished.returncode == 1 and "--duration" in finished.stderr
