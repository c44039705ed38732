# SPDX-License-Identifier: GPL-2.0-or-later
"""Hosts, buckets and pools: the figures of `-z finrst,...` against the kernel's own."""

import functools
import json
import subprocess
from pathlib import Path

import jsonschema
import pytest

from tshark import BUILT, EVERY_SAMPLE, SAMPLES, fields, run, sample_path

SCHEMA = json.loads((Path(BUILT).parent / "lib/report/schema/finrst.schema.json").read_text())
LABELS = {path.name.removesuffix(".labels.json"): json.loads(path.read_text())
          for path in SAMPLES.glob("*/*.labels.json")}
OVERFLOWING = sorted(name for name, labels in LABELS.items()
                     if "sockstat" in labels
                     and labels["counters"]["client"].get("TcpExtTCPTimeWaitOverflow"))
POOLS = sorted(name for name, labels in LABELS.items() if "pool" in labels)
# From 60 s on buckets expire when the kernel's timer wheel comes round, up to 2 s late.
BEFORE_EXPIRY = 60


@functools.cache
def document(capture, *arguments):
    """The JSON document; tshark prints nothing else."""
    return json.loads(run("-q", "-r", capture, "-z", ",".join(("finrst,json", *arguments))).stdout)


def host(name):
    """The labels of a sample, and what finrst says of the host whose buckets were watched."""
    labels = LABELS[name]
    hosts = document(sample_path(name))["hosts"]
    return labels, next(host for host in hosts if host["address"] == labels["watched_host"])


def print_beside(capsys, what, name, estimate, kernel):
    with capsys.disabled():
        print(f"\n    {name}: {what} {estimate}, the kernel's {kernel}", end="")


@pytest.mark.parametrize("name", OVERFLOWING)
def test_the_limit_of_buckets_is_found(name, capsys):
    labels, found = host(name)
    limit = labels["tcp_max_tw_buckets"]
    print_beside(capsys, "limit", name, found["tw_bucket_limit_estimate"], limit)
    assert found["tw_bucket_limit_estimate"] == pytest.approx(limit, rel=0.05)
    assert not found["tw_bucket_limit_is_lower_bound"]


@pytest.mark.parametrize("name", OVERFLOWING)
def test_silent_overflows_are_counted(name, capsys):
    labels, found = host(name)
    silent = labels["counters"]["client"]["TcpExtTCPTimeWaitOverflow"] - len(labels["resets"])
    print_beside(capsys, "silent overflows", name, found["silent_overflows_estimate"], silent)
    assert found["silent_overflows_estimate"] == pytest.approx(silent, rel=0.1)


@pytest.mark.parametrize("name", OVERFLOWING)
def test_resets_sent_are_those_of_netstat(name, capsys):
    labels, found = host(name)
    sent = labels["counters"]["client"]["TcpOutRsts"]
    print_beside(capsys, "resets sent", name, found["resets_sent"], sent)
    assert found["resets_sent"] == sent


@pytest.mark.parametrize("name", OVERFLOWING)
def test_buckets_held_are_those_of_sockstat(name, capsys):
    labels, found = host(name)
    held = {second["second"]: second["tw_buckets"] for second in found["seconds"]}
    compared = [(count, held.get(int(time) - 1, 0), held[int(time)])
                for time, count in labels["sockstat"]
                if time < BEFORE_EXPIRY and int(time) in held]
    print_beside(capsys, "samples between the counts of two seconds", name, len(compared), "sockstat")
    assert compared
    for count, second_before, second in compared:
        assert 0.95 * second_before - 1 <= count <= 1.05 * second + 1


def test_a_capture_that_begins_when_the_table_is_full_shows_no_limit(folder):
    capture = folder / "late.pcapng"
    frames = len(fields(sample_path("churn-300"), "frame.number"))
    onset = LABELS["churn-300"]["resets"][0]["frame"]
    subprocess.run(["editcap", "-r", sample_path("churn-300"), capture,
                    f"{onset + 10}-{frames}"], check=True)
    found = next(host for host in document(capture)["hosts"]
                 if host["address"] == LABELS["churn-300"]["watched_host"])
    assert found.get("tw_bucket_limit_estimate") is None
    assert found["silent_overflows_estimate"] == 0


@pytest.mark.parametrize("name", POOLS)
def test_the_use_of_a_pool_is_recognised(name):
    services = document(sample_path(name))["services"]
    service = next(service for service in services if service["port"] == 6379)
    assert service["pool"] == LABELS[name]["pool"]
    assert service["pool_evidence"]


def test_the_incident_gives_both_conclusions():
    printed = run("-q", "-r", sample_path("incident"), "-z", "finrst,incidents").stdout
    text = " ".join(printed.split())
    assert "ran out of TIME_WAIT buckets" in text
    assert "net.ipv4.tcp_max_tw_buckets=" in text
    assert "Do not mix long and short connections" in text


@pytest.mark.parametrize("capture", EVERY_SAMPLE, ids=lambda path: path.stem)
def test_the_document_is_valid(capture):
    jsonschema.validate(document(capture), SCHEMA)


