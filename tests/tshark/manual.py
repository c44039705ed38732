# SPDX-License-Identifier: GPL-2.0-or-later
"""Reads the man page that was built."""

import re
from pathlib import Path

from tshark import BUILT

PAGE = Path(BUILT).parent / "plugin" / "manual" / "finrst.5"
ENTRY = re.compile(r"\.TP\n\\fB(.*)\\fR(?: \((.*)\))?\n\\&(.*)\n")


def entries(section):
    """Name, what stands in parentheses, and text of each entry of a section."""
    page = PAGE.read_text()
    text = page[page.index(f"\n.SH {section}\n") + 1:].split("\n.SH ", 1)[0] + "\n"
    found = [tuple(re.sub(r"\\(.)", lambda match: "\\" if match[1] == "e" else match[1], part)
                   for part in entry) for entry in ENTRY.findall(text)]
    assert found
    return found
