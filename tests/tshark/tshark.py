# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs the real tshark with the plugin that was just built."""

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
SAMPLES = REPOSITORY / "samples"
EVERY_SAMPLE = sorted(SAMPLES.glob("*/*.pcapng"), key=lambda path: path.name)
BUILT = os.environ["FINRST_PLUGIN_DIR"]
STOCK = "/nonexistent"  # a plugin folder without plugins
SYSTEM = None  # the folder that Wireshark was installed with
NOBODY = 65534
# With huge pages (glibc), tshark starts in two thirds of the time.
ALLOCATOR = {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1", "MALLOC_TOP_PAD_": str(64 << 20)}


def sample_path(name):
    """Names are unique, whatever folder holds the sample."""
    return next(path for path in EVERY_SAMPLE if path.stem == name)


def labels(sample):
    """What is true of it, and what its kernels counted: see samples/README.md."""
    return json.loads(sample.with_suffix(".labels.json").read_text())


INCIDENT = sample_path("incident")
INCIDENT_RESETS = len(labels(INCIDENT)["resets"])  # each of a connection of its own


def share(folder):
    """Gives `folder` to the user that tshark runs as."""
    if os.geteuid() == 0:
        os.chown(folder, NOBODY, NOBODY)


def as_somebody(*arguments):
    """As root, tshark skips WIRESHARK_PLUGIN_DIR without a word: become somebody else, who may
    still read what root may."""
    texts = [str(argument) for argument in arguments]
    if os.geteuid() != 0:
        return texts
    return ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups",
            "--inh-caps=+dac_override", "--ambient-caps=+dac_override", *texts]


def by_another_name(folder):
    """A program in `folder` that is tshark by another name: finrst takes it for one that keeps the
    frames, and analyses whether or not somebody asks."""
    path = Path(folder) / "keeps-frames"
    path.symlink_to(shutil.which("tshark"))
    return path


def command(*arguments, program="tshark"):
    return as_somebody(program, *arguments)


def environment(home, plugins=BUILT):
    variables = {"PATH": os.environ["PATH"], "HOME": str(home), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    if plugins is not SYSTEM:
        variables["WIRESHARK_PLUGIN_DIR"] = str(plugins)
    return variables


def run(*arguments, stdin=None, check=True, plugins=BUILT, home=None, program="tshark"):
    """Returns the finished process; text on both outputs. `stdin`: bytes for tshark's input.
    `home`: a shared folder with the user's profile; else an empty one."""
    with tempfile.TemporaryDirectory() as empty:
        share(empty)
        finished = subprocess.run(
            command(*arguments, program=program), input=stdin, capture_output=True,
            env={**environment(home or empty, plugins), **ALLOCATOR}, check=False)
    # Wireshark itself prints octets of damaged packets as they are.
    finished.stdout = finished.stdout.decode(errors="surrogateescape")
    finished.stderr = finished.stderr.decode()
    if check:
        assert finished.returncode == 0, finished.stderr
    return finished


def fields(capture, *names, display_filter=None, options=(), **how):
    """One tuple of texts for each frame that `display_filter` lets through. A field that is there
    several times gives its values with "|" between them. What is true is "1", as in Wireshark 4.0;
    newer ones print "True". `how`: see `run`."""
    wanted = [argument for name in names for argument in ("-e", name)]
    chosen = ["-Y", display_filter] if display_filter else []
    printed = run("-r", capture, *options, *chosen, "-T", "fields", "-E", "aggregator=|", *wanted,
                  **how).stdout
    return [tuple("1" if value == "True" else value for value in line.split("\t"))
            for line in printed.splitlines()]
