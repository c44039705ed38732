# SPDX-License-Identifier: GPL-2.0-or-later
"""What stock Wireshark reads in the copies: the same packets, new comments, right checksums."""

import random
import struct

import pytest

from captures import SAMPLES, save, stock, stock_fields, verdicts
from packets import ADDRESSES, ALL, SECRET

CAPTURES = sorted(SAMPLES.glob("*.pcapng"))
CHECK = ("-o", "ip.check_checksum:TRUE", "-o", "tcp.check_checksum:TRUE",
         "-o", "udp.check_checksum:TRUE", "-o", "tcp.analyze_sequence_numbers:FALSE")
CHECKSUMS = ("ip.checksum.status", "tcp.checksum.status", "udp.checksum.status",
             "icmp.checksum.status", "icmpv6.checksum.status", "gre.checksum.status")
VERDICT = ("frame.number", "finrst.verdict", "finrst.certainty", "finrst.cause", "finrst.origin",
           "finrst.trigger", "finrst.trigger_frame", "finrst.sender_state", "finrst.own_fin_frame")


def sample_id(path):
    return path.stem


def write_pcap(path, link_type, packets, wire_length=0):
    with open(path, "wb") as file:
        file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, link_type))
        for i, data in enumerate(packets):
            file.write(struct.pack("<IIII", 1700000000 + i, i, len(data), max(wire_length, len(data))))
            file.write(data)


@pytest.mark.parametrize("sample", CAPTURES, ids=sample_id)
def test_an_annotated_sample_holds_its_packets_and_the_comments(sample, tmp_path):
    copy = tmp_path / "copy.pcapng"
    save(sample, copy)
    assert copy.read_bytes() == sample.read_bytes()
    arguments = ("--section", "What happened", "--comment", 1, "first", "--comment", 2, "second")
    save(*arguments, sample, copy)
    again = tmp_path / "again.pcapng"
    save(*arguments, copy, again)
    assert again.read_bytes() == copy.read_bytes()
    before = stock_fields(sample, "frame.time_epoch", "frame.len", "frame.cap_len", "frame.md5_hash",
                          options=("-o", "frame.generate_md5_hash:TRUE"))
    after = stock_fields(copy, "frame.time_epoch", "frame.len", "frame.cap_len", "frame.md5_hash",
                         options=("-o", "frame.generate_md5_hash:TRUE"))
    assert after == before
    comments = [comment for (comment,) in stock_fields(copy, "frame.comment")]
    assert [comments[0].split(",")[-1], comments[1].split(",")[-1]] == ["first", "second"]
    infos = stock("capinfos", copy)
    assert infos.returncode == 0 and "What happened" in infos.stdout


# A RST's own words are payload: without them it does not describe itself any more.
@pytest.mark.parametrize("sample", CAPTURES, ids=sample_id)
def test_cut_and_replaced_samples_have_the_same_verdicts(sample, tmp_path):
    before = verdicts(sample, *VERDICT)
    lengths = stock_fields(sample, "frame.len", "tcp.len", "tcp.seq_raw", "tcp.ack_raw")
    for options in (["--cut"], ["--replace"], ["--cut", "--replace", "--key", "77"]):
        copy = tmp_path / "copy.pcapng"
        save(*options, sample, copy)
        assert verdicts(copy, *VERDICT) == before
        assert stock_fields(copy, "frame.len", "tcp.len", "tcp.seq_raw", "tcp.ack_raw") == lengths
        if "--cut" in options:
            assert all(not data for (data,) in stock_fields(copy, "tcp.payload"))


@pytest.mark.parametrize("name", ALL)
def test_replaced_packets_have_right_checksums_and_no_old_address(name, tmp_path):
    link_type, data = ALL[name]
    capture, copy = tmp_path / "in.pcap", tmp_path / "out.pcapng"
    write_pcap(capture, link_type, [data])
    before = stock_fields(capture, *CHECKSUMS, "frame.protocols", options=CHECK)
    assert "0" not in ",".join(before[0][:-1]).split(","), "the test's own packet is right"
    save("--replace", capture, copy)
    assert stock_fields(copy, *CHECKSUMS, "frame.protocols", options=CHECK) == before
    text = stock("tshark", "-r", copy, "-T", "pdml").stdout
    for address in ADDRESSES:
        assert f'"{address}"' not in text, address


@pytest.mark.parametrize("name", ALL)
def test_cut_packets_keep_their_innermost_tcp_header_and_no_payload(name, tmp_path):
    link_type, data = ALL[name]
    capture, copy = tmp_path / "in.pcap", tmp_path / "out.pcapng"
    write_pcap(capture, link_type, [data])
    for options in (["--cut"], ["--cut", "--replace"]):
        save(*options, capture, copy)
        content = copy.read_bytes()
        assert all(SECRET[i:i + 4] not in content for i in range(len(SECRET) - 4))
        wanted = ("frame.len", "tcp.seq_raw", "tcp.options.timestamp.tsval", "ip.ttl", "ip.id")
        assert stock_fields(copy, *wanted) == stock_fields(capture, *wanted)


def test_replaced_addresses_keep_who_talks_to_whom(tmp_path):
    sample, copy = SAMPLES / "incident.pcapng", tmp_path / "copy.pcapng"
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


@pytest.mark.parametrize("magic, order", [(0xA1B2C3D4, "<"), (0xA1B2C3D4, ">"),
                                          (0xA1B23C4D, "<"), (0xA1B23C4D, ">")])
def test_pcap_becomes_pcapng_with_the_same_times(magic, order, tmp_path):
    capture, copy = tmp_path / "in.pcap", tmp_path / "out.pcapng.gz"
    packets = [data for link_type, data in ALL.values() if link_type == 1]
    with open(capture, "wb") as file:
        file.write(struct.pack(order + "IHHiIII", magic, 2, 4, 0, 0, 262144, 1))
        for i, data in enumerate(packets):
            file.write(struct.pack(order + "IIII", 1700000000 + i, 999000 + i, len(data), len(data)))
            file.write(data)
    save(capture, copy)
    wanted = ("frame.time_epoch", "frame.len", "frame.protocols", "ip.checksum")
    assert stock_fields(copy, *wanted) == stock_fields(capture, *wanted)


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
