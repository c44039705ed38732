# SPDX-License-Identifier: GPL-2.0-or-later
"""Sentences on the stack of the RST's sender, with what the packets of its host must show."""

import re

from claim import claim, require
from conversation import distance
from scene import opens
from segments import ACK, FIN, RST, SYN, options_of

NAMES = {1: "nop", 2: "mss", 3: "ws", 4: "sack", 8: "ts"}
LINUX = ["mss", "sack", "ts", "nop", "ws"]
LINUX_WITHOUT_TIMESTAMPS = ["mss", "nop", "nop", "sack", "nop", "ws"]
WINDOWS = ["mss", "nop", "ws", "nop", "nop", "sack"]
MAC = ["mss", "nop", "ws", "nop", "nop", "ts", "sack"]
FREE_BSD = ["mss", "nop", "ws", "sack", "ts"]
OTHER_BSD = [["mss", "nop", "ws", "sack"],
             ["mss", "nop", "nop", "sack", "nop", "ws", "nop", "nop", "ts"]]
# What each of them puts into its SYN or SYN-ACK, in this order, and where its TTLs start.
ORDERS = {"Linux": [LINUX, LINUX_WITHOUT_TIMESTAMPS], "Windows": [WINDOWS, FREE_BSD],
          "macOS or BSD": [MAC, FREE_BSD, *OTHER_BSD], "NetScaler": [],
          "a small embedded stack": []}
STARTS = {"Linux": 64, "Windows": 128, "macOS or BSD": 64, "NetScaler": 255,
          "a small embedded stack": 255}
SMALL = 5000  # octets


def order_of(segment):
    """The names of its options, in order."""
    return [NAMES.get(kind, "other") for kind, _ in options_of(segment)]


def start_of(ttl):
    return next(start for start in (64, 128, 255) if ttl <= start)


def is_netscaler_code(window):
    """Its codes lie close together in these ranges."""
    return 8196 <= window <= 8214 or 9100 <= window <= 10042


class HostSigns:
    """What is told of the host that sent a RST, by all that it sent in the capture."""

    def __init__(self, scene, stack):
        self._scene = scene
        self._stack = stack
        self._sent = [one for one in scene.capture.segments
                      if one.source.address == scene.reset.source.address]
        self._syns = [one for one in self._sent if one.has(SYN)]
        self._resets = [one for one in self._sent if one.has(RST)]

    def check(self, sign):
        options = re.fullmatch(r"the options (.*) in frame (\d+)", sign)
        if options:
            self._options(options[1].split(", "), int(options[2]))
            return
        start = re.fullmatch(r"a (?:TTL|hop limit) that starts at (\d+)", sign)
        if start:
            require(any(start_of(one.ttl) == int(start[1]) for one in self._sent), "no such TTL")
            require(int(start[1]) == STARTS[self._stack], f"{self._stack} starts elsewhere")
            return
        known = self._others().get(sign)
        require(known is not None, f"nobody knows the sign \"{sign}\"")
        require(known, f"the capture does not show {sign}")

    def _options(self, told, frame):
        syn = self._scene.capture.frame(frame)
        require(syn in self._syns, f"frame {frame} is no SYN of that host")
        shown = order_of(syn)
        require(shown == told, f"they are {shown}")
        orders = ORDERS[self._stack]
        require(not orders or any(_begins_with(shown, order) for order in orders),
                f"{self._stack} has another order")

    def _others(self):
        return {
            "IP ID 0 in a SYN-ACK": any(one.has(SYN | ACK) and one.ip_id == 0
                                        for one in self._syns),
            "a window below 5000 in a SYN": any(0 < one.window < SMALL for one in self._syns),
            "window 8190 in a SYN": any(one.window == 8190 for one in self._syns),
            "IP IDs that count through all its connections":
                len({(one.source, one.destination) for one in self._sent}) > 1,
            "a RST without ACK whose acknowledgement field is its sequence number":
                any(not one.has(ACK) and one.ack == one.seq != 0 for one in self._resets),
            "a RST+ACK with window 0 that acknowledges data after the own FIN":
                any(one.has(ACK) and one.window == 0 and self._closed_before(one)
                    for one in self._resets),
            "a socket's RST+ACK without its timestamps":
                any(one.has(ACK) and not one.options for one in self._resets),
            "a window in the answer to a SYN":
                any(one.has(ACK) and one.window and one.seq == 0 for one in self._resets),
            "a RST with the window of what it answers":
                any(one.window and self._came_with(one) for one in self._resets),
            "a refusal that does not acknowledge the SYN":
                any(one.has(ACK) and self._meets_syn(one) for one in self._resets),
            "a refusal without DF": any(one.dont_fragment is False for one in self._resets),
            "a RST with one of NetScaler's codes as its window":
                any(is_netscaler_code(one.window) for one in self._resets),
        }

    def _closed_before(self, reset):
        return any(one.has(FIN) and one.frame < reset.frame and one.source == reset.source
                   and one.destination == reset.destination for one in self._sent)

    def _to(self, reset):
        return [one for one in self._scene.capture.segments if one.frame < reset.frame
                and one.source == reset.destination and one.destination == reset.source]

    def _came_with(self, reset):
        return any(one.window == reset.window for one in self._to(reset))

    def _meets_syn(self, reset):
        return any(opens(one) and one.seq == reset.ack for one in self._to(reset))


