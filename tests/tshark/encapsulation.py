# SPDX-License-Identifier: GPL-2.0-or-later
"""Ways in which a TCP segment travels: each makes the frames that carry one segment."""

from typing import Callable, NamedTuple

from scapy.contrib.geneve import GENEVE
from scapy.contrib.gtp import GTP_U_Header
from scapy.contrib.mpls import MPLS
from scapy.data import (
    DLT_EN10MB, DLT_IEEE802_11, DLT_LINUX_SLL, DLT_LINUX_SLL2, DLT_NULL, DLT_PPP, DLT_RAW)
from scapy.layers.dot11 import Dot11, Dot11QoS
from scapy.layers.inet import IP, UDP, fragment
from scapy.layers.inet6 import (
    IPv6, IPv6ExtHdrDestOpt, IPv6ExtHdrFragment, IPv6ExtHdrHopByHop, IPv6ExtHdrRouting, PadN)
from scapy.layers.ipsec import AH, ESP
from scapy.layers.l2 import (
    GRE, LLC, SNAP, CookedLinux, CookedLinuxV2, Dot1AD, Dot1Q, Dot3, Ether, Loopback)
from scapy.layers.ppp import PPP, PPPoE
from scapy.layers.vxlan import VXLAN
from scapy.packet import Raw

ETHER = {"src": "02:00:00:00:00:01", "dst": "02:00:00:00:00:02"}
TUNNEL = {"src": "198.51.100.1", "dst": "198.51.100.2"}
ROUTER_V6 = "2001:db8::ffff"


class Encapsulation(NamedTuple):
    link_type: int
    frames_of: Callable  # segment -> list of frames
    options: tuple = ()  # what tshark needs to look inside


def ipv4(segment, **fields):
    client, server = "192.0.2.1", "192.0.2.2"
    source, destination = (client, server) if segment.from_client else (server, client)
    header = {"id": segment.ip_id, "flags": "DF"} | fields
    return IP(src=source, dst=destination, **header)


def ipv6(segment, **fields):
    client, server = "2001:db8::1", "2001:db8::2"
    source, destination = (client, server) if segment.from_client else (server, client)
    # A RST for which nothing knows the flow has a label of its own.
    label = 0x54321 if segment.name == "reset" else 0x12345
    return IPv6(src=source, dst=destination, fl=label, **fields)


def routed(segment):
    """On its way to the router that the routing header names before the destination."""
    header = ipv6(segment)
    destination, header.dst = header.dst, ROUTER_V6
    return header / IPv6ExtHdrRouting(addresses=[destination], segleft=1) / segment.tcp


def fragments(segment, order=slice(None)):
    """Eight octets each: the TCP header itself is in pieces."""
    pieces = fragment(ipv4(segment, flags=0, id=segment.ip_id + 1) / segment.tcp, fragsize=8)
    return [Ether(**ETHER) / piece for piece in pieces[order]]


# Checksum 0: scapy computes one right under IP only, and tshark does not check it.
def authenticated(segment):
    tcp = segment.tcp.copy()
    tcp.chksum = 0
    header = AH(nh=6, payloadlen=4, spi=1, seq=segment.ip_id, icv=bytes(12))
    return ipv4(segment, proto=51) / header / tcp


def in_null_esp(segment):
    tcp = segment.tcp.copy()
    tcp.chksum = 0
    data = bytes(tcp)
    padding = bytes(range(1, 1 + -(len(data) + 2) % 4))
    trailer = padding + bytes([len(padding), 6]) + bytes(12)
    return ipv4(segment, proto=50) / ESP(spi=1, seq=segment.ip_id, data=data + trailer)


def a_msdu(*packets):
    """Several IP packets in one 802.11 frame."""
    body = b""
    for packet in packets:
        msdu = bytes(LLC(dsap=0xAA, ssap=0xAA, ctrl=3) / SNAP(OUI=0, code=0x0800) / packet)
        subframe = bytes(Dot3(src=ETHER["src"], dst=ETHER["dst"], len=len(msdu)) / Raw(msdu))
        body += subframe + bytes(-len(subframe) % 4)
    header = Dot11(type=2, subtype=8, addr1=ETHER["dst"], addr2=ETHER["src"], addr3=ETHER["dst"])
    return header / Dot11QoS(A_MSDU_Present=1) / Raw(body)


