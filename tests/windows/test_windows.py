# SPDX-License-Identifier: GPL-2.0-or-later
"""finrst.exe says of every capture what the command says on Linux, octet by octet."""

import gzip
import json
import os
import re
import shlex
import shutil
import subprocess

import pytest

from finrst_command import COMMAND, network_namespace
from tshark import EVERY_SAMPLE, REPOSITORY, sample_path

EXE = REPOSITORY / "build" / "windows" / "bin" / "finrst.exe"
INTERRUPT = REPOSITORY / "build" / "windows" / "interrupt.exe"
# Of Windows itself.
SYSTEM_LIBRARIES = {"ADVAPI32.dll", "KERNEL32.dll", "msvcrt.dll", "SHELL32.dll", "WS2_32.dll"}
SAMPLE = sample_path("overflow-client-closes")
PAIR = [REPOSITORY / "tests/places/pairs" / f"injected-beside-the-number.{end}.pcapng"
        for end in ("client", "server")]
# Whose wpcap.dll: wine's own captures and does not filter, that of packet_library.sh is the reverse.
WITHOUT_NPCAP = {"WINEDLLOVERRIDES": "wpcap="}
OF_WINE = {"WINEDLLOVERRIDES": "wpcap=b"}
OF_LIBPCAP = {"WINEDLLOVERRIDES": "wpcap=n"}


def on(program, *arguments, stdin=None, environment=None):
    """The exit status and both outputs, all in octets."""
    finished = subprocess.run([*program, *map(str, arguments)], input=stdin, capture_output=True,
                              check=False, cwd=REPOSITORY,
                              env={**os.environ, **(environment or {})})
    return finished.returncode, finished.stdout, finished.stderr


def windows(*arguments, **how):
    return on(["wine", EXE], *arguments, **how)


def linux(*arguments, **how):
    return on([COMMAND], *arguments, **how)


def reads(outcome):
    """What was printed, of which nothing was wrong."""
    status, output, problems = outcome
    assert (status, problems) == (0, b"")
    return output


def relative(paths):
    return [path.relative_to(REPOSITORY) for path in paths]


def test_is_one_file():
    imported = subprocess.run(["x86_64-w64-mingw32-objdump", "-p", EXE], check=True, text=True,
                              capture_output=True).stdout
    assert set(re.findall(r"DLL Name: (\S+)", imported)) == SYSTEM_LIBRARIES


@pytest.mark.parametrize("kind", ["json", "ndjson"])
def test_all_samples(kind):
    of_each = ["--shard", "1/1", "-o", kind, *relative(EVERY_SAMPLE)]
    assert reads(windows(*of_each)) == reads(linux(*of_each))


@pytest.mark.parametrize("report", [
    ["-z", "incidents,quality,verdicts,flows,hosts,services"],
    ["--host-record", sample_path("incident").with_suffix(".server.record"), "-o", "json"],
    ["--count", "30", "-o", "json"], ["--help"], ["--version"]])
def test_reports(report):
    asked = [*report, sample_path("incident")]
    assert reads(windows(*asked)) == reads(linux(*asked))


def test_both_ends():
    assert reads(windows("--both-ends", *PAIR)) == reads(linux("--both-ends", *PAIR))


def test_pipe():
    octets = SAMPLE.read_bytes()
    assert reads(windows("-o", "json", "-", stdin=octets)) == reads(
        linux("-o", "json", "-", stdin=octets))


def test_ctrl_c_ends_reading_of_a_pipe(tmp_path):
    """Of one that Windows made: from one of Linux, wine reads until its writer closes it."""
    copies = [tmp_path / "windows.pcapng", tmp_path / "linux.pcapng"]
    pressed = shlex.join(["wine", str(INTERRUPT), str(SAMPLE), f"Z:{EXE} -w Z:{copies[0]} -"])
    subprocess.run(["script", "--quiet", "--return", "--command", pressed, "/dev/null"],
                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, timeout=120, check=True)
    reads(linux("-w", copies[1], "-", stdin=SAMPLE.read_bytes()))
    assert copies[0].read_bytes() == copies[1].read_bytes()


@pytest.mark.parametrize("packed", ["gzip", "zstd", "lz4"])
def test_packed(packed):
    octets = subprocess.run([packed, "-c", SAMPLE], check=True, capture_output=True).stdout
    assert reads(windows("-", stdin=octets)) == reads(linux("-", stdin=octets))


def test_paths_of_windows(tmp_path):
    """With backslashes, spaces, and letters that are in no code page of the west."""
    there = tmp_path / "zwei Wörter" / "受信.pcapng"
    there.parent.mkdir()
    shutil.copy(SAMPLE, there)
    path = "Z:" + str(there).replace("/", "\\")
    copy = path.replace("受信", "Kopie von 受信")
    output = reads(windows("-o", "ndjson", path, "-w", copy))
    assert {json.loads(line)["capture"] for line in output.splitlines()} == {"受信.pcapng"}
    assert {entry.name for entry in there.parent.iterdir()} == {
        "受信.pcapng", "Kopie von 受信.pcapng"}
    status, _, problems = windows(path.replace("受信", "fehlt"))
    assert status == 1
    assert "zwei Wörter\\fehlt.pcapng" in problems.decode()


