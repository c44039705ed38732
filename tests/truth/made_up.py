#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Conversations that nobody recorded, written in a small language and varied by chance.

made_up.py FOLDER writes them all. A script is a row of steps, separated by ";":

    c PA 100        the client sends flags and octets of data; "s": the server
    s FA lost       it is captured, but does not reach the other end
    s A unseen      it arrives, but the capture misses it
    c again         that end's last segment comes once more
    c probe         a keep-alive probe
    c R             what a stack without a socket answers to the last segment that came
    c RA            what a socket sends (w0: with window 0, as Windows does; w90: with 90)
    c RA came       with the window of the last segment that came, as of small stacks
    s R box         another machine sends it in the server's name: ttl, IP ID and label are its own
    s R box far     the same, one hop farther away
    s RA box up3    one of a series: TTL and window are 3 more than those of its first
    s RA nat        from the server's address behind a NAT; "c": to that
    s RA turned     another machine turns the last segment that came around, with its data
    s RA short      it acknowledges one number less than it should
    c RA ahead      with a number far beyond the sender's own
    c S on          a SYN a thousand numbers ahead of the one before
    c is windows    its stack: the start of its TTL, the options of its SYN; macOS, NetScaler, lwIP
    routed          from now on, what is captured is captured on both sides of a router
    s FA once       of these, on the first side only
    +20ms           time passes; "us" and "s" are taken, too
    open, talk      the handshake; some requests and answers

