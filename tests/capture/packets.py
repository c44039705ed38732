# SPDX-License-Identifier: GPL-2.0-or-later
"""Packets of many encapsulations, with checksums that are right, from scapy."""

from scapy.all import (
    ARP, GRE, ICMP, IP, TCP, UDP, CookedLinux, Dot1AD, Dot1Q, Ether, ICMPv6DestUnreach,
    ICMPv6EchoRequest, ICMPv6ND_NA, ICMPv6ND_NS, ICMPv6NDOptDstLLAddr, ICMPv6NDOptSrcLLAddr, IPv6,
    IPv6ExtHdrDestOpt, IPv6ExtHdrFragment, IPv6ExtHdrHopByHop, IPv6ExtHdrRouting, Loopback, PadN,
    Raw, RouterAlert)
from scapy.contrib.geneve import GENEVE
from scapy.contrib.gtp import GTP_U_Header
from scapy.contrib.mpls import MPLS
from scapy.layers.inet import IPOption_LSRR, IPOption_RR
from scapy.layers.ppp import PPP, PPPoE
from scapy.layers.vxlan import VXLAN

SECRET = b"GET /secret HTTP/1.1\r\nHost: private.example\r\n\r\n"
MACS = {"src": "02:12:34:56:78:9a", "dst": "02:ab:cd:ef:12:34"}
V4 = {"src": "198.51.100.7", "dst": "203.0.113.9"}
V6 = {"src": "2001:db8:1::7", "dst": "2001:db8:2::9"}
ADDRESSES = {*MACS.values(), *V4.values(), *V6.values(), "192.0.2.1", "2001:db8:3::1"}

ethernet = Ether(**MACS)
segment = TCP(sport=40000, dport=6379, flags="PA", seq=1000, ack=2000,
              options=[("NOP", None), ("NOP", None), ("Timestamp", (1, 2))]) / Raw(SECRET)
v4 = IP(**V4, id=0x1234, flags="DF") / segment
v6 = IPv6(**V6, fl=0x12345) / segment
datagram = UDP(sport=50000, dport=53) / Raw(SECRET)
solicited = {"src": "fe80::1234:56ff:fe78:9abc", "dst": "ff02::1:ff00:9"}



def tunnel(port, payload):
    return ethernet / IP(**V4) / UDP(sport=50000, dport=port) / payload


ETHERNET = {
    "tcp4": ethernet / v4,
    "tcp6": ethernet / v6,
    "vlan": ethernet / Dot1Q(vlan=7) / v4,
    "qinq": ethernet / Dot1AD(vlan=7) / Dot1Q(vlan=8) / v6,
    "mpls": ethernet / MPLS(label=16, s=0) / MPLS(label=17, s=1) / v4,
    "mpls6": ethernet / MPLS(label=17, s=1) / v6,
    "pppoe": ethernet / PPPoE(sessionid=1) / PPP() / v4,
    "ip_in_ip": ethernet / IP(**V4) / v4,
    "6in4": ethernet / IP(**V4) / v6,
    "4in6": ethernet / IPv6(**V6) / v4,
    "gre": ethernet / IP(**V4) / GRE() / v4,
    "gre_checksum": ethernet / IP(**V4) / GRE(chksum_present=1, key_present=1, key=9) / v6,
    "gre_bridged": ethernet / IP(**V4) / GRE(proto=0x6558) / ethernet / v4,
    "vxlan": tunnel(4789, VXLAN(vni=5, flags=8) / ethernet / v4),
    "vxlan6": ethernet / IPv6(**V6) / UDP(sport=1, dport=4789) / VXLAN(vni=5, flags=8)
              / ethernet / v6,
    "geneve": tunnel(6081, GENEVE(vni=5) / ethernet / v4),
    "gtp": tunnel(2152, GTP_U_Header(teid=5) / v4),
    "record_route": ethernet
                    / IP(**V4, options=[IPOption_RR(routers=["192.0.2.1"] * 3, pointer=16)])
                    / segment,
    "source_route": ethernet / IP(**V4, options=[IPOption_LSRR(routers=["192.0.2.1"], pointer=4)])
                    / segment,
    "hop_by_hop": ethernet / IPv6(**V6) / IPv6ExtHdrHopByHop(options=RouterAlert()) / segment,
    "destination_options": ethernet / IPv6(**V6)
                           / IPv6ExtHdrDestOpt(options=PadN(optdata=b"\0" * 4)) / segment,
    "routing": ethernet / IPv6(**V6)
               / IPv6ExtHdrRouting(addresses=["2001:db8:3::1"], segleft=1) / segment,
    "fragment6": ethernet / IPv6(**V6) / IPv6ExtHdrFragment(m=1, id=9) / segment,
    "udp": ethernet / IP(**V4) / datagram,
    "udp6": ethernet / IPv6(**V6) / datagram,
    "echo": ethernet / IP(**V4) / ICMP() / Raw(SECRET),
    "echo6": ethernet / IPv6(**V6) / ICMPv6EchoRequest(data=SECRET),
    "quoted": ethernet / IP(**V4) / ICMP(type=3, code=3) / v4,
    "quoted_udp": ethernet / IP(**V4) / ICMP(type=11) / IP(**V4) / datagram,
    "quoted6": ethernet / IPv6(**V6) / ICMPv6DestUnreach() / v6,
    "redirect": ethernet / IP(**V4) / ICMP(type=5, gw="192.0.2.1") / v4,
    "solicitation": ethernet / IPv6(**solicited) / ICMPv6ND_NS(tgt=V6["dst"])
                    / ICMPv6NDOptSrcLLAddr(lladdr=MACS["src"]),
    "advertisement": ethernet / IPv6(**V6) / ICMPv6ND_NA(tgt=V6["src"])
                     / ICMPv6NDOptDstLLAddr(lladdr=MACS["dst"]),
    "arp": ethernet / ARP(hwsrc=MACS["src"], hwdst=MACS["dst"], psrc=V4["src"], pdst=V4["dst"]),
}

# By the number of their link type.
OTHER_LINKS = {
    "raw4": (101, v4),
    "raw6": (101, v6),
    "loopback": (0, Loopback(type=2) / v4),
    "cooked": (113, CookedLinux(lladdrtype=1, lladdrlen=6, src=b"\x02\x12\x34\x56\x78\x9a\0\0",
                                proto=0x0800) / v4),
    "ppp": (9, PPP() / v4),
}

ALL = {name: (1, bytes(packet)) for name, packet in ETHERNET.items()}
ALL.update({name: (link, bytes(packet)) for name, (link, packet) in OTHER_LINKS.items()})
