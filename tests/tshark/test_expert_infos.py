# SPDX-License-Identifier: GPL-2.0-or-later
import pytest

from passes import BOTH_PASSES
from tshark import INCIDENT_RESETS, STOCK, fields, run, sample_path

WARNING, NOTE, CHAT = "6291456", "4194304", "2097152"


@BOTH_PASSES
@pytest.mark.parametrize("sample, verdict, severity", [
    ("overflow-client-closes", "fin_wait_2_missing", WARNING),
    ("time-wait-refused", "time_wait_missing", WARNING),
    ("half-open-fin", "half_open", WARNING),
    ("abort-unread-data", "abort", NOTE),
    ("refused", "refused", CHAT),
])
def test_each_verdict_has_its_item_and_severity(sample, verdict, severity, passes):
    found = fields(sample_path(sample), f"finrst.expert.{verdict}",
                   "_ws.expert.severity",
                   display_filter=f'finrst.verdict == "{verdict}"', options=passes)
    assert len(found) > 0
    for item, severities in found:
        assert item == "1"
        assert severities.split("|")[-1] == severity  # behind TCP's own


def test_the_message_names_the_frames(incident_capture):
    (messages,), = fields(incident_capture, "_ws.expert.message", display_filter="finrst.verdict")
    own = [message for message in messages.split("|") if "FIN-WAIT-2" in message]
    assert len(own) == 1
    for frame in ("frame 8", "frame 9", "frame 10"):
        assert frame in own[0]


def own_lines(*arguments):
    """What finrst adds to the summary of expert infos: for each line, how often, and its text."""
    summary = run("-q", "-z", "expert", *arguments).stdout
    own = [line.split(maxsplit=3) for line in summary.splitlines() if " finrst " in line]
    assert {tuple(line[1:3]) for line in own} <= {("Sequence", "finrst")}
    return [(int(line[0]), line[3]) for line in own]


@BOTH_PASSES
def test_the_summary_files_it_under_finrst(incident_capture, passes):
    summary = run("-r", incident_capture, "-q", "-z", "expert", *passes).stdout
    warnings = summary[summary.index("Warns"):summary.index("Notes")]
    (count, text), = [line for line in own_lines("-r", incident_capture, *passes)
                      if not line[1].startswith("Incident ")]
    assert count == 1
    assert text in warnings


def test_the_summary_has_one_line_for_an_incident():
    incidents = [line for line in own_lines("-2", "-r", sample_path("incident"))
                 if line[1].startswith("Incident ")]
    assert incidents == [(INCIDENT_RESETS, "Incident 1: 10.0.1.2 probably ran out of TIME_WAIT buckets")]


def test_incidents_are_not_known_while_a_capture_is_read():
    assert not [line for line in own_lines("-r", sample_path("incident"))
                if line[1].startswith("Incident ")]


@pytest.mark.parametrize("sample, harm, severity", [
    ("half-open-data", "data_lost", WARNING),
    ("refused", "requests_failed", WARNING),
    ("abort-unread-data", "unknown", NOTE),
    ("fin-wait-1-data", "nothing_lost", CHAT),
])
def test_an_incident_is_as_severe_as_its_harm(sample, harm, severity):
    (severities,), = fields(sample_path(sample), "_ws.expert.severity",
                            display_filter=f"finrst.expert.incident_{harm}", options=("-2",))
    assert severities.split("|")[-2] == severity  # before that of the verdict


@BOTH_PASSES
def test_tcp_keeps_its_own_items(incident_capture, passes):
    with_plugin = run("-r", incident_capture, "-q", "-z", "expert", *passes).stdout
    without = run("-r", incident_capture, "-q", "-z", "expert", *passes, plugins=STOCK).stdout

    def of_tcp(summary):
        return [line for line in summary.splitlines() if " TCP " in line]
    assert of_tcp(with_plugin) == of_tcp(without) != []


def test_a_healthy_conversation_has_no_item():
    summary = run("-r", sample_path("healthy-client-closes"), "-q", "-z", "expert").stdout
    assert " TCP " in summary
    assert " finrst " not in summary
