# SPDX-License-Identifier: GPL-2.0-or-later
"""Wireshark shows everything else as it does without the plugin."""

import resource

import pytest
from scapy.data import DLT_EN10MB

from capture import write, write_segments
from conversation import incident
from encapsulation import ENCAPSULATIONS, RAW_IP
from passes import BOTH_PASSES
from tshark import STOCK, fields, run, sample_path
from without_finrst import without_finrst

PLAIN_INFO = ("-o", "finrst.info_column:FALSE")


@pytest.fixture
def every_encapsulation(folder):
    """The incident once in each way in which Ethernet can carry it, each from a port of its own."""
    frames = []
    for port, encapsulation in enumerate(ENCAPSULATIONS.values(), start=40000):
        if encapsulation.link_type == DLT_EN10MB:
            for segment in incident(client_port=port):
                frames += encapsulation.frames_of(segment)
    return write(folder / "encapsulations.pcap", DLT_EN10MB, frames)


@BOTH_PASSES
def test_fields_of_others(every_encapsulation, passes):
    names = ("frame.number", "frame.protocols", "tcp.stream", "tcp.completeness", "tcp.pdu.size",
             "tcp.time_delta", "tcp.analysis.acks_frame", "_ws.col.Protocol", "_ws.col.Info",
             "_ws.malformed")
    assert fields(every_encapsulation, *names, options=(*PLAIN_INFO, *passes)) == fields(
        every_encapsulation, *names, options=passes, plugins=STOCK)


@BOTH_PASSES
def test_packet_details_of_others(every_encapsulation, passes):
    options = ("-r", every_encapsulation, "-V", *passes)
    details = run(*options).stdout
    assert "[FIN-RST analysis" in details
    assert without_finrst(details) == run(*options, plugins=STOCK).stdout


@pytest.mark.parametrize("sample", ["incident", "refused", "half-open-data"])
def test_packet_list_of_a_sample(sample):
    options = ("-r", sample_path(sample), "-2")
    assert run(*options, *PLAIN_INFO).stdout == run(*options, plugins=STOCK).stdout


@pytest.mark.parametrize("tcp_octets", [14, 15, 16, 19])
def test_a_cut_reset_makes_no_stream_of_its_own(folder, tcp_octets):
    """TCP gives up in its middle; what comes behind must not be counted differently."""
    reset = incident()[-1]
    whole = incident(client_port=40001)
    frames = [frame for segment in (reset, *whole) for frame in RAW_IP.frames_of(segment)]
    sizes = iter([20 + tcp_octets] + [1000] * len(whole))
    capture = write(folder / "capture.pcap", RAW_IP.link_type, frames,
                    captured=lambda frame: next(sizes))
    assert fields(capture, "tcp.stream") == fields(capture, "tcp.stream", plugins=STOCK)


@pytest.mark.parametrize("options", [
    (), ("-Y", "tcp"), ("-2", "-R", "tcp.flags.reset == 1")],
    ids=["all", "display-filter", "read-filter"])
def test_copies_of_a_capture(folder, options):
    copies = []
    for name, plugins in (("with", None), ("without", STOCK)):
        path = folder / name
        chosen = {} if plugins is None else {"plugins": plugins}
        run("-r", sample_path("overflow-client-closes"), *options, "-w", path, **chosen)
        copies.append(path.read_bytes())
    assert copies[0] == copies[1]


def processor_seconds(*arguments):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run(*arguments)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def test_a_plain_copy_dissects_nothing(folder):
    """tshark then only moves octets, as long as no tap and no filter wants more."""
    path = folder / "incident.pcap"
    write_segments(path, incident(), RAW_IP)
    capture = path.read_bytes()
    header, packets = capture[:24], capture[24:]
    path.write_bytes(header + 5000 * packets)
    nothing = processor_seconds("-r", path, "-c", "1", "-w", folder / "one")
    copy = processor_seconds("-r", path, "-w", folder / "copy") - nothing
    dissection = processor_seconds("-r", path, "-Y", "tcp", "-w", folder / "dissected") - nothing
    assert copy < dissection / 3
