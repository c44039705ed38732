# SPDX-License-Identifier: GPL-2.0-or-later
"""What a capture lacks is found in each partial view of a sample, and nothing else is."""

import json
import sys
from pathlib import Path

import pytest

from tshark import run, sample_path

sys.path.append(str(Path(__file__).resolve().parents[1] / "truth"))
import frames as captures  # noqa: E402
from views import VIEWS, seen_through  # noqa: E402

# What each view must show, and what may come with it: chance decides whether a frame that is not
# there leaves a trace of its own kind.
SHOWN = {
    "whole": (set(), set()),
    "flags": ({"flags_only"}, set()),
    "resets": ({"resets_only"}, set()),
    "from_client": ({"one_direction"}, set()),
    "from_server": ({"one_direction"}, set()),
    "span": ({"mirror_copies"}, set()),
    "any": ({"mirror_copies", "routed_copies"}, set()),
    "router": ({"routed_copies"}, set()),
    "drops_0.5": ({"missing_segments"}, {"unseen_closes", "late_start"}),
    "drops_5": ({"missing_segments", "unseen_closes"}, {"late_start"}),
    "drops_10": ({"missing_segments", "unseen_closes"}, {"late_start"}),
    "late": ({"late_start"}, set()),
    "snap": (set(), set()),
    "milliseconds": ({"milliseconds"}, set()),
    "skew_client": ({"two_clocks"}, set()),
    "skew_server": ({"two_clocks"}, set()),
    "reordered": ({"two_clocks"}, set()),
}

# In a capture of a few frames it may well happen that none of them is hit.
LEFT_TO_CHANCE = {"drops_0.5", "drops_5", "drops_10", "reordered"}


def quality(path, *arguments):
    printed = run("-q", "-r", path, "-z", ",".join(("finrst,json", *arguments))).stdout
    return json.loads(printed)["quality"]


def shortcomings(path):
    return {finding["shortcoming"] for finding in quality(path)["findings"]}


def view(name, sample, folder):
    """A capture of the sample, seen so."""
    path = sample_path(sample)
    if name == "whole":
        return path
    seen = folder / f"{name}.pcapng"
    captures.write(seen, seen_through(name, captures.read(path), sample))
    return seen


def test_every_view_is_told():
    assert SHOWN.keys() == {"whole", *VIEWS}


@pytest.mark.parametrize("name", SHOWN)
def test_the_incident_lacks_what_its_view_lacks(name, folder):
    shown, may_be_shown = SHOWN[name]
    found = shortcomings(view(name, "incident", folder))
    assert shown <= found <= shown | may_be_shown


@pytest.mark.parametrize("name", sorted(SHOWN.keys() - LEFT_TO_CHANCE))
@pytest.mark.parametrize("sample", ["overflow-client-closes", "overflow-server-closes-ipv6",
                                    "abort-unread-data"])
def test_other_samples_lack_what_their_view_lacks(sample, name, folder):
    shown, may_be_shown = SHOWN[name]
    found = shortcomings(view(name, sample, folder))
    assert shown <= found <= shown | may_be_shown


def test_a_partial_view_of_the_incident_says_what_to_record(folder):
    recording = quality(view("flags", "incident", folder))["recording"]
    assert recording["host"] == "10.0.1.2"
    assert recording["command"].endswith(
        "'tcp port 6379 and host 10.0.2.2 and (host 10.0.1.2)'")


def test_a_filter_asks_its_connections_only(folder):
    late = view("late", "incident", folder)
    finding, = quality(late)["findings"]
    limited, = quality(late, "tcp.stream < 3")["findings"]
    assert limited["of"] == 3 < finding["of"]
