# SPDX-License-Identifier: GPL-2.0-or-later
"""Packets of many encapsulations, as stock tshark reads them in a copy for others."""

import struct

import pytest

from captures import save, stock, stock_fields
from packets import ADDRESSES, ALL, SECRET

CHECK = ("-o", "ip.check_checksum:TRUE", "-o", "tcp.check_checksum:TRUE",
         "-o", "udp.check_checksum:TRUE", "-o", "tcp.analyze_sequence_numbers:FALSE")
CHECKSUMS = ("ip.checksum.status", "tcp.checksum.status", "udp.checksum.status",
             "icmp.checksum.status", "icmpv6.checksum.status", "gre.checksum.status")


def write_pcap(path, link_type, packets, magic=0xA1B2C3D4, order="<"):
    with open(path, "wb") as file:
        file.write(struct.pack(order + "IHHiIII", magic, 2, 4, 0, 0, 262144, link_type))
        for i, data in enumerate(packets):
            times = (1700000000 + i, 999000 + i)
            file.write(struct.pack(order + "IIII", *times, len(data), len(data)) + data)


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


@pytest.mark.parametrize("magic, order", [(0xA1B2C3D4, "<"), (0xA1B2C3D4, ">"),
                                          (0xA1B23C4D, "<"), (0xA1B23C4D, ">")])
def test_pcap_becomes_pcapng_with_the_same_times(magic, order, tmp_path):
    capture, copy = tmp_path / "in.pcap", tmp_path / "out.pcapng.gz"
    packets = [data for link_type, data in ALL.values() if link_type == 1]
    write_pcap(capture, 1, packets, magic, order)
    save(capture, copy)
    wanted = ("frame.time_epoch", "frame.len", "frame.protocols", "ip.checksum")
    assert stock_fields(copy, *wanted) == stock_fields(capture, *wanted)
