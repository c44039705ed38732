# SPDX-License-Identifier: GPL-2.0-or-later
"""What a host says of itself, held beside a capture."""

import ipaddress
import json
import re
import subprocess

import pytest

from finrst_command import finrst
from tshark import EVERY_SAMPLE, labels, sample_path


def record(name, host="client"):
    return sample_path(name).with_suffix(f".{host}.record")


def records(sample):
    """What the hosts of the sample said of themselves while it was recorded."""
    return sorted(sample.parent.glob(f"{sample.stem}.*.record"))


RECORDED = [sample for sample in EVERY_SAMPLE if records(sample)]
each_sample = pytest.mark.parametrize("sample", RECORDED, ids=lambda sample: sample.stem)


def document(path, *records, **options):
    arguments = [word for file in records for word in ("--host-record", file)]
    return json.loads(finrst(path, *arguments, "-o", "json", **options).stdout)


def words(path, *records):
    """What is said of the first RST of each connection."""
    flows = document(path, *records)["flows"]
    return [(flow["verdict"], flow["certainty"], flow["kernel_reason"], flow["confirmed"])
            for flow in flows]


def test_without_a_record_nothing_is_confirmed():
    assert words(sample_path("overflow-client-closes")) == [
        ("fin_wait_2_missing", "probable", None, None)]


def test_the_kernels_word_makes_a_verdict_certain():
    name = "overflow-client-closes"
    assert words(sample_path(name), record(name), record(name, "server")) == [
        ("fin_wait_2_missing", "certain", "NO_SOCKET", "agrees")]


def test_counters_stand_beside_what_the_capture_shows():
    name = "overflow-client-closes"
    printed = " ".join(finrst(sample_path(name), "--host-record", record(name)).stdout.split())
    assert "its kernel confirms 1 of 1 RST;" in printed
    assert "refused: the host counts 1, the capture shows 1 (1 by a RST, 0 without one)" in printed
    assert "RSTs sent: the host counts 1, the capture shows 1." in printed
    assert "the host counts 3 at most, the capture shows 3; the limit is 3" in printed


def test_what_the_hosts_tcp_did_not_send_is_somebody_elses():
    for name, host in (("host-firewall-resets-fin", "client"), ("injected-series", "server")):
        assert words(sample_path(name), record(name, host))[0] == (
            "middlebox", "certain", None, "untraced")


def test_what_a_nat_did_not_translate_the_hosts_own_kernel_resets():
    name = "conntrack-invalid-on-the-host"
    [word] = words(sample_path(name), record(name, "client"), record(name, "server"))
    assert (word[0], word[3]) == ("middlebox", "agrees")


@pytest.mark.parametrize("sample, other", zip(RECORDED, RECORDED[1:] + RECORDED[:1]),
                         ids=lambda sample: sample.stem)
def test_a_record_of_another_run_is_refused(sample, other):
    alone = document(sample)
    asked = [word for file in records(other) for word in ("--host-record", file)]
    finished = finrst(sample, *asked, "-o", "json", check=False)
    assert finished.returncode == 2
    for file in records(other):
        assert f"{file.name} is not used: it " in finished.stderr
    assert json.loads(finished.stdout)["flows"] == alone["flows"]


@pytest.mark.parametrize("address, refusal", [
    ("192.0.2.9", "is of a host that is not in the capture (192.0.2.9)."),
    ("127.0.0.1", "names no address of its host but that of the loopback.")])
def test_a_record_of_another_host_is_refused(tmp_path, address, refusal):
    text = re.sub(r"^address .*", f"address {address}",
                  record("overflow-client-closes").read_text(), flags=re.MULTILINE)
    (tmp_path / "other.record").write_text(text)
    finished = finrst(sample_path("overflow-client-closes"), "--host-record",
                      tmp_path / "other.record", check=False)
    assert finished.returncode == 2
    assert refusal in finished.stderr


def test_counters_alone_are_worth_something(tmp_path):
    """An old kernel, or nobody: there is no trace."""
    name = "overflow-client-closes"
    lines = record(name).read_text().splitlines(keepends=True)
    told = [line for line in lines if "tcp_send_reset" not in line and "mark_write" not in line]
    text = "".join(told).replace("== trace on, with reasons", "== trace off: it takes root")
    (tmp_path / "old.record").write_text(text)
    assert words(sample_path(name), tmp_path / "old.record")[0][2:] == (None, None)
    lines = document(sample_path(name), tmp_path / "old.record")["capture"]["host_records"]
    assert any("refused: the host counts 1, the capture shows 1" in line for line in lines)
    assert not any("kernel confirms" in line for line in lines)


def flow(path, *records, **options):
    [found] = document(path, *records, **options)["flows"]
    return found


