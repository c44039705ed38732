# SPDX-License-Identifier: GPL-2.0-or-later
"""The incident is found whatever carries it."""

import pytest

from capture import write_segments
from conversation import incident
from encapsulation import ENCAPSULATIONS
from passes import BOTH_PASSES
from tshark import fields


@BOTH_PASSES
@pytest.mark.parametrize("name", ENCAPSULATIONS)
def test_the_reset_is_explained_once(folder, name, passes):
    encapsulation = ENCAPSULATIONS[name]
    capture = folder / "encapsulated.pcap"
    frame = write_segments(capture, incident(), encapsulation)
    explained = fields(
        capture, "frame.number", "finrst.verdict", "finrst.trigger", "finrst.trigger_frame",
        "finrst.own_fin_frame", "finrst.own_fin_ack_frame", display_filter="finrst.verdict",
        options=(*encapsulation.options, *passes))
    expected = ("fin_wait_2_missing", "fin", *(
        str(frame[segment]) for segment in ("trigger", "own_fin", "own_fin_ack")))
    assert explained == [(str(frame["reset"]), *expected)]
