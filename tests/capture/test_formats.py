# SPDX-License-Identifier: GPL-2.0-or-later
"""What capinfos reads cleanly is copied, packet by packet, or refused by its name."""

import struct
import subprocess

import pytest

from captures import sample_path, save, stock, stock_fields
from packets import ALL

DATA = ALL["tcp4"][1]
SAMPLE = sample_path("incident")
PACKET = ("frame.time_epoch", "frame.len", "frame.cap_len", "frame.md5_hash")
WITH_HASH = ("-o", "frame.generate_md5_hash:TRUE")


def pcap(records=((len(DATA), len(DATA), 999999),), *, order="<", magic=0xA1B2C3D4, version=(2, 4),
         snaplen=262144, network=1, more=b""):
    """Records: lengths captured and on the wire, fraction of a second."""
    content = struct.pack(order + "IHHiIII", magic, *version, 0, 0, snaplen, network)
    for i, (captured, length, fraction) in enumerate(records):
        content += struct.pack(order + "IIII", 1700000000 + i, fraction, captured, length)
        content += more + DATA[:captured]
    return content


WHOLE = len(DATA)
SEVERAL = ((WHOLE, WHOLE, 1), (60, WHOLE, 2), (WHOLE, WHOLE, 3))
READ = {
    "big_endian": pcap(SEVERAL, order=">"),
    "nanoseconds": pcap(SEVERAL, magic=0xA1B23C4D),
    "nanoseconds_big_endian": pcap(SEVERAL, magic=0xA1B23C4D, order=">"),
    "kuznetsov": pcap(SEVERAL, magic=0xA1B2CD34, more=bytes([1, 0, 0, 0, 8, 0, 4, 0])),
    "kuznetsov_big_endian": pcap(SEVERAL, magic=0xA1B2CD34, order=">",
                                 more=bytes([0, 0, 0, 1, 0, 8, 4, 0])),
    "snaplen_0": pcap(SEVERAL, snaplen=0),
    "snaplen_huge": pcap(SEVERAL, snaplen=0xFFFFFFFF),
    "longer_than_snaplen": pcap(SEVERAL, snaplen=20),
    "fcs": pcap(SEVERAL, network=0x24000001),
    "version_2_3": pcap(SEVERAL, version=(2, 3)),
    "lengths_swapped": pcap(((WHOLE, WHOLE, 1),), version=(2, 3)) + pcap(
        ((60, WHOLE, 2),), version=(2, 3))[24:],
    "captured_more_than_length": pcap(((WHOLE, WHOLE - 4, 1), (WHOLE, WHOLE - 9, 2))),
    "nothing_captured": pcap(((0, WHOLE, 1), (WHOLE, WHOLE, 2))),
    "no_packets": pcap(()),
}


@pytest.mark.parametrize("name", READ)
def test_pcap_variants_that_wireshark_reads_are_copied(name, tmp_path):
    capture, copy = tmp_path / "in.pcap", tmp_path / "out.pcapng"
    capture.write_bytes(READ[name])
    infos = stock("capinfos", capture)
    assert infos.returncode == 0 and not infos.stderr, "the test's own capture is read cleanly"
    save(capture, copy)
    assert stock_fields(copy, *PACKET, options=WITH_HASH) == \
        stock_fields(capture, *PACKET, options=WITH_HASH)


NAMES = {"snoop": "snoop", "netmon1": "Network Monitor", "netmon2": "Network Monitor",
         "ngsniffer": "Sniffer", "ngwsniffer_1_1": "NetXray", "ngwsniffer_2_0": "NetXray",
         "lanalyzer": None, "5views": None, "visual": None, "logcat": None}


# Every file format that editcap can make of the sample.
@pytest.mark.parametrize("kind", ["pcap", "nsecpcap", "modpcap", "rh6_1pcap", "suse6_3pcap",
                                  "nokiapcap", "pcapng", *NAMES])
def test_other_formats_are_read_or_refused_with_a_way_out(kind, tmp_path):
    capture, copy = tmp_path / "in", tmp_path / "out.pcapng"
    made = stock("editcap", "-F", kind, SAMPLE, capture)
    if made.returncode or not capture.exists():
        pytest.skip(f"editcap does not write {kind}")
    finished = save(capture, copy, check=False)
    if finished.returncode == 0:
        assert stock_fields(copy, *PACKET, options=WITH_HASH) == \
            stock_fields(capture, *PACKET, options=WITH_HASH)
        return
    assert "editcap -F pcapng" in finished.stderr
    assert kind in NAMES and (NAMES[kind] or "neither pcap nor pcapng") in finished.stderr


@pytest.mark.parametrize("packer", ["gzip", "zstd", "lz4"])
def test_packed_captures_are_copied(packer, tmp_path):
    packed, copy = tmp_path / "packed", tmp_path / "out.pcapng"
    packed.write_bytes(subprocess.run([packer, "-qc", SAMPLE], stdout=subprocess.PIPE,
                                      check=True).stdout)
    save(packed, copy)
    assert copy.read_bytes() == SAMPLE.read_bytes()
