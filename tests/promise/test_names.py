# SPDX-License-Identifier: GPL-2.0-or-later
"""docs/names.txt has every name that scripts, filters and profiles rely on. What stands there
stays; a new name is promised by its line there."""

import json
import re
from pathlib import Path

import pytest

from finrst_command import finrst
from tshark import BUILT, REPOSITORY, run, sample_path

KINDS = ("field", "preference", "report", "option", "json", "ndjson", "value")
NAMES = (REPOSITORY / "docs/names.txt").read_text().splitlines()
PROMISED = [line.split(maxsplit=1) for line in NAMES
            if line and not line.startswith("#")]
SCHEMA = json.loads((Path(BUILT).parent / "lib/report/schema/finrst.schema.json").read_text())


def fields():
    """Names and types, of expert infos, too."""
    for line in run("-G", "fields").stdout.splitlines():
        kind, _, name, *rest = line.split("\t")
        if kind == "F" and name.startswith("finrst."):
            yield f"{name} {rest[0]}"


def preferences():
    return re.findall(r"^#(finrst\.\w+):", run("-G", "currentprefs").stdout, re.MULTILINE)


def reports():
    return re.findall(r"^ +(finrst\S*)$", run("-z", "help").stderr, re.MULTILINE)


def options():
    # CLI11 2.6 gives long names a column of their own.
    return re.findall(r"(?:^ {2,10}|, *)(--?[a-z][\w-]*)", finrst("--help").stdout, re.MULTILINE)


def walk(part, path=""):
    """The path of each member of a part of the schema, and that part."""
    yield path, part
    for name, member in part.get("properties", {}).items():
        yield from walk(member, f"{path}.{name}".lstrip("."))
    if "items" in part:
        yield from walk(part["items"], f"{path}[]")


def members():
    """Of the JSON document: paths and types."""
    for path, part in walk(SCHEMA):
        kinds = part.get("type", ())
        kinds = [kinds] if isinstance(kinds, str) else kinds
        if path:
            yield " ".join([path, "|".join(kinds)]).rstrip()


def values():
    """What a member may say, and how members are named whose names are such words."""
    for path, part in walk(SCHEMA):
        words = part.get("enum", []) + part.get("propertyNames", {}).get("enum", [])
        yield from (f"{path} {word}" for word in words if word is not None)


LINES = {"flow": "flows[]", "incident": "incidents[]", "host": "hosts[]",
         "host_second": "hosts[].seconds[]", "service": "services[]", "capture": "capture"}


def lines():
    """What a line has that the document has not, in that place or for the whole capture."""
    known = {path for path, _ in walk(SCHEMA)}
    for line in finrst("-o", "ndjson", sample_path("incident")).stdout.splitlines():
        line = json.loads(line)
        place = LINES[line["type"]]
        for name in line:
            if f"{place}.{name}" not in known and not (place == "capture" and name in known):
                yield f"{line['type']}.{name}"


EXISTING = dict(zip(KINDS, (fields, preferences, reports, options, members, lines, values)))


@pytest.mark.parametrize("kind", KINDS)
def test_every_promised_name_is_there_and_no_other(kind):
    promised = {name for of, name in PROMISED if of == kind}
    existing = set(EXISTING[kind]())
    assert promised - existing == set(), "a promise is broken"
    assert existing - promised == set(), "docs/names.txt has to promise them"


def test_every_promise_is_of_a_kind_that_is_looked_at():
    assert {kind for kind, _ in PROMISED} == set(KINDS)
