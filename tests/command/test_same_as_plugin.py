# SPDX-License-Identifier: GPL-2.0-or-later
"""The command says of every capture what Wireshark and the plugin say, figure by figure."""

import json
import random
import subprocess

import pytest

from capture import write_segments
from conversation import incident
from encapsulation import ENCAPSULATIONS
from finrst_command import finrst
from tshark import EVERY_SAMPLE, REPOSITORY, run, sample_path, share

RECORDS = REPOSITORY / "tests" / "host" / "records"
PAIRS = REPOSITORY / "tests" / "places" / "pairs"
MERGED = ["injected-series", "box-resets-both-ends", "overflow-reset-lost", "box-idle-timeout",
          "nat-segment-beyond-window", "abort-unread-data-ipv6", "port-reused"]

# What Wireshark alone looks into.
NOT_DECODED = {"a_msdu", "esp_null"}


@pytest.fixture
def folder(tmp_path):
    share(tmp_path)
    return tmp_path


def without_streams(value):
    """Wireshark alone numbers streams."""
    if isinstance(value, dict):
        return {key: without_streams(inner) for key, inner in value.items() if key != "stream"}
    if isinstance(value, list):
        return [without_streams(inner) for inner in value]
    return value


def read(*captures, stdin=None):
    """What the command makes of captures, and what it says is wrong with them."""
    finished = finrst("-o", "json", *captures, stdin=stdin, check=False)
    assert finished.returncode in (0, 2), finished.stderr
    return without_streams(json.loads(finished.stdout)), finished.stderr


def read_whole(*captures, stdin=None):
    report, problems = read(*captures, stdin=stdin)
    assert problems == ""
    return report


def plugin(capture, check=True):
    printed = run("-q", "-r", capture, "-z", "finrst,json", check=check).stdout
    return without_streams(json.loads(printed))


@pytest.mark.parametrize("sample", EVERY_SAMPLE, ids=lambda path: path.stem)
def test_samples(sample):
    assert read_whole(sample) == plugin(sample)


@pytest.mark.parametrize("name", MERGED)
def test_interfaces_as_places(name, folder):
    """Of captures of both hosts, merged."""
    merged = folder / f"{name}.pcapng"
    subprocess.run(["mergecap", "-I", "none", "-w", merged,
                    *sorted(PAIRS.glob(f"{name}.*.pcapng"))], check=True)
    printed = run("-q", "-r", merged, "-o", "finrst.both_ends:TRUE", "-z", "finrst,json").stdout
    finished = finrst("--both-ends", "-o", "json", merged)
    assert without_streams(json.loads(finished.stdout)) == without_streams(json.loads(printed))


@pytest.mark.parametrize("name", sorted(path.stem for path in RECORDS.glob("*.pcapng")))
def test_host_records(name):
    """Those of both hosts of the capture; and one that does not belong to it."""
    capture = RECORDS / f"{name}.pcapng"
    stranger = next(path for path in sorted(RECORDS.glob("*.record"))
                    if not path.name.startswith(name))
    records = [*sorted(RECORDS.glob(f"{name}.*.record")), stranger]
    arguments = [word for record in records for word in ("--host-record", record)]
    finished = finrst("-o", "json", *arguments, capture, check=False)
    printed = run("-q", "-r", capture, "-z", "finrst,json", "-o",
                  "finrst.host_records:" + ";".join(str(record) for record in records)).stdout
    report = without_streams(json.loads(finished.stdout))
    assert report == without_streams(json.loads(printed))
    assert any(flow["confirmed"] for flow in report["flows"])


@pytest.mark.parametrize("name", [name for name in ENCAPSULATIONS if name not in NOT_DECODED])
def test_encapsulations(folder, name):
    capture = folder / "capture.pcap"
    write_segments(capture, incident(), ENCAPSULATIONS[name])
    report = read_whole(capture)
    assert report == plugin(capture)
    assert report["flows"]


@pytest.fixture(scope="module")
def sample():
    return sample_path("fin-wait-2-missing") if any(
        path.stem == "fin-wait-2-missing" for path in EVERY_SAMPLE) else EVERY_SAMPLE[0]


@pytest.mark.parametrize("file_format", ["pcap", "nsecpcap", "modpcap", "rh6_1pcap", "suse6_3pcap",
                                         "nokiapcap", "pcapng"])
def test_formats(folder, sample, file_format):
    capture = folder / "capture"
    subprocess.run(["editcap", "-F", file_format, sample, capture], check=True)
    assert read_whole(capture) == plugin(capture)


@pytest.mark.parametrize("pack", [["gzip"], ["zstd", "-q"], ["lz4", "-q"]], ids=lambda c: c[0])
def test_packed(sample, pack):
    packed = subprocess.run([*pack, "-c"], input=sample.read_bytes(), capture_output=True,
                            check=True).stdout
    assert read_whole("-", stdin=packed) == read_whole(sample)
    problems = finrst("-", stdin=packed[:-40], check=False).stderr
    assert "in the middle of a packet" in problems or "damaged" in problems


def test_standard_input(sample):
    assert read_whole("-", stdin=sample.read_bytes()) == read_whole(sample)


def test_a_ring_is_one_capture(folder, sample):
    subprocess.run(["editcap", "-c", "3", sample, folder / "ring.pcapng"], check=True)
    ring = sorted(folder.glob("ring_*"))
    assert len(ring) > 2
    assert read_whole(*reversed(ring)) == plugin(sample)


def test_captures_of_one_time_are_merged(folder):
    first, second, merged = (folder / name for name in ("first", "second", "merged"))
    big = max(EVERY_SAMPLE, key=lambda path: path.stat().st_size)
    subprocess.run(["editcap", "-r", big, first, "1-100", "201-300"], check=True)
    subprocess.run(["editcap", "-r", big, second, "50-250"], check=True)
    subprocess.run(["mergecap", "-w", merged, first, second], check=True)
    assert read_whole(first, second) == plugin(merged)


@pytest.mark.parametrize("number", range(60))
def test_damaged_packets(folder, number):
    """Octets behind IP's addresses changed at random, and packets that were cut."""
    chosen, capture = EVERY_SAMPLE[number * 7 % len(EVERY_SAMPLE)], folder / "damaged.pcapng"
    cut = [[], ["-s", str(40 + number)]][number % 2]
    subprocess.run(["editcap", "-r", chosen, folder / "begin.pcapng", "1-400"], check=True)
    subprocess.run(["editcap", "-E", "0.01", "--seed", str(number), "-o",
                    str((0, 14, 34)[number % 3]), *cut, folder / "begin.pcapng", capture],
                   check=True, capture_output=True)
    assert read_whole(capture) == plugin(capture)


@pytest.mark.parametrize("number", range(20))
def test_what_came_before_damage_counts(folder, number):
    """An octet of the file itself is changed: either the same packets are read, or the place is
    named."""
    octets = bytearray(EVERY_SAMPLE[number].read_bytes())
    place = random.Random(number).randrange(200, len(octets))
    octets[place:place + 4] = b"\xff\xff\xff\x7f"
    capture = folder / "damaged.pcapng"
    capture.write_bytes(octets)
    report, problems = read(capture)
    if problems:
        assert "damaged near octet" in problems or "in the middle of a packet" in problems
    else:
        assert report == plugin(capture, check=False)
