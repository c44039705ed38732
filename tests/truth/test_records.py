# SPDX-License-Identifier: GPL-2.0-or-later
"""With the records of its hosts, what finrst says of a sample is surer, and as true."""

import json
import os
import subprocess

import pytest

import frames as captures
from evidence_checker import check, summary
from finrst import Said
from kernel_claims import KernelWord
from seen import SAMPLES

RECORDED = sorted(sample for sample in SAMPLES.glob("*/*.pcapng")
                  if sample.with_suffix(".client.record").exists())


def records(sample):
    return sorted(sample.parent.glob(f"{sample.stem}.*.record"))


def ask(sample, *records):
    """What the command says of each connection that was reset."""
    asked = [word for record in records for word in ("--host-record", record)]
    printed = subprocess.run([os.environ["FINRST_COMMAND"], "-o", "json", sample, *asked],
                             check=True, capture_output=True, text=True).stdout
    return json.loads(printed)["flows"]


def said(flow):
    return Said(flow["reset_frame"], flow["verdict"], flow["certainty"], flow["cause"] or "",
                flow["trigger"], "", tuple(flow["evidence"]), tuple(flow["counter_evidence"]),
                tuple(flow["alternatives"]), flow["related_frame"] or 0, flow["accepted"])


def labels(sample):
    written = json.loads(sample.with_suffix(".labels.json").read_text())["resets"]
    return {label["frame"]: label for label in written}


def falsehoods(sample, flows, reasons):
    """`reasons`: of the kernel, by frame."""
    alone = {flow["reset_frame"]: flow["verdict"] for flow in ask(sample)}
    truth = labels(sample)
    kernel = {frame: KernelWord(reasons[frame], verdict, truth[frame].get("cause", ""))
              for frame, verdict in alone.items()}
    return list(check(sample.stem, captures.read(sample), map(said, flows), kernel))


def samples_with_records():
    return pytest.mark.parametrize("sample", RECORDED, ids=lambda sample: sample.stem)


@samples_with_records()
def test_every_sentence_is_true(sample):
    reasons = {frame: label["reason"] for frame, label in labels(sample).items()}
    found = falsehoods(sample, ask(sample, *records(sample)), reasons)
    assert not found, "\n".join(summary(found))


@samples_with_records()
def test_what_is_certain_is_so(sample):
    truth = labels(sample)
    for flow in ask(sample, *records(sample)):
        if flow["certainty"] == "certain":
            assert flow["verdict"] == truth[flow["reset_frame"]]["verdict"], flow["reset_frame"]


@pytest.fixture
def sample():
    return next(sample for sample in RECORDED if sample.stem == "overflow-client-closes")


def other_record(sample, folder, old, new):
    text = sample.with_suffix(".client.record").read_text()
    assert old in text
    (folder / "other.record").write_text(text.replace(old, new))
    return folder / "other.record"


def test_a_contradiction_is_true_of_a_kernel_that_contradicts(sample, tmp_path):
    other = other_record(sample, tmp_path, "reason=NO_SOCKET", "reason=TCP_ABORT_ON_CLOSE")
    flow, = ask(sample, other)
    assert flow["confirmed"] == "contradicts"
    frame = flow["reset_frame"]
    assert not falsehoods(sample, [flow], {frame: "TCP_ABORT_ON_CLOSE"})
    assert len(falsehoods(sample, [flow], {frame: "NO_SOCKET"})) == 1
    assert len(falsehoods(sample, [flow], {frame: None})) == 2


def test_an_old_kernel_gives_no_reason(sample, tmp_path):
    other = other_record(sample, tmp_path, " reason=NO_SOCKET", "")
    flow, = ask(sample, other)
    assert flow["confirmed"] == "agrees"
    assert not falsehoods(sample, [flow], {flow["reset_frame"]: ""})
    assert len(falsehoods(sample, [flow], {flow["reset_frame"]: "NO_SOCKET"})) == 1


def test_what_the_kernel_sent_must_not_be_called_untraced(sample):
    flow, = ask(sample, *records(sample))
    frame = flow["reset_frame"]
    flow["evidence"] = ["the sender's own kernel was traced at that time, and its TCP did not send "
                        "this RST"]
    assert len(falsehoods(sample, [flow], {frame: "NO_SOCKET"})) == 1
    assert not falsehoods(sample, [flow], {frame: None})


@pytest.mark.parametrize("sentence", [
    "this host counted refused TIME_WAIT buckets (TcpExtTCPTimeWaitOverflow) when this close asked "
    "for one: its table was full",
    "this host counted no refused TIME_WAIT bucket (TcpExtTCPTimeWaitOverflow) from this close to "
    "its RST: its table was not full"])
def test_a_count_of_refused_buckets_is_true_of_one_cause_alone(sentence):
    by_cause = {}
    for name in ("overflow-client-closes", "fin-wait-2-timeout"):
        sample = next(one for one in RECORDED if one.stem == name)
        flow, = ask(sample, *records(sample))
        flow["evidence"] = [sentence]
        by_cause[name] = not falsehoods(sample, [flow], {flow["reset_frame"]: "NO_SOCKET"})
    assert by_cause == {"overflow-client-closes": "was full" in sentence,
                        "fin-wait-2-timeout": "was not full" in sentence}
