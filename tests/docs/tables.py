# SPDX-License-Identifier: GPL-2.0-or-later
"""The rows of the documents' tables, from what was built and from the samples."""

import collections

import manual
import stacks
import verdicts


def rows(name):
    """The rows of a table: a section of the man page, or one of those named here."""
    made = {"KERNEL_REASONS": kernel_reasons, "STACKS": stacks.rows,
            "STACKS_IPV6": stacks.rows_of_ipv6,
            "STACK_OPENINGS": stacks.openings}.get(name)
    lines = made() if made else map(row, manual.entries(name))
    return "".join(f"{line}\n" for line in lines)


def row(entry):
    name, kind, text = entry
    return f"| `{name}` | {kind} | {text} |" if kind else f"| `{name}` | {text} |"


def kernel_reasons():
    """For each of the kernel's reasons finrst's verdicts and how often. A star marks what the wire
    does not decide. Other stacks give no reasons."""
    counts = collections.defaultdict(collections.Counter)
    for path in verdicts.LABELS:
        labels = verdicts.labels_of(path)
        for reset in () if "stack" in labels else labels["resets"]:
            if "reason" not in reset:
                continue  # of a kernel that gives none
            verdict = verdicts.found_in(path)[reset["frame"]][0]
            reason = reset["reason"] or "(not sent by TCP)"
            counts[reason][verdict, "" if reset["decidable"] else "*"] += 1
    for reason, found in sorted(counts.items()):
        cells = ", ".join(f"`{verdict}`{star} {count}"
                          for (verdict, star), count in sorted(found.items()))
        yield f"| {reason} | {cells} |"
