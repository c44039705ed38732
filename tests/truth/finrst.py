# SPDX-License-Identifier: GPL-2.0-or-later
"""What finrst says about each RST of a capture, asked of sharkd: tshark would take longer to start
than to read."""

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

NOBODY = 65534
# sharkd 4.0 loses 12 MB with each capture that it loads.
CAPTURES_OF_ONE_SHARKD = 30
# More lines than finrst ever gives one RST.
EVIDENCE, COUNTER_EVIDENCE = 24, 12


@dataclass(frozen=True)
class Said:
    """What finrst says about the RST in `frame`: tokens, and its sentences."""

    frame: int
    verdict: str
    certainty: str
    cause: str
    trigger: str
    sentence: str
    evidence: tuple
    counter_evidence: tuple
    alternatives: tuple
    related: int = 0  # frame of the same connection under another address
    accepted: str = ""

    @property
    def token(self):
        return f"{self.verdict}/{self.cause}" if self.cause else self.verdict


# A column of sharkd is a field and which of its values; a field that finrst lacks is empty.
_TOKENS = [f"finrst.{name}:1" for name in ("verdict", "certainty", "cause", "trigger")]


def _columns():
    return [*_TOKENS, "finrst.alternatives:0", "finrst.related_frame:1",
            "finrst.accepted:1", "_ws.expert.message:-1",
            *(f"finrst.evidence:{number}" for number in range(1, EVIDENCE + 1)),
            *(f"finrst.counter_evidence:{number}" for number in range(1, COUNTER_EVIDENCE + 1))]


def _said(frame):
    cells = frame["c"]
    verdict, certainty, cause, trigger, alternatives, related, accepted, sentence, *lines = cells
    return Said(frame["num"], verdict, certainty, cause, trigger, sentence,
                tuple(filter(None, lines[:EVIDENCE])), tuple(filter(None, lines[EVIDENCE:])),
                tuple(filter(None, alternatives.split(","))), int(related or 0),
                accepted)


class Finrst:
    """A context: sharkd with the plugin that was built into this folder."""

    def __init__(self, plugins):
        self._plugins = Path(plugins).resolve()
        self._sharkd = None
        self._asked = 0
        self._loaded = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._stop()

    def __call__(self, capture):
        """What it says about each RST of the capture that it speaks of, in order."""
        if self._loaded % CAPTURES_OF_ONE_SHARKD == 0:
            self._stop()
            self._start()
        self._loaded += 1
        self._ask("load", file=str(Path(capture).resolve()))
        columns = {f"column{number}": column for number, column in enumerate(_columns())}
        # sharkd remembers the frames of a filter when it loads the next capture: no filter twice.
        frames = self._ask("frames", filter=f"finrst.verdict && frame.number < {10**9 + self._asked}",
                           **columns)
        return [_said(frame) for frame in frames]

    def _start(self):
        environment = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "LC_ALL": "C.UTF-8",
                       "WIRESHARK_PLUGIN_DIR": str(self._plugins)}
        self._sharkd = subprocess.Popen(
            [*_as_somebody(), "sharkd", "-"], env=environment, text=True, encoding="utf-8",
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)

    def _stop(self):
        if self._sharkd:
            self._sharkd.stdin.close()
            self._sharkd.wait()

    def _ask(self, method, **parameters):
        self._asked += 1
        request = {"jsonrpc": "2.0", "id": self._asked, "method": method, "params": parameters}
        self._sharkd.stdin.write(json.dumps(request) + "\n")
        self._sharkd.stdin.flush()
        answer = json.loads(self._sharkd.stdout.readline())
        assert "error" not in answer, (answer, parameters)
        return answer["result"]


def _as_somebody():
    """As root, Wireshark skips WIRESHARK_PLUGIN_DIR without a word."""
    if os.geteuid() != 0:
        return []
    return ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups",
            "--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
