# SPDX-License-Identifier: GPL-2.0-or-later
"""matrix_table.py FOLDER NAME...: what matrix.sh left of each run in FOLDER, as one table. Ends with
1 when anything failed.

NAME.skipped is the reason why a run could not be tried; NAME.log what was printed; NAME.xml, there
when it came to the tests, each of ctest's tests with what it printed."""

import collections
import re
import sys
import xml.etree.ElementTree
from pathlib import Path

TESTS = ("analysis", "tshark", "ui", "window")
COLUMNS = ("", "Wireshark", "Qt", "build warnings", *(f"{tests} tests" for tests in TESTS))


def kind(name):
    """The column of one of ctest's tests. GoogleTest's begin with a capital letter; all others but the
    dialog's run tshark."""
    if name[0].isupper():
        return "analysis"
    group = name.partition(".")[0]
    return group if group in ("ui", "window") else "tshark"


def outcomes(test):
    """How many test cases of one of ctest's tests passed, failed and were skipped: pytest and Qt Test
    print a summary of theirs; to GoogleTest each is one."""
    printed = test.findtext("system-out") or ""
    counts = collections.Counter()
    for summary in re.findall(r"^(?:Totals: .*|.* in [\d.]+s.*)$", printed, re.MULTILINE):
        for count, outcome in re.findall(r"(\d+) (passed|failed|skipped|error)", summary):
            counts[outcome.replace("error", "failed")] += int(count)
    if not counts and test.get("status") == "run":
        counts["passed"] = 1
    if test.get("status") != "run" and not counts["failed"]:
        counts["skipped" if says_it_is_skipped(test) else "failed"] += 1
    return counts


def says_it_is_skipped(test):
    """By its return code; what could not be started is not run, too."""
    skipped = test.find("skipped")
    return skipped is not None and skipped.get("message", "").startswith("SKIP_")


def summary(counts):
    return ", ".join(f"{counts[outcome]} {outcome}" for outcome in ("passed", "failed", "skipped")
                     if counts[outcome]) or "none"


def first(pattern, text):
    found = re.search(pattern, text, re.MULTILINE)
    return found[1] if found else "?"


def row(folder, name):
    """The cells of one run, and whether all is well."""
    skipped = folder / f"{name}.skipped"
    if skipped.exists():
        return [name, f"skipped: {skipped.read_text().strip()}"], True
    log = (folder / f"{name}.log").read_text(errors="replace")
    building = log.partition("\nTest project ")[0]
    warnings = len(re.findall(r"^CMake Warning|(?:warning|error): ", building, re.MULTILINE))
    cells = [name, first(r"^-- Wireshark ([\d.]+),", log), first(r"the dialog, for Qt ([\d.]+)", log),
             str(warnings)]
    results = folder / f"{name}.xml"
    if not results.exists():
        return [*cells, f"not built: see {folder}/{name}.log"], False
    counts = {tests: collections.Counter() for tests in TESTS}
    for test in xml.etree.ElementTree.parse(results).iter("testcase"):
        counts[kind(test.get("name"))] += outcomes(test)
    cells += [summary(counts[tests]) for tests in TESTS]
    return cells, warnings == 0 and not any(counts[tests]["failed"] for tests in TESTS)


def main():
    folder = Path(sys.argv[1])
    rows, well = zip(*(row(folder, name) for name in sys.argv[2:]))
    table = [COLUMNS, *(cells + [""] * (len(COLUMNS) - len(cells)) for cells in rows)]
    for number, cells in enumerate(table):
        print("| " + " | ".join(cells) + " |")
        if number == 0:
            print("|---" * len(COLUMNS) + "|")
    sys.exit(0 if all(well) else 1)


if __name__ == "__main__":
    main()
