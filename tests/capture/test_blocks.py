# SPDX-License-Identifier: GPL-2.0-or-later
"""Every kind of block, whole and damaged, as stock Wireshark reads it."""

import random
import struct

import pytest

from captures import save, stock, stock_fields
from packets import ALL


def every_block():
    """One block of each kind; six frames."""
    def block(kind, body):
        body += b"\0" * (-len(body) % 4)
        return struct.pack("<II", kind, len(body) + 12) + body + struct.pack("<I", len(body) + 12)

    def option(code, value):
        return struct.pack("<HH", code, len(value)) + value + b"\0" * (-len(value) % 4)

    end = b"\0\0\0\0"
    data = ALL["tcp4"][1]
    fixed = struct.pack("<IIIII", 0, 0x5E3A1, 0x12345678, len(data), len(data))
    options = option(2, struct.pack("<I", 1)) + option(1, b"by hand") + \
        option(4, struct.pack("<Q", 3)) + option(2988, struct.pack("<I", 32473) + b"own") + end
    padded = data + b"\0" * (-len(data) % 4)
    return [
        block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1) + option(2, b"machine") + end),
        block(1, struct.pack("<HHI", 1, 0, 262144) + option(2, b"eth0") + option(9, b"\x09") +
              option(11, b"\0tcp") + option(14, struct.pack("<q", 0)) + end),
        block(4, struct.pack("<HH", 1, 8) + bytes([10, 0, 0, 1]) + b"web\0" +
              struct.pack("<HH", 2, 20) + bytes(15) + b"\x01web\0" + end + option(2, b"dns") + end),
        block(10, struct.pack("<II", 0x544C534B, 8) + b"CLIENT_R"),
        block(6, fixed + padded + options),
        block(3, struct.pack("<I", len(data)) + padded),
        block(2, struct.pack("<HHIIII", 0, 7, 0x5E3A1, 0x12345678, len(data), len(data)) + padded +
              option(2, struct.pack("<I", 1)) + end),
        block(0xBAD, struct.pack("<I", 32473) + b"anything"),
        block(0x40000BAD, struct.pack("<I", 32473) + b"anything"),
        block(0x7777, b"unknown."),
        block(5, struct.pack("<III", 0, 0x5E3A1, 1) + option(4, struct.pack("<Q", 9)) + end),
        block(6, fixed + padded),
    ]


def test_frames_are_numbered_as_wireshark_numbers_them(tmp_path):
    capture, copy = tmp_path / "in.pcapng", tmp_path / "out.pcapng"
    capture.write_bytes(b"".join(every_block()))
    save("--comment", 6, "the last", capture, copy)
    comments = stock_fields(copy, "frame.number", "frame.comment")
    assert comments[-1] == ("6", "the last")
    assert len(comments) == 6
    save("--frames", "1,6", capture, copy)
    assert len(stock_fields(copy, "frame.number")) == 2


# If the library takes a damaged file for sound, so do Wireshark's tools take the copy.
@pytest.mark.parametrize("seed", range(4))
def test_flipped_octets_are_an_error_or_give_a_copy_that_stock_tools_read(seed, tmp_path):
    blocks = b"".join(every_block())
    capture, copy = tmp_path / "in.pcapng", tmp_path / "out.pcapng"
    chosen = random.Random(seed)
    read = 0
    for at in range(seed, len(blocks), 4):
        changed = bytearray(blocks)
        changed[at] ^= chosen.choice([0x01, 0x02, 0x04, 0x10, 0x40, 0x80, 0xFF])
        capture.write_bytes(changed)
        copy.unlink(missing_ok=True)
        finished = save("--comment", 6, "x", capture, copy, check=False)
        if finished.returncode:
            assert "Nothing was saved" in finished.stderr
            assert not copy.exists()
            continue
        infos = stock("capinfos", copy)
        assert infos.returncode == 0, (at, infos.stderr)
        read += 1
    assert read > 100
