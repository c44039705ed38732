# SPDX-License-Identifier: GPL-2.0-or-later
import pytest

from passes import BOTH_PASSES
from tshark import STOCK, fields, run, sample_path

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


@BOTH_PASSES
def test_the_summary_files_it_under_finrst(incident_capture, passes):
    summary = run("-r", incident_capture, "-q", "-z", "expert", *passes).stdout
    own = [line.split() for line in summary.splitlines() if " finrst " in line]
    assert [line[:3] for line in own] == [["1", "Sequence", "finrst"]]
    warnings = summary[summary.index("Warns"):summary.index("Notes")]
    assert " finrst " in warnings


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
