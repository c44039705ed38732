# SPDX-License-Identifier: GPL-2.0-or-later
"""What two captures of one conversation prove, and that they prove nothing false."""

import json
import random
import re
from collections import Counter
from dataclasses import replace

import pytest

import documented
import frames as captures
from both_ends import (CERTAINTIES, ENDS, NAMES, PAIRS, both, capture, document, look,
                       said_of)
from finrst_command import finrst
from views import seen_through

DOCUMENT = PAIRS.parents[2] / "docs/both-ends.md"
TABLE = re.compile(r"^\| captured at \|.*\n(?:\|.*\n)*", re.MULTILINE)
# Between the hosts; a firewall on a host is none of these.
MADE_BETWEEN = [name for name in NAMES if name.startswith(
    ("router-re", "box-", "injected-", "numbers-shifted-router-resets"))]
# A firewall on the host answers as a host without the socket does: no capture tells them apart.
LOOKS_ALIKE = {"host-firewall-resets-fin"}
# A SYN proxy gives the connection other numbers on each side.
JOINED = [name for name in NAMES if name != "syn-proxy-server-refuses"]
# On whose ports there is more than one connection, or which reset and go on.
AGAIN = ["port-reused", "overflow-four-tuple-reused", "live-bucket-syn", "syn-ack-stale"]
HOUR = 3600 * 10**9


@pytest.fixture(scope="module")
def judged():
    return [said for name in JOINED for said in look(name) if "verdict" in said.label]


def lines(judged):
    return "\n".join(map(str, judged))


def test_no_verdict_of_both_ends_is_wrong_that_is_certain(judged):
    wrong = [said for said in judged if said.is_wrong and said.certainty == "certain"]
    assert not wrong, lines(wrong)


def test_what_is_probable_is_right_but_for_what_nothing_tells_apart(judged):
    wrong = [said for said in judged if said.is_wrong and said.certainty == "probable"]
    assert {said.sample for said in wrong} == LOOKS_ALIKE, lines(wrong)


def test_both_ends_make_more_certain_than_one(judged):
    certain = Counter(said.seen for said in judged if said.certainty == "certain")
    assert certain["both"] > max(certain[end] for end in ENDS)


def table(judged):
    yield "| captured at | RSTs | " + " | ".join(CERTAINTIES) + " | says nothing |"
    yield "|---|" + "---|" * (len(CERTAINTIES) + 2)
    for seen in (*ENDS, "both"):
        of_view = [said for said in judged if said.seen == seen]
        cells = []
        for certainty in CERTAINTIES:
            said = [one for one in of_view if one.certainty == certainty and not one.says_nothing]
            cells.append(f"{sum(not one.is_wrong for one in said)} of {len(said)}")
        nothing = sum(one.says_nothing for one in of_view)
        yield f"| {seen} | {len(of_view)} | {' | '.join(cells)} | {nothing} |"


def test_the_documented_table_is_what_is_seen(judged):
    documented.compare(DOCUMENT, TABLE, table(judged))


@pytest.mark.parametrize("name", MADE_BETWEEN)
def test_what_was_made_between_the_hosts_is_proven(name):
    said = list(said_of(name, "both", both(*(capture(name, end) for end in ENDS))))
    assert [(one.flow["verdict"], one.certainty, one.flow["sent"]) for one in said] == [
        ("middlebox", "certain", "no")] * len(said)
    assert said


def test_a_refusal_is_not_proven_by_another_service_where_a_port_may_have_been_filtered(tmp_path):
    paths, _ = seen_at(tmp_path, "router-refuses-for-far-host", list, list)  # without filters
    flow, = both(*paths)["flows"]
    assert (flow["certainty"], flow["sent"]) == ("possible", "unknown")


def false_proofs(name, told, originals=None):
    """RSTs that a host's kernel sent, and that are said for certain to be made by others; the
    router's is one of these others."""
    return [said for said in said_of(name, "both", told, originals)
            if (said.flow["sent"], said.certainty) == ("no", "certain")
            and said.label["reason"] is not None and said.label.get("verdict") != "middlebox"]


def test_nothing_that_a_kernel_sent_is_proven_to_be_made_between():
    false = [said for name in JOINED
             for said in false_proofs(name, both(*(capture(name, end) for end in ENDS)))]
    assert not false, lines(false)


def seen_at(folder, name, client_view, server_view):
    """The pair as others would have recorded it, and the frames' numbers before."""
    paths, originals = [], {}
    for end, view in zip(ENDS, (client_view, server_view)):
        frames = captures.read(capture(name, end))
        shown = seen_through(view, frames, f"{name} {end}") if isinstance(view, str) else view(frames)
        paths.append(folder / f"{name}.{end}.pcapng")
        captures.write(paths[-1], shown)
        originals[end] = [frame.original for frame in shown]
    return paths, originals


VIEWS = [("whole", "drops_10"), ("drops_10", "whole"), ("drops_5", "drops_5"), ("late", "whole"),
         ("whole", "late"), ("flags", "whole"), ("whole", "resets"), ("from_client", "whole"),
         ("whole", "from_server"), ("span", "whole"), ("whole", "snap"),
         ("milliseconds", "milliseconds"), ("reordered", "whole")]


@pytest.mark.parametrize("views", VIEWS, ids="-".join)
def test_no_proof_is_false_however_it_was_recorded(views, tmp_path):
    false = []
    for name in JOINED:
        chosen = [list if view == "whole" else view for view in views]
        paths, originals = seen_at(tmp_path, name, *chosen)
        if not all(originals.values()):
            continue
        finished = finrst("--both-ends", *paths, "-o", "json", check=False)
        if finished.returncode == 0:
            false += false_proofs(name, json.loads(finished.stdout), originals)
    assert not false, lines(false)