Window, IP ID, TTL, timestamps, addresses and the time on the way are drawn once for each seed.
"""

import argparse
import random
import re
from pathlib import Path

from scapy.layers.inet import IP, TCP
from scapy.layers.inet6 import IPv6
from scapy.layers.l2 import Ether
from scapy.packet import Raw

import frames as captures

START = 1_700_000_000 * 10**9  # ns of UTC
# By name: where TTLs start, the window, and the options of a SYN.
STACKS = {
    "windows": (128, 64240, ["MSS", "NOP", "WScale", "NOP", "NOP", "SAckOK"]),
    "macos": (64, 2058, ["MSS", "NOP", "WScale", "NOP", "NOP", "Timestamp", "SAckOK"]),
    "netscaler": (255, 8190, ["MSS"]),
    "lwip": (255, 2144, ["MSS"]),
}
UNITS = {"us": 10**3, "ms": 10**6, "s": 10**9}
SEEDS = range(3)

# By name: the script, and the verdicts that are true of its resets, in order.
SCRIPTS = {
    "bucket-refused": ("open; talk; c FA; s A; +30ms; s FA; c R", ["fin_wait_2_missing"]),
    "bucket-refused-fin-twice": (
        "open; talk; c FA; s A; +30ms; s FA; c R lost; +300ms; s again; c R",
        ["fin_wait_2_missing", "after_reset"]),
    "bucket-refused-ack-unseen": (
        "open; talk; c FA; s A unseen; +30ms; s FA; c R", ["fin_wait_2_missing"]),
    "bucket-expired": ("open; talk; c FA; s A; +75s; s FA; c R", ["fin_wait_2_missing"]),
    "fin-unacked": (
        "open; talk; c FA lost; +300ms; c again lost; +900ms; c again lost; +9s; s FA; c R",
        ["fin_wait_1_missing"]),
    "fin-unacked-once": ("open; talk; c FA lost; +9s; s FA; c R", ["fin_wait_1_missing"]),
    "time-wait-gone": (
        "open; talk; c FA; s FA; c A lost; +300ms; s again; c R", ["time_wait_missing"]),
    "late-data": ("open; talk; c FA; s A; +30ms; s PA 400; c R", ["data_after_close"]),
    "late-data-then-fin": (
        "open; talk; c FA; s A; +30ms; s PA 400; s FA; c R; c R",
        ["data_after_close", "after_reset"]),
    "late-data-with-fin": ("open; talk; c FA; s A; +30ms; s FPA 400; c R", ["data_after_close"]),
    "late-data-at-windows": (
        "open; talk; c FA; s A; +30ms; s PA 400; c RA w0", ["data_after_close"]),
    "crossing-data": ("open; talk; c FA; s PA 900; s A; c R", ["data_after_close"]),
    "crossing-data-reset-at-once": (
        "open; talk; c FA lost; s PA 900; c R", ["data_after_close"]),
    "half-open-request": ("open; talk; +90s; c PA 80; s R", ["half_open"]),
    "half-open-fin": ("open; talk; +90s; c FA; s R", ["half_open"]),
    "half-open-probe": ("open; talk; +90s; c probe; s R", ["half_open"]),
    "half-open-late-start": ("late; c PA 80; s R", ["half_open", "data_after_close", "stray",
                                                    "unexplained"]),
    "unread-request": ("open; talk; c PA 500; s RA", ["abort"]),
    "linger-zero": ("open; talk; c RA", ["abort"]),
    "linger-zero-at-once": ("open; c RA", ["abort", "handshake_reset"]),
    "abort-in-close-wait": ("open; talk; s FA; c A; +2s; c RA", ["abort"]),
    "unread-in-the-window": ("open; talk; c PA 500; s A w400; +1s; s RA w300", ["abort"]),
    "linger-zero-of-server": ("open; talk; +1s; s RA", ["abort"]),
    "small-stack-restarted": ("open; talk; +90s; c PA 80; s RA came", ["half_open", "abort"]),
    "abort-of-windows": ("open; talk; c PA 200; s RA w0", ["abort"]),
    "late-data-at-known-windows": (
        "c is windows; open; talk; c FA; s A; +30ms; s PA 400; c RA w0", ["data_after_close"]),
    "abort-of-known-windows": ("c is windows; open; talk; +2s; c RA w0", ["abort"]),
    "fin-wait-2-timer-of-windows": (
        "c is windows; open; talk; c FA; s A; +120s; c RA w0", ["abort"]),
    "fin-wait-2-timer-of-macos": ("c is macos; open; talk; c FA; s A; +60s; c RA", ["abort"]),
    "fin-wait-2-timer-of-somebody": ("open; talk; c FA; s A; +60s; c RA w0", ["abort"]),
    "netscaler-tells-why": ("s is netscaler; open; talk; +2s; s RA w9700", ["self_described"]),
    "lwip-restarted": ("s is lwip; open; talk; +90s; c PA 80; s RA came", ["half_open", "abort"]),
    "late-fin-at-windows": (
        "c is windows; open; talk; c FA; s A; +30ms; s PA 400; c RA w0; s FA; c R copies",
        ["data_after_close", "after_reset"]),
    "probes-unanswered": (
        "open; talk; +60s; c probe lost; +10s; c probe lost; +10s; c probe lost; +10s; c RA",
        ["abort"]),
    "probes-answered": (
        "open; talk; +60s; c probe; s A; +60s; c probe; s A; +5s; c RA", ["abort"]),
    "abort-far-ahead": ("open; talk; c RA ahead", ["abort", "middlebox", "unexplained"]),
    "refused": ("c S; s RA", ["refused"]),
    "refused-then-served": ("c S; s RA box; +30ms; s SA; c A; talk; c FA; s FA; c A", ["middlebox"]),
    "syn-ack-unseen": ("c S; s SA unseen; c A unseen; +60ms; s RA", ["handshake_reset", "abort"]),
    "another-syn-behind-unseen-syn-ack": (
        "c S; s SA unseen; +60ms; c S on; s R", ["handshake_reset", "refused"]),
    "refused-one-short": ("c S; s RA short", ["refused"]),
    "stale-syn-ack": ("c S unseen; s SA; c R", ["handshake_reset", "stray", "unexplained"]),
    "child-never-accepted": ("open; +5s; s RA", ["handshake_reset", "abort"]),
    "injected-at-request": ("open; c PA 300; s R box; s A; s PA 900; c A", ["middlebox"]),
    "injected-both-ways": ("open; c PA 300; s R box; c R box; s A; s PA 200; c A", ["middlebox"]),
    "injected-twice": ("open; c PA 300; s R box; s R box far; s A; s PA 90; c A",
                       ["middlebox", "middlebox"]),
    "turned-around": ("open; c PA 300; s RA turned", ["middlebox"]),
    "idle-in-a-box": ("open; talk; +350s; c PA 60; s R box", ["middlebox", "half_open"]),
    "idle-in-a-box-that-tells-both": (
        "open; talk; +240s; s RA box; +10us; c RA box", ["middlebox", "middlebox"]),
    "injected-series": (
        "open; c PA 300; s RA box up0; s RA box up1; s RA box up2; s A; s PA 900; c A",
        ["middlebox", "middlebox", "middlebox"]),
    "refused-by-a-series-then-served": (
        "c S; s RA box up0; s RA box up1; s SA; c A; talk", ["middlebox", "middlebox"]),
    "socket-counts-on": (
        "open; talk; talk; c PA 300; s R box; +20ms; s A; c PA 300; s R box; s A",
        ["middlebox", "middlebox"]),
    "answered-between-two-sides": (
        "routed; open; talk; c FA; s A; +30ms; s FA once; c R once",
        ["middlebox", "fin_wait_2_missing"]),
    "answered-on-both-sides": (
        "routed; open; talk; c FA; s A; +30ms; s FA; c R", ["fin_wait_2_missing", "after_reset"]),
    "leaked-past-a-nat": (
        "open; talk; s FA; c PA 24; c RA lost; s R nat", ["abort", "data_after_close"]),
    "syn-ack-not-translated": ("c S; s SA nat; c R nat", ["handshake_reset"]),
    "syn-proxied": ("c S; s SA; c A; s R far", ["refused", "handshake_reset", "middlebox"]),
    "data-after-both-closed": (
        "open; talk; c FA; s A; s FA; c A; +10ms; c again; s R", ["data_after_close"]),
    "answer-unacked": ("open; talk; c PA 90; s A; s PA 253; s RA", ["abort"]),
    "both-unacked": ("open; talk; c PA 90; s PA 253; c PA 80; s R", ["half_open", "abort"]),
    "close-wait": ("open; talk; c FA; s A; +20s; s PA 24; s FA; c R", ["data_after_close"]),
    "keep-alive-race": ("open; talk; +5s; s FA lost; c PA 90; s R", ["data_after_close"]),
    "request-at-the-fin": ("open; talk; +5s; s FA; +10us; c PA 90; s R", ["data_after_close"]),
    "request-after-the-fin": (
        "open; talk; +5s; s FA; c A; +2s; c PA 90; s R", ["data_after_close"]),
    "abort-challenged": (
        "open; talk; s RA ahead lost; c A; s R", ["abort", "middlebox", "unexplained", "after_reset"]),
    "reset-after-reset": (
        "open; talk; c RA lost; s PA 300; c R; s PA 200; c R",
        ["abort", "after_reset", "after_reset"]),
    "half-close-then-abort": ("open; c PA 90; c FA; s A; s PA 900; c A; s PA 900; c RA", ["abort"]),
    "linger2": ("open; talk; c FA; s A; c R", ["linger2_abort"]),
    "own-fin-unseen": ("open; talk; c FA unseen; s A; +30ms; s FA; c R", ["fin_wait_2_missing"]),
    "port-reused": ("open; talk; c FA; s A; +90s; c S new; s A old; c R", ["handshake_reset"]),
    "simultaneous-close-then-late": (
        "open; talk; c FA; s FA; c A; s A; +10ms; s A; c R", ["time_wait_missing"]),
}


class End:
    """One of the two hosts and its socket."""

    def __init__(self, chance, address, port):
        self.address, self.port = address, port
        self.next = chance.choice([chance.getrandbits(32), 2**32 - chance.randint(1, 400)])
        self.received = 0  # the number that it acknowledges
        self.ttl = chance.choice([64, 64, 128, 255]) - chance.randint(0, 12)
        self.window = chance.choice([501, 64240, 8192])
        self.ip_id = chance.getrandbits(16) if chance.random() < 0.7 else 0  # 0: it has none
        self.label = chance.getrandbits(20)
        self.syn_options = None  # those of a stack
        self.sent = None
        self.arrived = None  # the last of the other end's segments that came


class Numbers:
    """What a step sends: flags, numbers and data."""

    def __init__(self, flags, seq, ack=0, data=b""):
        self.flags, self.seq, self.ack, self.data = flags, seq % 2**32, ack, data

    @property
    def end(self):
        return (self.seq + len(self.data) + ("S" in self.flags) + ("F" in self.flags)) % 2**32


class MadeUp:
    """A capture of one conversation, at one of its hosts: the frames of a script and a seed."""

    def __init__(self, script, seed):
        self._chance = random.Random(seed)
        self._v6 = self._chance.random() < 0.3
        self._timestamps = self._chance.random() < 0.7
        self._round_trip = self._chance.randint(100, 40_000) * 1000  # ns
        self._time = START
        self._routed = False
        self.frames = []
        network = "2001:db8::%x" if self._v6 else "192.0.2.%d"
        hosts = self._chance.sample(range(2, 250), 2)
        ports = (self._chance.randint(32768, 60999), 6379)
        self._ends = [End(self._chance, network % host, port) for host, port in zip(hosts, ports)]
        self._recorder = self._chance.choice(self._ends)
        for step in script.split(";"):
            self._step(step)

    def _step(self, step):
        first, *words = step.split()
        wait = re.fullmatch(r"\+(\d+)(us|ms|s)", first)
        if wait:
            self._time += int(wait[1]) * UNITS[wait[2]] + self._chance.randint(0, 999_999)
        elif first == "open":
            self._steps("c S", "s SA", "c A")
        elif first == "talk":
            for _ in range(self._chance.randint(1, 3)):
                self._steps(f"c PA {self._chance.randint(20, 900)}", "s A",
                            f"s PA {self._chance.randint(20, 1400)}", "c A")
        elif first == "routed":
            self._routed = True
        elif first == "late":
            self._begin_in_the_middle()
        elif words[0] == "is":
            end = self._ends[first == "s"]
            start, end.window, end.syn_options = STACKS[words[1]]
            end.ttl = start - self._chance.randint(0, 12)
        else:
            sender, peer = self._ends if first == "c" else self._ends[::-1]
            self._send(sender, peer, words[0], words[1:])

    def _steps(self, *steps):
        for step in steps:
            self._step(step)

    def _begin_in_the_middle(self):
        client, server = self._ends
        client.received, server.received = server.next, client.next

    def _send(self, sender, peer, what, words):
        here = sender is self._recorder
        self._time += self._chance.randint(20_000, 90_000) if here else self._round_trip
        if "new" in words:
            sender.next = self._chance.getrandbits(32)
        if "on" in words:
            sender.next += 1000
        octets = next((int(word) for word in words if word.isdigit()), 0)
        numbers = self._numbers(sender, what, octets, words)
        sender.sent = numbers
        if "R" not in numbers.flags and what not in ("again", "probe"):
            sender.next = numbers.end
        if "lost" not in words and "box" not in words and "new" not in words:
            peer.arrived = numbers
            if numbers.seq == peer.received or "S" in numbers.flags:
                peer.received = numbers.end
        if "unseen" not in words:
            self._record(sender, peer, numbers, words)

    def _numbers(self, sender, what, octets, words):
        came = sender.arrived
        refuses = what == "RA" and sender.sent is None
        if what == "again":
            return sender.sent
        if what == "probe":
            return Numbers("A", sender.next - 1, sender.received)
        if what == "R" and came and "A" in came.flags:
            copied = came.ack if "copies" in words else 0  # as Windows does
            return Numbers("R", came.ack, copied)  # tcp_v4_send_reset
        if what == "R" or refuses:
            return Numbers("RA", 0, came.end - ("short" in words))
        if "turned" in words:
            return Numbers("RA", came.ack, came.seq, came.data)
        ack = sender.received if "A" in what else 0
        return Numbers(what, sender.next + ("ahead" in words) * 393_216, ack, b"x" * octets)

    def _translated(self, end, words):
        """Its address, in front of a NAT or behind it: only the server is behind one."""
        if "nat" not in words or end is self._ends[0]:
            return end.address
        return "2001:db8::fff" if self._v6 else "192.0.2.253"

    def _record(self, sender, peer, numbers, words):
        from_stack = numbers.flags == "R" or (numbers.flags == "RA" and numbers.seq == 0)
        turned = "turned" in words
        boxed = "box" in words or turned
        tcp = TCP(sport=sender.port, dport=peer.port, flags=numbers.flags, seq=numbers.seq,
                  ack=numbers.ack, window=_window(sender, peer, 0 if from_stack else None, words),
                  options=[] if from_stack or boxed else self._options(sender, numbers))
        counted = _counted(words)
        hops = sender.ttl - 7 * boxed - ("far" in words) + counted
        source, destination = (self._translated(end, words) for end in (sender, peer))
        if self._v6:
            label = self._chance.getrandbits(20) if from_stack or boxed else sender.label
            network = IPv6(src=source, dst=destination, hlim=hops, fl=label)
        else:
            network = IP(src=source, dst=destination, ttl=hops, flags="DF",
                         id=peer.ip_id if turned else self._ip_id(sender, from_stack, boxed))
        packet = Ether(src="02:00:00:00:00:01", dst="02:00:00:00:00:02") / network / tcp
        if numbers.data:
            packet /= Raw(numbers.data)
        self._capture(packet)
        if self._routed and "once" not in words:
            self._time += self._chance.randint(5_000, 40_000)
            self._capture(_behind_router(packet))

    def _capture(self, packet):
        octets = bytes(packet)
        self.frames.append(
            captures.Frame(len(self.frames) + 1, self._time, octets, len(octets), 1))

    def _options(self, sender, numbers):
        if sender.syn_options is not None:
            return self._options_of_stack(sender, numbers)
        options = [("MSS", 1460)] if "S" in numbers.flags else []
        if self._timestamps:
            now = (self._time - START) // 10**6
            options += [("NOP", None), ("NOP", None), ("Timestamp", (1000 + now, 2000 + now))]
        return options

    def _options_of_stack(self, sender, numbers):
        now = (self._time - START) // 10**6
        values = {"MSS": 1460, "WScale": 7, "SAckOK": b"", "NOP": None,
                  "Timestamp": (1000 + now, 2000 + now)}
        if "S" in numbers.flags:
            return [(name, values[name]) for name in sender.syn_options]
        if "Timestamp" not in sender.syn_options or "R" in numbers.flags:
            return []
        return [("NOP", None), ("NOP", None), ("Timestamp", values["Timestamp"])]

    def _ip_id(self, sender, from_stack, boxed):
        if boxed:
            return self._chance.getrandbits(16)
        if from_stack or not sender.ip_id:
            return 0
        sender.ip_id = sender.ip_id % 0xFFFF + 1
        return sender.ip_id


def _behind_router(packet):
    copy = packet.copy()
    if IPv6 in copy:
        copy[IPv6].hlim -= 1
    else:
        copy[IP].ttl -= 1
    return copy


def _counted(words):
    return next((int(word[2:]) for word in words if re.fullmatch(r"up\d+", word)), 0)


def _window(sender, peer, of_stack, words):
    if any(word.startswith("up") for word in words):
        return 78 + _counted(words)
    told = [int(word[1:]) for word in words if re.fullmatch(r"w\d+", word)]
    if told:
        return told[0]
    if "came" in words or "turned" in words:
        return peer.window
    return sender.window if of_stack is None else of_stack


def make(folder):
    """Writes a capture for each script and seed; returns the verdicts that are true of the RSTs of
    each, by its path."""
    truth = {}
    for name, (script, verdicts) in SCRIPTS.items():
        for seed in SEEDS:
            path = Path(folder, f"{name}-{seed}.pcapng")
            captures.write(path, MadeUp(script, f"{name} {seed}").frames)
            truth[path] = verdicts
    return truth


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    make(parser.parse_args().folder)


if __name__ == "__main__":
    main()
