# SPDX-License-Identifier: GPL-2.0-or-later
"""Sentences that finrst may say, as templates, and what has to be so in the packets for each.

A template is written as finrst's own: "{name}" stands for a value, whose kind the name tells. Its
check takes the Scene and the values by name, and raises Untrue.
"""

import re

# The kind of a value by its name; all other names are whole numbers. A time is kept as text, so
# that its precision is known.
TIME = re.compile(r"[\d.]+ (?:s|ms|µs|ns)")
LABEL = re.compile(r"0x[0-9a-f]+")
STATE = re.compile(r"[A-Z][A-Z0-9-]+")
TOKEN = re.compile(r"[A-Z0-9_]+")
VERDICT = re.compile(r"[a-z0-9_]+")
NUMBER = re.compile(r"\d+")
WORDS = re.compile(r"[^:]+")
KINDS = {"time": TIME, "longest": TIME, "shortest": TIME, "timeout": TIME, "label": LABEL,
         "flow_label": LABEL, "state": STATE, "stack": WORDS, "signs": WORDS, "reason": WORDS,
         "kernel_reason": TOKEN, "verdict": VERDICT}
NANOSECONDS = {"s": 10**9, "ms": 10**6, "µs": 10**3, "ns": 1}


class Untrue(Exception):
    """What the packets show instead of the claim."""


def require(is_so, otherwise):
    if not is_so:
        raise Untrue(otherwise)


def _value(name, text):
    if name not in KINDS:
        return int(text)
    return int(text, 16) if KINDS[name] is LABEL else text


class Claim:
    def __init__(self, template, check):
        self.template = template
        self._check = check
        parts = re.split(r"\{(\w+)\}", template)
        self._names = parts[1::2]
        groups = [f"({KINDS.get(name, NUMBER).pattern})" for name in self._names] + [""]
        self._pattern = re.compile("".join(
            re.escape(text) + group for text, group in zip(parts[::2], groups)))

    def values(self, sentence):
        """The values in a sentence, or None where it is another sentence."""
        match = self._pattern.fullmatch(sentence)
        if match is None:
            return None
        return {name: _value(name, text) for name, text in zip(self._names, match.groups())}

    def check(self, scene, values):
        self._check(scene, **values)


CLAIMS = []


def claim(*templates):
    """Decorates the check of these templates."""
    def register(check):
        CLAIMS.extend(Claim(template, check) for template in templates)
        return check
    return register


def find_claim(sentence):
    """The claim of a sentence and its values; None where nobody knows the sentence."""
    for known in CLAIMS:
        values = known.values(sentence)
        if values is not None:
            return known, values
    return None


def nanoseconds(text):
    """The time that a text tells, and half a unit of its last digit."""
    number, unit = text.split(" ")
    decimals = len(number.partition(".")[2])
    return float(number) * NANOSECONDS[unit], 0.5 * 10**-decimals * NANOSECONDS[unit]
