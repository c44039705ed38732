# SPDX-License-Identifier: GPL-2.0-or-later
"""The documentation as HTML: what links to where."""

import os
import re
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest

BUILD = Path(os.environ["FINRST_BUILD_DIR"])
PAGES = BUILD / "pages"
UI = Path(__file__).parents[2] / "ui"


class Page(HTMLParser):
    """What a page links to, and what can be linked to in it."""

    def __init__(self, path):
        super().__init__()
        self.targets, self.anchors = [], set()
        self.feed(path.read_text())

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.anchors.add(attributes.get("id"))
        wanted = attributes.get({"a": "href", "img": "src", "link": "href"}.get(tag))
        if wanted and ":" not in wanted:
            self.targets.append(wanted)


@pytest.fixture(scope="module")
def pages():
    subprocess.run(["cmake", "--build", BUILD, "--target", "pages"], check=True,
                   stdout=subprocess.DEVNULL)
    return {path.resolve(): Page(path) for path in PAGES.rglob("*.html")}


def test_every_link_leads_somewhere(pages):
    lost = []
    for path, page in pages.items():
        for target in page.targets:
            file, anchor = urldefrag(unquote(target))
            found = (path.parent / file).resolve() if file else path
            if not found.exists() or (anchor and anchor not in pages[found].anchors):
                lost.append(f"{path.relative_to(PAGES.resolve())}: {target}")
    assert not lost, "\n".join(lost)


def test_the_first_page_leads_to_all_others(pages):
    seen, waiting = set(), [(PAGES / "README.html").resolve()]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        files = (urldefrag(target)[0] for target in pages[path].targets)
        waiting += [found for file in files
                    if (found := (path.parent / file).resolve()) in pages]
    assert seen == set(pages)


def test_the_window_opens_chapters_that_there_are(pages):
    chapters = {chapter for source in UI.glob("*.h")
                for chapter in re.findall(r'QStringLiteral\("(docs/[^"]+)"\)',
                                          source.read_text(encoding="utf-8"))}
    assert chapters
    for chapter in chapters:
        file, anchor = urldefrag(chapter)
        page = pages[(PAGES / file).resolve()]
        assert not anchor or anchor in page.anchors, chapter
