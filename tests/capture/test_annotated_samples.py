# SPDX-License-Identifier: GPL-2.0-or-later
"""Every sample, annotated: stock Wireshark reads the same packets, and the comments."""

import pytest

from captures import EVERY_SAMPLE, save, stock, stock_fields

PACKET = ("frame.time_epoch", "frame.len", "frame.cap_len", "frame.md5_hash")
WITH_HASH = ("-o", "frame.generate_md5_hash:TRUE")


@pytest.mark.parametrize("sample", EVERY_SAMPLE, ids=lambda path: path.stem)
def test_an_annotated_sample_holds_its_packets_and_the_comments(sample, tmp_path):
    copy = tmp_path / "copy.pcapng"
    save(sample, copy)
    assert copy.read_bytes() == sample.read_bytes()
    arguments = ("--section", "What happened", "--comment", 1, "first", "--comment", 2, "second")
    save(*arguments, sample, copy)
    again = tmp_path / "again.pcapng"
    save(*arguments, copy, again)
    assert again.read_bytes() == copy.read_bytes()
    before = stock_fields(sample, *PACKET, options=WITH_HASH)
    after = stock_fields(copy, *PACKET, "frame.comment", options=WITH_HASH)
    assert [row[:-1] for row in after] == before
    assert [row[-1].split(",")[-1] for row in after[:2]] == ["first", "second"]
    infos = stock("capinfos", copy)
    assert infos.returncode == 0 and "What happened" in infos.stdout
