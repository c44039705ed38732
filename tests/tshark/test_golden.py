# SPDX-License-Identifier: GPL-2.0-or-later
"""Every field of every frame of some samples, as in golden/, one file for each pass.

After a wanted change, tests/renew.sh writes them again."""

import os
from pathlib import Path

import pytest

from tshark import fields, run, sample_path

GOLDEN = Path(__file__).parent / "golden"
RENEW = os.environ.get("FINRST_RENEW") == "1"


@pytest.fixture(scope="module")
def registered():
    """The names of all our fields, in the order of their registration."""
    columns = [line.split("\t") for line in run("-G", "fields").stdout.splitlines()]
    return [column[2] for column in columns
            if column[0] == "F" and column[2].startswith("finrst.")
            and not column[2].startswith("finrst.expert")]


def blocks(capture, names, options):
    """One block of lines for each frame with fields, one line for each value."""
    for number, *values in fields(capture, "frame.number", *names, display_filter="finrst",
                                  options=options):
        yield f"frame {number}\n"
        for name, several in zip(names, values):
            for value in filter(None, several.split("|")):
                yield f"  {name}: {value}\n"


@pytest.mark.parametrize("name, options", [("one-pass", ()), ("two-pass", ("-2",))])
@pytest.mark.parametrize("sample", [
    "abort-unread-data",
    "half-open-fin",
    "live-bucket-data-then-fin",
    "overflow-client-closes",
    "overflow-client-closes-ipv6",
    "orphan-given-up-acks-seen",
    "refused",
    "router-resets-fin",
    "time-wait-refused",
])
def test_fields(sample, name, options, registered):
    expected = GOLDEN / f"{sample}.{name}.txt"
    printed = "".join(blocks(sample_path(sample), registered, options))
    if RENEW:
        expected.write_text(printed)
    assert printed == expected.read_text(), "tests/renew.sh puts it right"
