# SPDX-License-Identifier: GPL-2.0-or-later
"""The rows of the documents' tables, from what was built and from the samples."""

import collections

import manual
import verdicts


def rows(name):
    """The rows of a table: a section of the man page, or `KERNEL_REASONS`."""
    lines = kernel_reasons() if name == "KERNEL_REASONS" else map(row, manual.entries(name))
    return "".join(f"{line}\n" for line in lines)


def row(entry):
    name, kind, text = entry
    return f"| `{name}` | {kind} | {text} |" if kind else f"| `{name}` | {text} |"


def kernel_reasons():
    """For each of the kernel's reasons finrst's verdicts and how often. A star marks what the wire
    does not decide."""
    counts = collections.defaultdict(collections.Counter)
    for path in verdicts.LABELS:
        for reset in verdicts.labels_of(path)["resets"]:
            verdict = verdicts.found_in(path)[reset["frame"]][0]
            reason = reset["reason"] or "(not sent by TCP)"
            counts[reason][verdict, "" if reset["decidable"] else "*"] += 1
    for reason, found in sorted(counts.items()):
        cells = ", ".join(f"`{verdict}`{star} {count}"
                          for (verdict, star), count in sorted(found.items()))
        yield f"| {reason} | {cells} |"
