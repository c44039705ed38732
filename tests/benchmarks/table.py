# SPDX-License-Identifier: GPL-2.0-or-later
"""Tables in Markdown, printed line by line as their figures come."""


def print_table(title, columns, rows):
    """The first column is text, the others are figures."""
    print(f"{title}:\n\n| {' | '.join(columns)} |\n|---|{'--:|' * (len(columns) - 1)}", flush=True)
    for row in rows:
        print(f"| {' | '.join(row)} |", flush=True)
    print()
