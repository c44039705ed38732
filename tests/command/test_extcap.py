# SPDX-License-Identifier: GPL-2.0-or-later
"""The command in Wireshark's list of interfaces, by the real tshark and dumpcap."""

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

from finrst_command import COMMAND, finrst, network_namespace
from tshark import BUILT, NOBODY, environment, fields, share

EXTCAP = ("--extcap-interface", "finrst")
NAMESPACE = f"finrst-extcap-{os.getpid()}"


@pytest.fixture
def folder():
    """That others may enter, too: tshark asks whether it may (access(2)), without capabilities."""
    with tempfile.TemporaryDirectory() as path:
        os.chmod(path, 0o755)
        yield Path(path)


def wireshark_environment(folder):
    """Of a user in whose extcap folder the command is."""
    extcap = folder / "extcap"
    extcap.mkdir()
    shutil.copy(COMMAND, extcap / "finrst")
    share(folder)
    return {**environment(folder, BUILT), "WIRESHARK_EXTCAP_DIR": str(extcap)}


def as_capturer(*command):
    """As somebody who may capture, in the namespace."""
    return ["ip", "netns", "exec", NAMESPACE, "setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}",
            "--clear-groups", "--inh-caps=+net_raw,+dac_override",
            "--ambient-caps=+net_raw,+dac_override", *map(str, command)]


@pytest.fixture
def namespace():
    if os.geteuid() != 0:
        pytest.skip("capturing takes root")
    with network_namespace(NAMESPACE):
        yield


def test_options_are_those_of_the_command():
    settings = finrst(*EXTCAP, "--extcap-config").stdout
    calls = [part.split("}")[0] for part in settings.split("{call=")[1:]]
    assert calls[0] == "--interface" and len(calls) > 4
    assert set(calls[1:]) <= set(finrst("--help").stdout.split())
    assert "{value=lo}" in settings


def test_says_what_is_wrong_with_a_filter():
    assert finrst(*EXTCAP, "--extcap-capture-filter", "tcp port 80").stdout == ""
    assert "syntax error" in finrst(*EXTCAP, "--extcap-capture-filter", "tcp prot 80").stdout


def test_is_in_the_list_of_interfaces(folder, namespace):
    listed = subprocess.run(as_capturer("tshark", "-D"), env=wireshark_environment(folder),
                            capture_output=True, text=True, check=True).stdout
    assert "finrst (FIN-RST: connections that are reset)" in listed


def test_captures_what_is_reset(folder, namespace):
    """From the FIFO to dumpcap's file, with the options of the dialog; it ends with tshark."""
    copy = folder / "copy.pcapng"
    variables = wireshark_environment(folder)
    process = subprocess.Popen(
        as_capturer("tshark", "-i", "finrst", "-o", "extcap.finrst.interface:lo", "-o",
                    "extcap.finrst.cut:TRUE", "-f", "tcp port 7", "-w", copy),
        env=variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    for _ in range(100):
        subprocess.run(["ip", "netns", "exec", NAMESPACE, "bash", "-c",
                        "echo </dev/tcp/127.0.0.1/7"], check=False, stderr=subprocess.DEVNULL)
        time.sleep(0.1)
        if copy.exists() and copy.stat().st_size > 1000:
            break
    process.terminate()
    _, errors = process.communicate(timeout=20)
    assert "rror" not in errors, errors
    assert set(fields(copy, "finrst.verdict", display_filter="finrst.verdict")) == {("refused",)}
    assert fields(copy, "frame.number", display_filter='frame.comment contains "finrst"')
    time.sleep(1)
    assert subprocess.run(["pgrep", "-f", folder / "extcap"], check=False,
                          capture_output=True).stdout == b"", "it ends with its reader"
