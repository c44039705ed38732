# SPDX-License-Identifier: GPL-2.0-or-later
"""The packet list tells the verdict on a RST behind what TCP writes into the Info column."""

import pytest

from passes import BOTH_PASSES
from tshark import STOCK, run, sample_path

OFF = ("-o", "finrst.info_column:FALSE")


@BOTH_PASSES
@pytest.mark.parametrize("sample, told", [
    ("overflow-client-closes", "Win=0 Len=0 [probably FIN-WAIT-2 socket missing, answers 43]"),
    ("abort-unread-data", " [aborted by the application]"),
    ("linux-5.10-keep-alive-timeout", "[keep-alive probes got no answer]"),
    ("linux-6.1-refused", "[probably connection refused, answers 1]"),
    ("injected-beside-the-number", "[possibly sent by a middle box]"),
    ("stray-data", "[no connection captured, answers 1]"),
    ("passt-abort-unread-data", "[not explained]"),
])
def test_what_a_row_tells(sample, told, passes):
    rows = run("-r", sample_path(sample), "-Y", "tcp.flags.reset == 1", *passes).stdout
    assert any(row.endswith(told) for row in rows.splitlines()), rows


@BOTH_PASSES
@pytest.mark.parametrize("sample", ["healthy-client-closes", "overflow-client-closes"])
def test_only_rows_of_resets_are_told(sample, passes):
    rows = run("-r", sample_path(sample), *passes).stdout.splitlines()
    stock = run("-r", sample_path(sample), *passes, plugins=STOCK).stdout.splitlines()
    assert len(rows) == len(stock)
    for row, plain in zip(rows, stock):
        assert row.startswith(plain + " [") if "[RST" in plain else row == plain


def test_the_preference_switches_it_off():
    options = ("-r", sample_path("overflow-client-closes"))
    assert run(*options, *OFF).stdout == run(*options, plugins=STOCK).stdout
