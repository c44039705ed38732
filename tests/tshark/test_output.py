# SPDX-License-Identifier: GPL-2.0-or-later
"""The fields in every form in which tshark shows them."""

import json
import xml.etree.ElementTree

import pytest

from passes import BOTH_PASSES
from tshark import fields, run, sample_path, share

SINGLE = (
    "verdict", "certainty", "origin", "cause", "kernel_path", "sender_state", "trigger",
    "trigger_frame", "own_fin_frame", "own_fin_ack_frame", "response_time", "fin_wait_2_time",
    "connection_age", "advice", "affected")


@BOTH_PASSES
@pytest.mark.parametrize("display_filter, frames", [
    ("finrst.verdict == \"fin_wait_2_missing\"", ["11"]),
    ("finrst.verdict == \"abort\"", []),
    ("finrst.cause contains \"unknown\"", ["11"]),
    ("finrst.trigger_frame == 10", ["11"]),
    ("finrst.fin_wait_2_time < 0.5", ["11"]),
    ("finrst.sender_state == \"FIN-WAIT-2\" and tcp.port == 6379", ["11"]),
    ("finrst.evidence contains \"frame 10\"", ["11"]),
    ("tcp.flags.reset == 1 and not finrst", []),
])
def test_display_filters(incident_capture, display_filter, frames, passes):
    found = fields(incident_capture, "frame.number", display_filter=display_filter, options=passes)
    assert found == [(frame,) for frame in frames]


@BOTH_PASSES
def test_a_field_needs_no_filter_that_names_it(incident_capture, passes):
    """Wireshark leaves out what nobody asked for: printing a field is asking for it."""
    found = fields(incident_capture, "finrst.own_fin_frame", options=passes)
    assert found == [("",)] * 10 + [("8",)]


@BOTH_PASSES
@pytest.mark.parametrize("sample", [
    "overflow-client-closes", "half-open-fin", "abort-unread-data", "refused",
    "time-wait-refused"])
def test_each_field_is_there_once(sample, passes):
    names = [f"finrst.{name}" for name in SINGLE]
    found = fields(sample_path(sample), *names, display_filter="finrst.verdict",
                   options=passes)
    assert len(found) > 0
    for values in found:
        assert [value for value in values if "|" in value] == []


@BOTH_PASSES
def test_every_reset_has_the_fields_that_belong_to_every_verdict(passes):
    names = ("verdict", "certainty", "origin", "trigger", "connection_age", "evidence")
    found = fields(sample_path("incident"), *(f"finrst.{name}" for name in names),
                   display_filter="tcp.flags.reset == 1", options=passes)
    assert len(found) > 0
    for values in found:
        assert "" not in values


@BOTH_PASSES
def test_custom_columns(incident_capture, passes):
    columns = ('gui.column.format:"No.","%m","Verdict","%Cus:finrst.verdict:0:R",'
               '"Affected","%Cus:finrst.affected:0:R"')
    lines = run("-r", incident_capture, "-o", columns, *passes).stdout.splitlines()
    assert [line.split() for line in lines][-1] == ["11", "fin_wait_2_missing", "True"]


def test_a_custom_column_links_the_fins_to_their_reset(incident_capture):
    columns = 'gui.column.format:"No.","%m","RST","%Cus:finrst.reset_frame:0:R"'
    lines = run("-r", incident_capture, "-o", columns, "-2").stdout.splitlines()
    assert [line.split() for line in lines][7:10] == [["8", "11"], ["9"], ["10", "11"]]


@pytest.mark.parametrize("passes, coloured", [((), ["11"]), (("-2",), range(1, 12))],
                         ids=["one-pass", "two-pass"])
def test_colouring_rules(folder, incident_capture, passes, coloured):
    profile = folder / ".config" / "wireshark"
    profile.mkdir(parents=True)
    rules = profile / "colorfilters"
    rules.write_text("@Affected@finrst.affected@[65535,0,0][0,0,0]\n")
    for path in (profile.parent, profile, rules):
        share(path)
    found = fields(incident_capture, "frame.number", display_filter="frame.coloring_rule.name",
                   options=["--color", *passes], home=folder)
    assert found == [(str(frame),) for frame in coloured]