def counting(tmp_path, *changes):
    """The client's record, changed."""
    text = record("overflow-client-closes").read_text()
    for pattern, replacement in changes:
        text, count = re.subn(pattern, replacement, text)
        assert count > 0, pattern
    path = tmp_path / "client.record"
    path.write_text(text)
    return path


def test_a_refusal_that_was_counted_is_known_not_inferred(tmp_path):
    found = flow(sample_path("overflow-client-closes"), counting(tmp_path))
    assert found["cause"] == "tw_bucket_overflow"
    assert any("this host counted refused TIME_WAIT buckets" in line for line in found["evidence"])


def test_where_none_was_counted_no_table_was_full(tmp_path):
    name = "overflow-client-closes"
    assert flow(sample_path(name))["cause"] == "tw_bucket_overflow"  # as the capture alone looks
    never = counting(tmp_path, (r"TcpExtTCPTimeWaitOverflow \d+", "TcpExtTCPTimeWaitOverflow 0"),
                     *overflows_of_table(record(name)))
    found = flow(sample_path(name), never)
    assert found["cause"] == "unknown"
    assert any("counted no refused TIME_WAIT bucket" in line for line in found["evidence"])
    assert not any("full table" in line for line in found["counter_evidence"])


def overflows_of_table(path):
    """Changes that make the last table of TcpExt, as /proc/net/netstat has it, count none."""
    tables = re.findall(r"^TcpExt: (\D.*)\nTcpExt: (\d.*)$", path.read_text(), re.MULTILINE)
    if not tables:
        return []
    names, values = (line.split() for line in tables[-1])
    none = ["0" if name == "TCPTimeWaitOverflow" else value for name, value in zip(names, values)]
    return [(re.escape(" ".join(values)), " ".join(none))]


def test_each_host_has_its_own_settings(tmp_path):
    name = "overflow-client-closes"
    records = []
    for host, limit in (("client", 3), ("server", 7)):
        text = re.sub(r"(tcp_max_tw_buckets =) \d+", rf"\1 {limit}", record(name, host).read_text())
        records.append(tmp_path / f"{host}.record")
        records[-1].write_text(text)
    told = document(sample_path(name), *records)
    limits = {host["address"]: host["tw_bucket_limit_estimate"] for host in told["hosts"]}
    assert limits == {"10.0.1.2": 3, "10.0.2.2": 7}
    assert not any(host["tw_bucket_limit_is_lower_bound"] for host in told["hosts"])
    assert any("own limit (tcp_max_tw_buckets) is 3" in line for line in told["diagnosis"])


def test_settings_of_a_record_of_another_run_are_not_used(tmp_path):
    """Nor while the capture is read, before anything shows whose they are."""
    sample = sample_path("incident")
    text = record("injected-series").read_text()
    for setting, value in (("tcp_max_tw_buckets", 77), ("tcp_fin_timeout", 1)):
        text = re.sub(rf"({setting} =) \d+", rf"\1 {value}", text)
    (tmp_path / "other.record").write_text(text)
    told, alone = document(sample, tmp_path / "other.record", check=False), document(sample)
    for part in ("flows", "hosts", "verdicts"):
        assert told[part] == alone[part], part


def test_what_is_no_record_is_named_before_anything_is_read():
    capture = sample_path("injected-series")
    finished = finrst(capture, "--host-record", capture, check=False)
    assert finished.returncode == 1
    assert "injected-series.pcapng is not used: it is not a text" in finished.stderr
    assert finished.stdout == ""


def test_a_copy_carries_the_kernels_word(tmp_path):
    name = "overflow-client-closes"
    finrst(sample_path(name), "--host-record", record(name), "-w", tmp_path / "copy.pcapng")
    printed = subprocess.run(["tshark", "-r", tmp_path / "copy.pcapng", "-Y", "tcp.flags.reset==1",
                              "-T", "fields", "-e", "frame.comment"],
                             check=True, capture_output=True, text=True).stdout
    assert "own kernel traced this RST, with the reason NO_SOCKET" in printed
    printed = subprocess.run(["capinfos", "-k", tmp_path / "copy.pcapng"], check=True,
                             capture_output=True, text=True).stdout
    assert "10.0.1.2, by its own word: its kernel confirms 1 of 1 RST" in printed
    assert "the host counts 1, the capture shows 1" in printed


def test_a_copy_for_others_names_no_record(tmp_path):
    """Neither its own host's, nor one of another host."""
    ours = tmp_path / "secret-name.record"
    ours.write_text(record("overflow-client-closes").read_text())
    other = tmp_path / "other-name.record"
    other.write_text("address 192.0.2.9\n" + record("injected-series").read_text())
    finrst(sample_path("overflow-client-closes"), "--host-record", ours, "--host-record", other,
           "--replace-addresses", "-w", tmp_path / "copy.pcapng", check=False)
    copy = (tmp_path / "copy.pcapng").read_bytes()
    assert b"its kernel confirms 1 of 1 RST" in copy
    for secret in (b"secret-name", b"other-name", b"192.0.2.9", b"10.0.1.2"):
        assert secret not in copy


