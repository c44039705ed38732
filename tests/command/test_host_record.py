# SPDX-License-Identifier: GPL-2.0-or-later
"""What a host says of itself, held beside a capture."""

import json
import re
import subprocess
from itertools import permutations
from pathlib import Path

import pytest

from finrst_command import finrst
from tshark import EVERY_SAMPLE, sample_path

RECORDS = Path(__file__).resolve().parents[1] / "host" / "records"
NAMES = sorted(path.stem for path in RECORDS.glob("*.pcapng"))


def capture(name):
    return RECORDS / f"{name}.pcapng"


def record(name, host="client"):
    return RECORDS / f"{name}.{host}.record"


def document(path, *records, **options):
    arguments = [word for file in records for word in ("--host-record", file)]
    return json.loads(finrst(path, *arguments, "-o", "json", **options).stdout)


def words(path, *records):
    """What is said of the first RST of each connection."""
    flows = document(path, *records)["flows"]
    return [(flow["verdict"], flow["certainty"], flow["kernel_reason"], flow["confirmed"])
            for flow in flows]


def test_without_a_record_nothing_is_confirmed():
    assert words(capture("overflow-client-closes")) == [
        ("fin_wait_2_missing", "probable", None, None)]


def test_the_kernels_word_makes_a_verdict_certain():
    name = "overflow-client-closes"
    assert words(capture(name), record(name), record(name, "server")) == [
        ("fin_wait_2_missing", "certain", "NO_SOCKET", "agrees")]


def test_counters_stand_beside_what_the_capture_shows():
    name = "overflow-client-closes"
    printed = " ".join(finrst(capture(name), "--host-record", record(name)).stdout.split())
    assert "its kernel confirms 1 of 1 RST;" in printed
    assert "refused: the host counts 1, the capture shows 1 (1 by a RST, 0 without one)" in printed
    assert "RSTs sent: the host counts 1, the capture shows 1." in printed
    assert "the host counts 3 at most, the capture shows 3; the limit is 3" in printed


def test_what_the_hosts_tcp_did_not_send_is_somebody_elses():
    for name, host in (("host-firewall-resets-fin", "client"), ("injected-series", "server")):
        assert words(capture(name), record(name, host))[0] == (
            "middlebox", "certain", None, "untraced")


def test_what_a_nat_did_not_translate_the_hosts_own_kernel_resets():
    name = "conntrack-invalid-on-the-host"
    [word] = words(capture(name), record(name, "client"), record(name, "server"))
    assert (word[0], word[3]) == ("middlebox", "agrees")


@pytest.mark.parametrize("ours, other", permutations(NAMES, 2), ids="-with-".join)
def test_a_record_of_another_run_is_refused(ours, other):
    alone = document(capture(ours))
    finished = finrst(capture(ours), "--host-record", record(other), "-o", "json", check=False)
    assert finished.returncode == 2
    assert f"{other}.client.record is not used: it was taken from " in finished.stderr
    assert json.loads(finished.stdout)["flows"] == alone["flows"]


def test_a_record_of_another_host_is_refused(tmp_path):
    text = record("overflow-client-closes").read_text().replace("10.1.1.2", "192.0.2.9")
    text = re.sub(r"address 2001\S+", "address 192.0.2.10", text)
    (tmp_path / "other.record").write_text(text)
    finished = finrst(capture("overflow-client-closes"), "--host-record",
                      tmp_path / "other.record", check=False)
    assert finished.returncode == 2
    assert "is of a host that is not in the capture" in finished.stderr


def test_counters_alone_are_worth_something(tmp_path):
    """An old kernel, or nobody: there is no trace."""
    name = "overflow-client-closes"
    lines = record(name).read_text().splitlines(keepends=True)
    told = [line for line in lines if "tcp_send_reset" not in line and "mark_write" not in line]
    text = "".join(told).replace("== trace on, with reasons", "== trace off: it takes root")
    (tmp_path / "old.record").write_text(text)
    assert words(capture(name), tmp_path / "old.record")[0][2:] == (None, None)
    lines = document(capture(name), tmp_path / "old.record")["capture"]["host_records"]
    assert any("refused: the host counts 1, the capture shows 1" in line for line in lines)
    assert not any("kernel confirms" in line for line in lines)


def test_what_is_no_record_is_named_before_anything_is_read():
    finished = finrst(capture("injected-series"), "--host-record", capture("injected-series"),
                      check=False)
    assert finished.returncode == 1
    assert "injected-series.pcapng is not used: it is not a text" in finished.stderr
    assert finished.stdout == ""


