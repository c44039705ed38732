# SPDX-License-Identifier: GPL-2.0-or-later
"""The preference finrst.both_ends: the interfaces of a merged capture are places of their own."""

import json
import subprocess

from tshark import REPOSITORY, fields, run

PAIRS = REPOSITORY / "tests" / "places" / "pairs"
BOTH_ENDS = ("-o", "finrst.both_ends:TRUE")


def merge(name, folder, *options):
    """Both captures of a conversation in one, as an engineer merges them."""
    path = folder / f"{name}.pcapng"
    subprocess.run(["mergecap", *(options or ("-I", "none")), "-w", path,
                    *(PAIRS / f"{name}.{end}.pcapng" for end in ("client", "server"))], check=True)
    return path


def document(capture, *options):
    return json.loads(run("-q", "-r", capture, *options, "-z", "finrst,json").stdout)


def of_resets(capture, *names, options=BOTH_ENDS):
    return fields(capture, *names, display_filter="finrst.verdict", options=("-2", *options))


def test_a_rst_that_was_made_between_is_proven(folder):
    merged = merge("injected-beside-the-number", folder)
    assert of_resets(merged, "frame.number", "finrst.verdict", "finrst.certainty", "finrst.place",
                     "finrst.twin_frame", "finrst.sent", "finrst.arrived") == [
        (frame, "middlebox", "certain", "eth0 (interface 1)", "", "no", "yes")
        for frame in ("15", "18")]


def test_what_the_recorder_alone_would_tell_is_not_known(folder):
    """mergecap drops when each stopped."""
    merged = merge("router-resets-fin", folder)
    assert of_resets(merged, "finrst.verdict", "finrst.certainty", "finrst.sent") == [
        ("middlebox", "possible", "unknown")]


def test_a_rst_that_both_places_saw_has_a_twin(folder):
    merged = merge("abort-unread-data", folder)
    (near, *of_near), (far, *of_far) = of_resets(
        merged, "frame.number", "finrst.twin_frame", "finrst.verdict", "finrst.sent",
        "finrst.arrived")
    assert of_near == [far, "abort", "yes", "yes"]
    assert of_far == [near, "abort", "yes", "yes"]


def test_the_evidence_names_the_places(folder):
    evidence = of_resets(merge("injected-beside-the-number", folder), "finrst.evidence")[0][0]
    assert ("eth0 (interface 0), nearer to the sender, recorded this way before and after, and "
            "does not hold this RST") in evidence


def test_each_connection_is_told_of_once(folder):
    merged = merge("abort-unread-data", folder)
    told = document(merged, *BOTH_ENDS)
    assert told["capture"]["connections"] == 1
    assert len(told["flows"]) == 1
    assert [place["name"] for place in told["places"]] == [
        "eth0 (interface 0)", "eth0 (interface 1)"]
    assert told["places"][1]["shared"] == 1


def test_incidents_of_fields_are_those_of_the_report(folder):
    merged = merge("router-resets-fin", folder)
    assert of_resets(merged, "finrst.incident") == [("1",)]


def test_without_the_preference_interfaces_are_those_of_one_host(folder):
    merged = merge("abort-unread-data", folder)
    assert {place for _, place in of_resets(merged, "finrst.verdict", "finrst.place", options=())
            } == {""}
    assert "places" not in document(merged)


def test_one_interface_is_said_to_be_one_place(folder):
    merged = merge("router-resets-fin", folder, "-I", "all")
    finished = run("-q", "-r", merged, *BOTH_ENDS, "-z", "finrst")
    assert "finrst.both_ends: it holds segments of one interface only" in finished.stderr
    assert "1 RST" in finished.stdout