def addresses(record):
    told = re.findall(r"^address (\S+)", record.read_text(), re.MULTILINE)
    return {str(ipaddress.ip_address(address)) for address in told}


@each_sample
def test_the_records_of_a_sample_agree_with_it(sample):
    """What the kernel sent it confirms, with its reason; the rest its TCP did not send."""
    recorded = {address for record in records(sample) for address in addresses(record)}
    truth = {label["frame"]: label["reason"] for label in labels(sample)["resets"]}
    for flow in document(sample, *records(sample))["flows"]:
        if not {flow["client"], flow["server"]} <= recorded:
            continue  # a router answers for one of them
        reason = truth[flow["reset_frame"]]
        assert (flow["confirmed"], flow["kernel_reason"]) == (
            "agrees" if reason else "untraced", reason), flow["reset_frame"]


FULL = sample_path("churn-1000")  # its host's table of TIME_WAIT buckets


def lines_of_trace(name):
    """As ftrace prints them, by another clock than the capture's."""
    return [line for line in record(name).read_text().splitlines() if "tcp_send_reset" in line]


def test_a_bare_trace_confirms_each_reset(tmp_path):
    (tmp_path / "trace").write_text("\n".join(lines_of_trace(FULL.stem)))
    said = document(FULL, tmp_path / "trace")
    assert {flow["confirmed"] for flow in said["flows"]} == {"agrees"}
    assert {flow["certainty"] for flow in said["flows"]} == {"certain"}


def test_clocks_that_do_not_go_together_are_refused(tmp_path):
    lines = lines_of_trace(FULL.stem)
    apart = [moved(line, 7 * number) for number, line in enumerate(lines)]
    (tmp_path / "trace").write_text("\n".join(apart))
    finished = finrst(FULL, "--host-record", tmp_path / "trace", "-o", "json", check=False)
    assert finished.returncode == 2
    assert "their times do not go with those of the capture" in finished.stderr
    assert not any(flow["confirmed"] for flow in json.loads(finished.stdout)["flows"])


def moved(line, seconds):
    time = re.search(r"(\d+\.\d+): tcp", line)[1]
    return line.replace(time, f"{float(time) + seconds:.6f}")


def test_what_may_be_one_burst_or_another_is_refused(tmp_path):
    """Of each connection another RST was sent a second before; by the lines alone, either was
    captured."""
    lines = lines_of_trace(FULL.stem)
    before = [moved(line, -1).replace("NO_SOCKET", "TCP_STATE") for line in lines]
    (tmp_path / "trace").write_text("\n".join(before + lines))
    finished = finrst(FULL, "--host-record", tmp_path / "trace", "-o", "json", check=False)
    assert finished.returncode == 2
    assert "which of them were captured is not known" in finished.stderr
    assert not any(flow["confirmed"] for flow in json.loads(finished.stdout)["flows"])


def test_clocks_of_utc_tell_which_burst_was_captured():
    """The RSTs of the processes that a reboot ended did not come through; those of the listener that
    took their place did."""
    name = "host-rebooted"
    said = document(sample_path(name), *records(sample_path(name)))
    assert {flow["kernel_reason"] for flow in said["flows"]} == {"TCP_FLAGS"}
    assert any("5 more that it sent meanwhile" in line
               for line in said["capture"]["host_records"])


@pytest.mark.parametrize("name", ["incident", FULL.stem])
def test_a_full_table_beside_what_its_host_counted(name):
    """Each RST confirmed; found as many refused buckets as counted; the limit is known."""
    counted = labels(sample_path(name))
    resets = len(counted["resets"])
    refused = counted["counters"]["client"]["TcpExtTCPTimeWaitOverflow"]
    printed = " ".join(finrst(sample_path(name), "--host-record", record(name)).stdout.split())
    assert f"its kernel confirms {resets} of {resets} RSTs;" in printed
    assert (f"refused: the host counts {refused}, the capture shows {refused} "
            f"({resets} by a RST, {refused - resets} without one)") in printed
    assert f"the limit is {counted['tcp_max_tw_buckets']}" in printed


def test_what_each_namespace_may_have_sent_is_not_said_to_be_lacking():
    """The trace is the whole machine's: others talked on their loopback meanwhile."""
    assert "src=127.0.0.1" in record(FULL.stem).read_text()
    printed = " ".join(finrst(FULL, "--host-record", record(FULL.stem)).stdout.split())
    assert "more that it sent meanwhile" not in printed
