# SPDX-License-Identifier: GPL-2.0-or-later
"""Puts into a recorded sample what finrst says about it, for readers who have stock Wireshark."""

import json
import tempfile
from pathlib import Path

from . import pcapng
from .namespace import run

REPOSITORY = Path(__file__).resolve().parents[2]
PLUGINS = REPOSITORY / "build" / "release" / "plugins"


def missing():
    """A sentence when finrst is not built, else none."""
    if any(PLUGINS.glob("*/epan/finrst.so")):
        return []
    return ["finrst is not built: cmake --preset release && cmake --build --preset release."]


def annotate(capture):
    """Renews the comments in a sample and its expected JSON, NAME.json, beside it."""
    name = capture.name.removesuffix(".pcapng")
    labels = json.loads(capture.with_name(f"{name}.labels.json").read_text())
    recorded = pcapng.without_comments(capture.read_bytes())
    document, packet_comments = _ask_finrst(recorded)
    capture.with_name(f"{name}.json").write_text(document)
    capture.write_bytes(pcapng.with_comments(recorded, _section_comment(labels), packet_comments))


def _ask_finrst(octets):
    """What `-z finrst,json` prints, and the comments that `finrst.comments` gives."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)  # for tshark, which may run as somebody else
        plain, annotated = Path(folder, "plain.pcapng"), Path(folder, "annotated.pcapng")
        plain.write_bytes(octets)
        plain.chmod(0o644)
        document = _tshark("-2", "-r", plain, "-o", "finrst.comments:TRUE", "-Y", "frame",
                           "-w", annotated, "-z", "finrst,json")
        return document, pcapng.comments(annotated.read_bytes())[1]


def _tshark(*arguments):
    script = '. tests/tshark.sh && cd "$1" && shift && tshark_with_plugin "$@"'
    return run("bash", "-c", f"cd '{REPOSITORY}' && {script}", "bash", "/", str(PLUGINS),
               *map(str, arguments))


def _section_comment(labels):
    peer = f"; the server's TCP is {labels['stack']}" if "stack" in labels else ""
    return (f"{labels['description']} Recorded at the {labels['captured_at']}, Linux "
            f"{labels['kernel']}{peer}, by samples/lab/record {labels['sample']} of finrst, whose "
            "words the packet comments are. What the kernel itself said about each reset is in "
            f"{labels['sample']}.labels.json.")