def test_a_copy_carries_the_kernels_word(tmp_path):
    name = "overflow-client-closes"
    finrst(capture(name), "--host-record", record(name), "-w", tmp_path / "copy.pcapng")
    printed = subprocess.run(["tshark", "-r", tmp_path / "copy.pcapng", "-Y", "tcp.flags.reset==1",
                              "-T", "fields", "-e", "frame.comment"],
                             check=True, capture_output=True, text=True).stdout
    assert "own kernel traced this RST, with the reason NO_SOCKET" in printed


def trace_of(sample, clock=0.0, marks=False):
    """What ftrace would have printed of a sample, by what the kernel reported then."""
    labels = json.loads(sample.with_suffix("").with_suffix(".labels.json").read_text())
    fields = ["frame.number", "frame.time_epoch", "ip.src", "ipv6.src", "ip.dst", "ipv6.dst",
              "tcp.srcport", "tcp.dstport"]
    printed = subprocess.run(["tshark", "-r", sample, "-Y", "tcp.flags.reset==1", "-T", "fields",
                              "-E", "occurrence=f",
                              *(word for field in fields for word in ("-e", field))],
                             check=True, capture_output=True, text=True).stdout
    frames = {int(row.split("\t")[0]): row.split("\t") for row in printed.splitlines()}
    lines = []
    for label in labels["resets"]:
        if label["reason"] is None:
            continue
        _, time, v4, v6, to_v4, to_v6, port, to_port = frames[label["frame"]]
        source, destination = (f"{v4}:{port}", f"{to_v4}:{to_port}") if v4 else (
            f"[{v6}]:{port}", f"[{to_v6}]:{to_port}")
        passive = label["reason"] not in ("TCP_ABORT_ON_CLOSE", "TCP_ABORT_ON_LINGER", "TCP_STATE",
                                          "TCP_KEEPALIVE_TIMEOUT")
        lines.append(f"x-1 [000] ..s1. {float(time) - clock:.6f}: tcp_send_reset: "
                     f"skbaddr={int(passive):016x} skaddr={0:016x} src={source} "
                     f"dest={destination} state={label['state']} reason={label['reason']}")
    return labels, lines


def test_the_incident_is_confirmed_reset_by_reset(tmp_path):
    """By lines of another clock, as a trace has it."""
    _, lines = trace_of(sample_path("incident"), clock=1795000000.0)
    (tmp_path / "trace").write_text("\n".join(lines))
    flows = document(sample_path("incident"), tmp_path / "trace")
    assert [flow["confirmed"] for flow in flows["flows"]] == ["agrees"] * 67
    assert {flow["certainty"] for flow in flows["flows"]} == {"certain"}
    assert "its kernel confirms 67 of 67 RSTs;" in flows["capture"]["host_records"][0]


def test_clocks_that_do_not_go_together_are_refused(tmp_path):
    _, lines = trace_of(sample_path("incident"))
    times = [re.search(r"(\d+\.\d+): tcp", line)[1] for line in lines]
    moved = [line.replace(time, f"{float(time) + 7 * number:.6f}")
             for number, (line, time) in enumerate(zip(lines, times))]
    (tmp_path / "trace").write_text("\n".join(moved))
    finished = finrst(sample_path("incident"), "--host-record", tmp_path / "trace", "-o", "json",
                      check=False)
    assert finished.returncode == 2
    assert "their times do not go with those of the capture" in finished.stderr
    assert not any(flow["confirmed"] for flow in json.loads(finished.stdout)["flows"])


KERNELS = [path for path in EVERY_SAMPLE
           if "stacks" not in path.parts and path.with_suffix("").with_suffix(".labels.json").exists()]


@pytest.mark.parametrize("sample", KERNELS, ids=lambda path: path.stem)
def test_the_kernel_confirms_every_sample(sample, tmp_path):
    labels, lines = trace_of(sample)
    if not lines:
        pytest.skip("the kernel sent no RST")
    (tmp_path / "trace").write_text("\n".join(lines))
    flows = document(sample, tmp_path / "trace")["flows"]
    truth = {label["frame"]: label for label in labels["resets"]}
    for flow in flows:
        label = truth[flow["reset_frame"]]
        assert flow["confirmed"] != "contradicts", (flow["reset_frame"], flow["verdict"])
        if flow["confirmed"] == "agrees":
            assert flow["kernel_reason"] == label["reason"]
        if flow["certainty"] == "certain":
            assert flow["verdict"] == label["verdict"]