def test_no_proof_is_false_where_packets_are_missing_by_chance(tmp_path):
    false = []
    for name in AGAIN:
        for seed in range(20):
            chance = random.Random(f"{name} {seed}")
            paths, originals = seen_at(tmp_path, name, list, lambda frames: [
                frame for frame in frames if chance.random() > 0.2])
            finished = finrst("--both-ends", *paths, "-o", "json", check=False)
            if finished.returncode == 0:
                false += false_proofs(name, json.loads(finished.stdout), originals)
    assert not false, lines(false)


def test_clocks_an_hour_apart_that_drift_change_nothing(tmp_path):
    def with_bad_clock(frames):
        begin = frames[0].time
        return [replace(frame, time=frame.time + HOUR + (frame.time - begin) // 5000)
                for frame in frames]

    for name in MADE_BETWEEN:
        paths, originals = seen_at(tmp_path, name, list, with_bad_clock)
        told = both(*paths)
        assert not false_proofs(name, told, originals)
        ahead = told["places"][1]["clock_ahead"]
        assert abs(ahead - 3600) <= told["places"][1]["clock_uncertainty"] + 1e-4


def test_a_rst_that_was_lost_is_told_of_where_it_was_sent():
    told = both(*(capture("overflow-reset-lost", end) for end in ENDS))
    flow, = (flow for flow in told["flows"] if flow["verdict"] == "fin_wait_2_missing")
    assert (flow["place"], flow["sent"], flow["arrived"], flow["twin_frame"]) == (
        "overflow-reset-lost.client.pcapng", "yes", "no", None)
    assert any("never came to overflow-reset-lost.server.pcapng" in line
               for line in flow["evidence"])


def test_what_is_changed_on_the_way_is_told():
    changed = {}
    for name in ("numbers-shifted", "offers-changed", "nat-forgets-behind-reset", "refused"):
        flow = both(*(capture(name, end) for end in ENDS))["flows"][0]
        changed[name] = (flow["sent"], flow["arrived"], flow["changed"])
    assert changed == {
        "numbers-shifted": ("yes", "yes", ["numbers"]),
        "offers-changed": ("yes", "yes", ["mss", "sack_permitted", "timestamps", "dscp"]),
        "nat-forgets-behind-reset": ("yes", "yes", ["address"]),
        "refused": ("yes", "yes", [])}


def test_the_two_sides_of_a_syn_proxy_are_refused():
    name = "syn-proxy-server-refuses"
    finished = finrst("--both-ends", *(capture(name, end) for end in ENDS), check=False)
    assert finished.returncode == 1
    assert "as a SYN proxy does" in finished.stderr


def said(told):
    return sorted((flow["place"], flow["verdict"], flow["certainty"], flow["sent"],
                   flow["arrived"], flow["twin_frame"] is None) for flow in told["flows"])


def test_one_copy_of_both_says_the_same(tmp_path):
    copy = tmp_path / "both.pcapng"
    for name in JOINED:
        told = document("--both-ends", *(capture(name, end) for end in ENDS), "-w", copy,
                        "--select", "all")
        of_copy = document("--both-ends", copy)
        assert said(of_copy) == said(told), name
        assert [place["dropped"] for place in of_copy["places"]] == [
            place["dropped"] for place in told["places"]], name


def test_a_copy_of_what_was_reset_holds_it_at_both_places(tmp_path):
    copy = tmp_path / "both.pcapng"
    told = document("--both-ends", *(capture("router-resets-fin", end) for end in ENDS), "-w", copy)
    of_copy = document("--both-ends", copy)
    assert said(of_copy) == said(told)
    assert [place["segments"] for place in of_copy["places"]] == [
        place["segments"] for place in told["places"]]


def test_the_copy_takes_no_captures_place():
    first, second = (capture("refused", end) for end in ENDS)
    before = first.read_bytes()
    finished = finrst("--both-ends", first, second, "-w", first, check=False)
    assert finished.returncode == 1
    assert "-w names a capture that is read" in finished.stderr
    assert first.read_bytes() == before


def test_captures_of_different_traffic_are_refused():
    finished = finrst("--both-ends", capture("refused", "client"),
                      capture("abort-unread-data", "server"), check=False)
    assert finished.returncode == 1
    assert "has no connection in common with" in finished.stderr
    assert not finished.stdout


def test_one_capture_is_not_two_places():
    path = capture("refused", "client")
    finished = finrst("--both-ends", path, path.parent / "." / path.name, check=False)
    assert finished.returncode == 1
    assert f"{path} is given twice" in finished.stderr


def test_both_ends_takes_two_captures_or_interfaces():
    finished = finrst("--both-ends", capture("refused", "client"), check=False)
    assert finished.returncode == 1
    assert "it holds segments of one interface only" in finished.stderr


def test_text_tells_places_and_clocks():
    printed = finrst("--both-ends", *(capture("router-resets-fin", end) for end in ENDS)).stdout
    words = " ".join(printed.split())
    assert "router-resets-fin.server.pcapng: 11 segments of 1 connection" in words
    assert "its clock is " in words
    assert "does not hold this RST: something between the two places made it" in words


def test_text_tells_the_course_between_the_places():
    printed = finrst("--both-ends", *(capture("router-resets-fin", end) for end in ENDS),
                     "-z", "incidents").stdout
    fin, rst = [line.split() for line in printed.splitlines() if "never" in line][-2:]
    assert fin == ["+128", "ms", "never", "came", "FIN-WAIT-2", "<--", "FIN", "--", "LAST-ACK", "10"]
    assert rst == ["+128", "ms", "never", "sent", "CLOSED", "--", "RST", "-->", "CLOSED", "11"]
