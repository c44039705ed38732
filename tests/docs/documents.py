# SPDX-License-Identifier: GPL-2.0-or-later
"""What the documents show of finrst, and what is true today.

A line "$ COMMAND" has what the command prints below it, up to the next one or the end of its block.
A line "<!-- rows: NAME -->" stands above a table whose rows below the head are those of tables.py,
a line "<!-- picture: SAMPLE -->" above what finrst draws of the first incident of a sample.
"""

import functools
import os
import re
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import tables
from tshark import REPOSITORY, as_somebody, environment, sample_path, share

DOCUMENTS = [REPOSITORY / "README.md", REPOSITORY / "CONTRIBUTING.md",
             *sorted((REPOSITORY / "docs").glob("*.md"))]
PART = re.compile(r"^\$ (?P<command>.+)\n(?P<output>(?:(?!\$ |```).*\n)*)"
                  r"|^<!-- rows: (?P<table>\w+) -->\n\|.*\n\|.*\n(?P<rows>(?:\|.*\n)*)"
                  r"|^<!-- picture: (?P<sample>[\w-]+) -->\n```\n(?P<picture>(?:(?!```).*\n)*)",
                  re.MULTILINE)


@dataclass(frozen=True)
class Part:
    """A place in a document. `text` is all of it, and ends with `shown`, which can be made anew."""

    document: Path
    command: str | None
    table: str | None
    sample: str | None
    text: str
    shown: str

    def made(self):
        if self.sample:
            return picture(self.sample)
        return output(self.command) if self.command else tables.rows(self.table)

    def replace(self, made):
        document = self.document.read_text()
        renewed = self.text.removesuffix(self.shown) + made
        self.document.write_text(document.replace(self.text, renewed))


def parts(document):
    return [Part(document, match["command"], match["table"], match["sample"], match[0],
                 match["output"] or match["rows"] or match["picture"] or "")
            for match in PART.finditer(document.read_text())]


def with_command(variables):
    """Finds the command that was just built."""
    return {**variables, "PATH": f"{Path(os.environ['FINRST_COMMAND']).parent}:{variables['PATH']}"}


@functools.cache
def output(command):
    """What the command prints in the project's folder."""
    with tempfile.TemporaryDirectory() as home:
        share(home)
        return subprocess.run(as_somebody("bash", "-c", command), cwd=REPOSITORY,
                              env=with_command(environment(home)), stdout=subprocess.PIPE, text=True,
                              check=True).stdout


def picture(sample):
    """The title of its first incident, and the course of the connection."""
    incident = output(f"finrst -z incidents {sample_path(sample)}").split("\n\n")[0]
    title = re.search(r"^1\. (.*(?:\n   (?!\d).*)*)", incident, re.MULTILINE)[1]
    steps = re.findall(r"^   (\+\d.*)", incident, re.MULTILINE)
    return "".join(f"{line}\n" for line in (title.replace("\n   ", " "), *steps))