def _begins_with(shown, order):
    rest = shown[len(order):]
    return shown[:len(order)] == order and all(name in ("nop", "other") for name in rest)


@claim("the sender's stack looks like {stack}: {signs}")
def looks_like(scene, stack, signs):
    require(stack in ORDERS, f"no stack is called \"{stack}\"")
    told = signs.split("; ")
    require(len(told) > 1, "one sign is none")
    host = HostSigns(scene, stack)
    for sign in told:
        host.check(sign)


@claim("RST+ACK at the sender's own next sequence number ({seq}), window 0: as a Windows socket "
       "sends it")
def windows_shape(scene, seq):
    require(scene.reset.has(ACK), "the RST has no ACK")
    scene.is_value(scene.reset.seq, seq, "the RST's number")
    scene.is_value(scene.reset.window, 0, "the RST's window")
    scene.is_value(scene.before.sent_up_to(scene.sender), seq, "the sender's next number")


@claim("the acknowledgement field is the sequence number ({seq}), without its bit: so does Windows, "
       "Linux leaves it 0")
def ack_field_is_seq(scene, seq):
    require(not scene.reset.has(ACK), "the RST has ACK")
    scene.is_value(scene.reset.seq, seq, "the RST's number")
    scene.is_value(scene.reset.ack, seq, "its acknowledgement field")


@claim("window {window} is NetScaler's reason: {reason}")
def netscaler_reason(scene, window, reason):
    scene.is_value(scene.reset.window, window, "the window")
    require(is_netscaler_code(window), f"that is no code, so not \"{reason}\"")


@claim("{time} after the ACK of the own FIN, without a word of the peer in between: such a stack "
       "resets a closed socket after {timeout} in FIN-WAIT-2",
       "{time} after the ACK of the own FIN: the timers with which macOS (60 s), Windows (120 s) "
       "and NetScaler (10 s) end FIN-WAIT-2 look the same")
def waited_for_the_fin(scene, time, timeout=None):
    ack = _ack_of_own_fin(scene)
    scene.elapsed(ack, scene.reset, time)
    later = [one for one in scene.before.sent_by(scene.peer) if one.frame > ack.frame]
    require(not later, f"frame {later and later[0].frame} came in between")


def _ack_of_own_fin(scene):
    fins = scene.before.fins(scene.sender)
    require(fins, "no FIN of the sender was captured")
    ack = scene.first_ack_of(fins[0])
    require(ack is not None and not ack.has(FIN), "the FIN was not ACKed, or by a FIN")
    return ack


@claim("The sender had closed (frame {own_fin}, ACKed in frame {ack}); its stack waited for the "
       "peer's FIN in vain, and reset the connection")
def waited_in_vain(scene, own_fin, ack):
    scene.is_acked_by(scene.own_fin(own_fin), ack)
    require(not scene.before.fins(scene.peer), "the peer had closed")
    require(distance(scene.reset.seq, scene.own_fin(own_fin).end) == 0, "it was not in FIN-WAIT-2")