def over_ethernet(*between):
    """`between` stand between Ethernet and IPv4."""
    def frames_of(segment):
        frame = Ether(**ETHER)
        for layer in between:
            frame = frame / layer.copy()
        return [frame / ipv4(segment) / segment.tcp]
    return Encapsulation(DLT_EN10MB, frames_of)


def over_ipv6(*extensions):
    def frames_of(segment):
        packet = ipv6(segment)
        for header in extensions:
            packet = packet / header.copy()
        return [Ether(**ETHER) / packet / segment.tcp]
    return Encapsulation(DLT_EN10MB, frames_of)


def over_link(link_type, *layers):
    """`layers` are what the link has in Ethernet's place."""
    def frames_of(segment):
        packet = ipv4(segment) / segment.tcp
        for layer in reversed(layers):
            packet = layer.copy() / packet
        return [packet]
    return Encapsulation(link_type, frames_of)


def in_ethernet(packet_of, options=()):
    """`packet_of` makes the IP packet of a segment."""
    return Encapsulation(
        DLT_EN10MB, lambda segment: [Ether(**ETHER) / packet_of(segment)], options)


PADDING = PadN(optdata=bytes(4))
ETHERNET = over_ethernet()
RAW_IP = over_link(DLT_RAW)

ENCAPSULATIONS = {
    "ethernet": ETHERNET,
    "vlan": over_ethernet(Dot1Q(vlan=5)),
    "qinq": over_ethernet(Dot1AD(vlan=5), Dot1Q(vlan=6)),
    "snap": Encapsulation(
        DLT_EN10MB,
        lambda segment: [Dot3(**ETHER) / LLC() / SNAP() / ipv4(segment) / segment.tcp]),
    "mpls": over_ethernet(MPLS(label=16, s=0), MPLS(label=17, s=1)),
    "pppoe": over_ethernet(PPPoE(sessionid=1), PPP()),
    "gre": over_ethernet(IP(**TUNNEL), GRE()),
    "ip_in_ip": over_ethernet(IP(**TUNNEL)),
    "ethernet_in_gre": over_ethernet(IP(**TUNNEL), GRE(), Ether(**ETHER)),
    "vxlan": over_ethernet(
        IP(**TUNNEL), UDP(sport=49152, dport=4789), VXLAN(vni=1), Ether(**ETHER)),
    "geneve": over_ethernet(
        IP(**TUNNEL), UDP(sport=49152, dport=6081), GENEVE(vni=1, proto=0x6558), Ether(**ETHER)),
    "gtp_u": over_ethernet(
        IP(**TUNNEL), UDP(sport=2152, dport=2152), GTP_U_Header(teid=1, gtp_type=255)),
    "6in4": in_ethernet(lambda segment: IP(**TUNNEL) / ipv6(segment) / segment.tcp),
    "4in6": in_ethernet(lambda segment: IPv6(src="2001:db8:1::1", dst="2001:db8:1::2")
                        / ipv4(segment) / segment.tcp),
    "ipv6": over_ipv6(),
    "ipv6_hop_by_hop": over_ipv6(IPv6ExtHdrHopByHop(options=[PADDING])),
    "ipv6_destination": over_ipv6(IPv6ExtHdrDestOpt(options=[PADDING])),
    "ipv6_routing": in_ethernet(routed),
    "ipv6_all_extensions": over_ipv6(
        IPv6ExtHdrHopByHop(options=[PADDING]), IPv6ExtHdrDestOpt(options=[PADDING]),
        IPv6ExtHdrFragment(id=1)),
    "ipv6_atomic_fragment": over_ipv6(IPv6ExtHdrFragment(id=1)),
    "ah": in_ethernet(authenticated),
    "esp_null": in_ethernet(
        in_null_esp, options=("-o", "esp.enable_null_encryption_decode_heuristic:TRUE")),
    "sll": over_link(DLT_LINUX_SLL, CookedLinux(proto=0x0800)),
    "sll2": over_link(DLT_LINUX_SLL2, CookedLinuxV2(proto=0x0800)),
    "raw_ip": RAW_IP,
    "null": over_link(DLT_NULL, Loopback(type=2)),
    "ppp": over_link(DLT_PPP, PPP()),
    "ipv4_fragments": Encapsulation(DLT_EN10MB, fragments),
    "ipv4_fragments_last_first": Encapsulation(
        DLT_EN10MB, lambda segment: fragments(segment, slice(None, None, -1))),
    "a_msdu": Encapsulation(
        DLT_IEEE802_11, lambda segment: [a_msdu(ipv4(segment) / segment.tcp)]),
}