@pytest.mark.parametrize("damage", [
    lambda octets: octets[:-7], lambda octets: octets[:100], lambda octets: b"",
    lambda octets: b"no capture at all", lambda octets: gzip.compress(octets)[:-20]],
    ids=["cut-short", "first-block", "empty", "text", "gzip-cut-short"])
def test_damaged(damage):
    octets = damage(SAMPLE.read_bytes())
    assert windows("-o", "json", "-", stdin=octets) == linux("-o", "json", "-", stdin=octets)


@pytest.mark.parametrize("usage", [
    [], ["--nonsense"], ["missing.pcap"], ["-o", "xml", "a.pcap"], ["--shard", "1/2", "a.pcap"]])
def test_wrong_usage(usage):
    assert windows(*usage) == linux(*usage)
    assert windows(*usage)[0] == 1


@pytest.mark.parametrize("how", [
    [SAMPLE], ["--select", "all", SAMPLE], ["--cut", SAMPLE], ["--both-ends", *PAIR],
    ["--memory", "64MiB", SAMPLE]], ids=["reset", "all", "cut", "both-ends", "on-the-way"])
def test_copies(tmp_path, how):
    copies = []
    for name, run in (("windows", windows), ("linux", linux)):
        folder = tmp_path / name
        folder.mkdir()
        copy = folder / "copy.pcapng"
        copy.write_bytes(b"of an earlier day")  # is replaced
        reads(run("-w", copy, *how))
        assert list(folder.iterdir()) == [copy]
        copies.append(copy.read_bytes())
    assert copies[0] == copies[1]


def test_copy_that_cannot_be(tmp_path):
    status, _, problems = windows("-w", tmp_path / "missing" / "copy.pcapng", SAMPLE)
    assert status == 1
    assert "Choose a folder that exists." in problems.decode()
    copied_on = tmp_path / "capture.pcapng"
    shutil.copy(SAMPLE, copied_on)
    assert windows("-w", copied_on, copied_on)[0] == 1
    assert copied_on.read_bytes() == SAMPLE.read_bytes()


def filtered(expression, *arguments, **how):
    asked = ["-f", expression, "-o", "json", *arguments]
    return (windows(*asked, environment=OF_LIBPCAP, **how), linux(*asked, **how))


@pytest.mark.parametrize("expression", ["tcp port 6379", "host 10.0.1.2 and not port 59112",
                                        "tcp[tcpflags] & tcp-rst != 0"])
def test_filter(expression):
    sample = sample_path("incident")
    ours, theirs = filtered(expression, sample)
    assert reads(ours) == reads(theirs)
    ours, theirs = filtered(expression, "-", stdin=sample.read_bytes())
    assert reads(ours) == reads(theirs)


@pytest.mark.parametrize("expression", ["port of nothing", "tcp and udp"])
def test_filter_that_is_none(expression):
    ours, theirs = filtered(expression, SAMPLE)
    assert ours == theirs
    assert ours[0] == 1


@pytest.mark.parametrize("wish", [["-i", "Ethernet"], ["-f", "tcp", SAMPLE]])
def test_without_npcap(wish):
    status, output, problems = windows(*wish, environment=WITHOUT_NPCAP)
    assert (status, output) == (1, b"")
    assert b"Npcap is not installed" in problems


def test_a_record_of_this_host_is_refused():
    status, _, problems = windows("-i", "Ethernet", "--host-record", "live")
    assert status == 1
    assert b"finrst-collect" in problems


ASK_FOR_A_CLOSED_PORT = """
import socket, time
for _ in range(60):
    with socket.socket() as client:
        client.connect_ex(("127.0.0.1", 9))
    time.sleep(0.1)
"""


def test_live():
    """On the loopback of a namespace."""
    name = f"finrst-windows-{os.getpid()}"
    there = ["ip", "netns", "exec", name]
    with network_namespace(name):
        listed = reads(on([*there, "wine", EXE], "--extcap-config", environment=OF_WINE))
        interface = re.search(rb"\{value=(\\Device[^}]*\})\}", listed)[1].decode()
        asking = subprocess.Popen([*there, "python3", "-c", ASK_FOR_A_CLOSED_PORT])
        output = reads(on([*there, "wine", EXE], "-i", interface, "--duration", "2",
                          "-o", "ndjson", environment=OF_WINE))
        asking.kill()
        asking.wait()
    flows = [json.loads(line) for line in output.splitlines()]
    flows = [line for line in flows if line["type"] == "flow"]
    assert len(flows) > 3
    assert {flow["verdict"] for flow in flows} == {"refused"}
