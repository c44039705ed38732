# SPDX-License-Identifier: GPL-2.0-or-later
"""Samples without payload and with other addresses: the plugin says the same of them."""

import pytest

from captures import EVERY_SAMPLE, frames, sample_path, save, stock_fields

VERDICT = ("frame.number", "finrst.verdict", "finrst.certainty", "finrst.cause", "finrst.origin",
           "finrst.trigger", "finrst.trigger_frame", "finrst.sender_state", "finrst.own_fin_frame")
ON_THE_WIRE = ("frame.len", "tcp.len", "tcp.seq_raw", "tcp.ack_raw")
BOTH = ("--cut", "--replace", "--key", "77")
# Each way alone, of some kinds of ends.
ALONE = [(sample_path(name), way)
         for name in ("incident", "mptcp-join-unknown-ipv6", "overflow-fin-with-data",
                      "router-resets-data-ipv6", "abort-unread-data")
         for way in (("--cut",), ("--replace",))]
CASES = [(path, BOTH) for path in EVERY_SAMPLE] + ALONE


# A RST's own words are payload: cut, it does not describe itself any more. No sample has any.
@pytest.mark.parametrize("sample, options", CASES,
                         ids=[path.stem + "".join(options[:2]) for path, options in CASES])
def test_the_verdicts_stay_the_same(sample, options, tmp_path):
    copy = tmp_path / "copy.pcapng"
    save(*options, sample, copy)
    after = frames(copy, *VERDICT, *ON_THE_WIRE, "tcp.payload")
    assert [row[:-1] for row in after] == frames(sample, *VERDICT, *ON_THE_WIRE)
    if "--cut" in options:
        assert all(row[-1] == "" for row in after)


def test_replaced_addresses_keep_who_talks_to_whom(tmp_path):
    sample, copy = sample_path("incident"), tmp_path / "copy.pcapng"
    save("--replace", sample, copy)
    pairs = zip(stock_fields(sample, "ip.src", "ip.dst", "eth.src"),
                stock_fields(copy, "ip.src", "ip.dst", "eth.src"))
    known = {}
    for before, after in pairs:
        for old, new in zip(before, after):
            assert known.setdefault(old, new) == new
    assert len(set(known.values())) == len(known)
    assert stock_fields(copy, "tcp.stream", "tcp.srcport", "tcp.analysis.acks_frame") == \
        stock_fields(sample, "tcp.stream", "tcp.srcport", "tcp.analysis.acks_frame")