@pytest.mark.parametrize("name", ["overflow-client-closes", "incident", "refused"])
def test_one_and_two_passes_give_the_same_document(name):
    capture = sample_path(name)
    two = json.loads(run("-q", "-2", "-r", capture, "-z", "finrst,json").stdout)
    assert two == document(capture)


def test_a_filter_limits_the_document_to_its_connections():
    capture = sample_path("incident")
    whole = document(capture)
    flow = whole["flows"][0]
    limited = document(capture, f"tcp.stream == {flow['stream']}")
    assert limited["flows"] == [flow]
    assert limited["capture"]["connections"] == 1
    assert whole["capture"]["connections"] > 1


def test_a_filter_that_lets_nothing_through_gives_an_empty_document():
    limited = document(sample_path("incident"), "udp")
    assert limited["flows"] == limited["hosts"] == limited["services"] == []


@pytest.mark.parametrize("table", ["quality", "verdicts", "flows", "hosts", "services"])
@pytest.mark.parametrize("name", ["incident", "overflow-client-closes-ipv6", "abort-unread-data",
                                  "router-resets-fin", "healthy-client-closes"])
def test_tables_fit_a_terminal_of_80_columns(name, table):
    printed = run("-q", "-r", sample_path(name), "-z", f"finrst,{table}").stdout
    assert max(map(len, printed.splitlines())) <= 80


def test_the_tree_counts_by_verdict_cause_and_sender():
    printed = run("-q", "-r", sample_path("incident"), "-z", "finrst,tree").stdout
    rows = [line.split()[:2] for line in printed.splitlines() if line.startswith((" ", "R"))]

    def counted(name):
        return sum(int(count) for item, count in rows if item == name)

    count = len(LABELS["incident"]["resets"])
    for item in ("Resets", "fin_wait_2_missing", LABELS["incident"]["watched_host"]):
        assert counted(item) == count
    # Why the first of them came, the next ones show.
    assert counted("tw_bucket_overflow") + counted("unknown") == count
    assert counted("tw_bucket_overflow") > counted("unknown")


def test_a_wrong_filter_is_a_clear_error():
    finished = run("-q", "-r", sample_path("refused"), "-z", "finrst,hosts,no such filter",
                   check=False)
    assert finished.returncode != 0
    assert "finrst,hosts" in finished.stderr


@pytest.mark.parametrize("name", sorted(name for name in LABELS if name.startswith("healthy-")))
def test_nothing_is_diagnosed_where_nothing_was_found(name):
    assert document(sample_path(name))["diagnosis"] == []


def test_the_limit_given_by_the_user_is_compared():
    printed = run("-q", "-r", sample_path("incident"), "-o", "finrst.max_tw_buckets:300",
                  "-z", "finrst,incidents").stdout
    assert "it was given as 300" in " ".join(printed.split())


def test_the_first_screen_tells_the_worst():
    printed = run("-q", "-r", sample_path("incident"), "-z", "finrst").stdout
    assert "\n1. 10.0.1.2 probably ran out of TIME_WAIT buckets\n" in printed
    assert len(printed.splitlines()) <= 24


@pytest.mark.parametrize("wrong", ["finrst,incident", "finrst,", "finrst,frame.number == 1",
                                   "finrst,hostss", "finrst,jsonl,tcp"])
def test_a_wrong_name_lists_the_right_ones_in_one_line(wrong):
    finished = run("-q", "-r", sample_path("refused"), "-z", wrong, check=False)
    assert finished.returncode != 0
    [line] = [line for line in finished.stderr.splitlines() if "no such report" in line]
    for name in ("incidents", "quality", "verdicts", "flows", "hosts", "services", "json", "tree"):
        assert f" finrst,{name}" in line


def test_a_filter_that_matches_nothing_says_so():
    finished = run("-q", "-r", sample_path("refused"), "-z", "finrst,incidents,udp")
    assert "matches no packet" in finished.stderr
    assert "No RST" in finished.stdout
    with_some = run("-q", "-r", sample_path("refused"), "-z", "finrst,incidents,tcp")
    assert "matches no packet" not in with_some.stderr


def test_each_reset_names_its_incident():
    sample = sample_path("keep-alive-timeout")
    found = fields(sample, "frame.number", "finrst.incident", display_filter="finrst.verdict",
                   options=["-2"])
    incidents = document(sample)["incidents"]
    assert [incident["number"] for incident in incidents] == [1, 2]
    assert found == [(str(frame), str(incident["number"]))
                     for incident in incidents for frame in incident["frames"]]
    second = fields(sample, "frame.number", display_filter="finrst.incident == 2", options=["-2"])
    assert second == [(str(incidents[1]["frames"][0]),)]


def test_each_flow_names_its_incident():
    for name in ("keep-alive-timeout", "nat-forgets-idle-connection", "listen-overflow"):
        found = document(sample_path(name))
        by_number = {incident["number"]: incident for incident in found["incidents"]}
        for flow in found["flows"]:
            assert flow["reset_frame"] in by_number[flow["incident"]]["frames"]


def test_an_incident_is_not_told_before_all_is_read():
    found = fields(sample_path("keep-alive-timeout"), "finrst.verdict", "finrst.incident",
                   display_filter="finrst.verdict")
    assert [number for _, number in found] == ["", ""]
