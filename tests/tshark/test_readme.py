# SPDX-License-Identifier: GPL-2.0-or-later
"""The commands in the README print what stands below them."""

import re
import subprocess

import pytest

from tshark import REPOSITORY, as_somebody, environment

BLOCKS = re.findall(r"^```console\n(.*?)^```$", (REPOSITORY / "README.md").read_text(),
                    re.MULTILINE | re.DOTALL)
SHOWN = [shown.split("\n", 1) for block in BLOCKS for shown in
         re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]]


def normalized(text):
    """Without durations, whose unit depends on Wireshark (since 4.6: 24.092 microseconds)."""
    return re.sub(r"[\d.]+ (?:micro|milli)?seconds\]", "seconds]", text).rstrip()


@pytest.mark.parametrize("command, output", SHOWN, ids=[command for command, _ in SHOWN])
def test_prints_what_the_readme_shows(folder, command, output):
    printed = subprocess.run(as_somebody("bash", "-c", command), cwd=REPOSITORY,
                             env=environment(folder), stdout=subprocess.PIPE, text=True,
                             check=True).stdout
    assert normalized(printed) == normalized(output)
