# SPDX-License-Identifier: GPL-2.0-or-later
"""What a user disables stays away, and takes nothing else along."""

import pytest

from passes import BOTH_PASSES
from tshark import STOCK, fields, run

DISABLED = {
    "finrst": ("--disable-protocol", "finrst"),
    "preference": ("-o", "finrst.analyze:FALSE"),
}


@BOTH_PASSES
@pytest.mark.parametrize("options", DISABLED.values(), ids=DISABLED.keys())
def test_no_field_is_left(incident_capture, options, passes):
    found = fields(incident_capture, "frame.number", display_filter="finrst",
                   options=[*options, *passes])
    assert found == []


@pytest.mark.parametrize("options", DISABLED.values(), ids=DISABLED.keys())
def test_tcp_is_still_dissected_as_ever(incident_capture, options):
    details = run("-r", incident_capture, "-2", "-V", *options).stdout
    assert details == run("-r", incident_capture, "-2", "-V", plugins=STOCK).stdout


@pytest.mark.parametrize("options, reason", [
    (DISABLED["finrst"], "The protocol finrst is disabled."),
    (DISABLED["preference"], "The analysis is switched off."),
    (("--disable-protocol", "tcp"), "The protocol TCP is disabled."),
], ids=["finrst", "preference", "tcp"])
def test_who_asks_for_a_table_is_told_why_there_is_none(incident_capture, options, reason):
    asked = run("-q", "-r", incident_capture, *options, "-z", "finrst,hosts")
    assert asked.stdout == ""
    assert f"tshark: -z finrst,hosts: {reason}" in asked.stderr


@BOTH_PASSES
def test_without_tcp_a_segment_is_data(incident_capture, passes):
    options = ("-r", incident_capture, "-V", "--disable-protocol", "tcp", *passes)
    details = run(*options).stdout
    assert "Data (20 bytes)" in details
    assert details == run(*options, plugins=STOCK).stdout


def test_a_disabled_protocol_of_the_profile(folder, incident_capture):
    """As the window saves it."""
    profile = folder / ".config" / "wireshark"
    profile.mkdir(parents=True)
    (profile / "disabled_protos").write_text("finrst\n")
    for path in (profile.parent, profile, profile / "disabled_protos"):
        path.chmod(0o755)
    assert fields(incident_capture, "frame.number", display_filter="finrst", home=folder) == []
