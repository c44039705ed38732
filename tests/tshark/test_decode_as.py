# SPDX-License-Identifier: GPL-2.0-or-later
"""What a user tells Wireshark to decode otherwise."""

import pytest

from passes import BOTH_PASSES
from tshark import STOCK, fields, run


@BOTH_PASSES
@pytest.mark.parametrize("rules", [
    ("-d", "ip.proto==6,tcp"),
    ("-d", "tcp.port==6379,http"),
    ("-d", "tcp.port==6379,data", "-d", "ip.proto==6,tcp"),
    ("-o", "tcp.try_heuristic_first:TRUE"),
], ids=["tcp", "port", "port-and-tcp", "heuristics-first"])
def test_tcp_stays_explained(incident_capture, rules, passes):
    found = fields(incident_capture, "frame.number", "frame.protocols", "finrst.verdict",
                   display_filter="finrst.verdict", options=[*rules, *passes])
    assert found == [("11", "eth:ethertype:ip:tcp", "fin_wait_2_missing")]


@BOTH_PASSES
def test_another_protocol_in_tcps_place_is_left_alone(incident_capture, passes):
    """A dissector that the user put there gets every segment, and finrst none."""
    options = ("-r", incident_capture, "-V", "-d", "ip.proto==6,udp", *passes)
    details = run(*options).stdout
    assert "User Datagram Protocol" in details
    assert details == run(*options, plugins=STOCK).stdout


def test_rules_of_the_profile(folder, incident_capture):
    """As the window saves them: "Decode As" back to TCP."""
    profile = folder / ".config" / "wireshark"
    profile.mkdir(parents=True)
    (profile / "decode_as_entries").write_text("decode_as_entry: ip.proto,6,TCP,TCP\n")
    for path in (profile.parent, profile, profile / "decode_as_entries"):
        path.chmod(0o755)
    found = fields(incident_capture, "finrst.verdict", display_filter="finrst.verdict",
                   home=folder)
    assert found == [("fin_wait_2_missing",)]