def test_json(incident_capture):
    printed = run("-r", incident_capture, "-2", "-T", "json", "--no-duplicate-keys").stdout
    frames = [frame["_source"]["layers"] for frame in json.loads(printed)]
    assert [frame["finrst"].get("finrst.reset_frame") for frame in frames] == (
        [None] * 7 + ["11", None, "11", None])
    reset = frames[-1]["finrst"]
    assert reset["finrst.verdict"] == "fin_wait_2_missing"
    assert reset["finrst.trigger_frame"] == "10"
    assert len(reset["finrst.evidence"]) > 1


def test_pdml_shows_the_links(incident_capture):
    printed = run("-r", incident_capture, "-Y", "finrst.verdict", "-T", "pdml").stdout
    shown = {field.get("name"): field.get("showname")
             for field in xml.etree.ElementTree.fromstring(printed).iter("field")}
    assert shown["finrst.trigger_frame"] == "Answers frame: 10"
    assert shown["finrst.own_fin_frame"] == "Sender's FIN: 8"
    assert shown["finrst.own_fin_ack_frame"] == "ACK of the sender's FIN: 9"


def test_the_links_are_frame_numbers():
    """So that a double click goes to the frame."""
    registered = {}
    for line in run("-G", "fields").stdout.splitlines():
        if line.startswith("F\t") and "\tfinrst." in line:
            _, _, abbreviation, kind, *_ = line.split("\t")
            registered[abbreviation] = kind
    frames = {name for name, kind in registered.items() if name.endswith("_frame")}
    assert len(frames) == 7
    assert {registered[name] for name in frames} == {"FT_FRAMENUM"}
    times = ("response_time", "fin_wait_2_time", "connection_age")
    assert {registered[f"finrst.{name}"] for name in times} == {"FT_RELATIVE_TIME"}


def test_the_packet_details_begin_with_the_reason(incident_capture):
    details = run("-r", incident_capture, "-Y", "finrst.verdict", "-O", "finrst").stdout
    title = next(line for line in details.splitlines() if line.startswith("[FIN-RST analysis"))
    assert "frame 8" in title and "frame 9" in title and "frame 10" in title
    assert "    [Verdict: fin_wait_2_missing]" in details.splitlines()


def test_everything_in_the_details_is_marked_as_generated(incident_capture):
    """None of it stands in the packet, so that Wireshark shows it in brackets."""
    details = run("-r", incident_capture, "-2", "-O", "finrst").stdout
    _, *trees = details.split("[FIN-RST analysis")
    assert len(trees) == 11
    for tree in trees:
        lines = tree.split("\n\n")[0].splitlines()[1:]
        assert [line for line in lines if not line.strip().startswith("[")] == []


def test_affected_conversations_in_a_file_of_their_own(folder):
    sample = sample_path("overflow-client-closes")
    affected = folder / "affected.pcapng"
    run("-r", sample, "-2", "-Y", "finrst.affected", "-w", affected)
    names = ("frame.time_epoch", "tcp.seq_raw", "finrst.verdict", "finrst.fin_wait_2_time")
    alone = fields(affected, *names, options=["-2"])
    assert alone == fields(sample, *names, display_filter="finrst.affected", options=["-2"])
    assert 0 < len(alone) < len(fields(sample, "frame.number"))


def test_scripts_in_lua_read_the_fields(folder, incident_capture):
    script = folder / "verdicts.lua"
    script.write_text("""
        local verdict = Field.new("finrst.verdict")
        local trigger = Field.new("finrst.trigger_frame")
        local listener = Listener.new("tcp")
        function listener.packet(pinfo)
            if verdict() then
                print("lua: " .. pinfo.number .. " " .. tostring(verdict()) .. " "
                      .. tostring(trigger()))
            end
        end
    """)
    printed = run("-r", incident_capture, "-q", "-X", f"lua_script:{script}").stdout
    assert [line for line in printed.splitlines() if line.startswith("lua:")] == [
        "lua: 11 fin_wait_2_missing 10"]
