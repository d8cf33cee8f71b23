"""Which words of a page were left in Russian, by the catalogues: texts of people are left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from playwright.sync_api import Page

from tests.database import ROOT
from tools import catalogues

# Everything that is read or heard: text, names of things, words that scripts keep ready. What is
# marked as another language than the page (the names of the languages themselves) is left out.
COLLECT = r"""() => {
  const found = [], kept = (one) => one && !one.closest('script, style, [lang]:not(html)');
  const nodes = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  while (nodes.nextNode()) if (kept(nodes.currentNode.parentElement))
    found.push(nodes.currentNode.data);
  const names = /^(aria-(label|description|roledescription|valuetext)|title|placeholder|alt)$/;
  for (const one of document.querySelectorAll('*')) if (kept(one)) {
    for (const {name, value} of one.attributes)
      if (names.test(name) || /^data-(text|busy)/.test(name)) found.push(value);
    if (one.matches('meta[name=description]')) found.push(one.content);
  }
  return [...new Set(found.map((text) => text.replace(/\s+/g, ' ').trim()).filter(Boolean))];
}"""
CYRILLIC = re.compile("[А-Яа-яЁё]")
PLACE = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%[sd]")
TAG = re.compile(r"<[^>]+>")
# What Markdown puts around words.
MARKS = re.compile(r"^(?:[#>*-]+|\d+\.) |[*`]+")
# A piece so long is also looked for inside of what people have written.
PIECE = 25


@dataclass
class Words:
    """Messages of one language: whole ones, and those with places for values."""

    whole: set[str] = field(default_factory=set)
    patterns: list[re.Pattern[str]] = field(default_factory=list)

    def add(self, message: str) -> None:
        for piece in TAG.split(message):
            text = " ".join(piece.split())
            if not CYRILLIC.search(PLACE.sub("", text)):
                continue
            if PLACE.search(text):
                parts = map(re.escape, PLACE.split(text))
                self.patterns.append(re.compile(".+?".join(parts)))
            else:
                self.whole.add(text)

    def has(self, text: str) -> bool:
        return text in self.whole or any(one.fullmatch(text) for one in self.patterns)


@cache
def words(language: str) -> tuple[Words, Words]:
    """Messages as they stand in Russian, and in that language."""
    russian, own = Words(), Words()
    for message in catalogues.read(ROOT, language):
        for text in forms(message.id):
            russian.add(text)
        for text in forms(message.string):
            own.add(text)
    return russian, own


def forms(text: object) -> Iterator[str]:
    if isinstance(text, str):
        yield text
    elif isinstance(text, Iterable):
        yield from map(str, text)


def left_in_russian(page: Page, language: str, content: Iterable[str]) -> list[str]:
    """Texts of the page that the language has other words for, or that no catalogue knows."""
    lines = {" ".join(MARKS.sub("", line).split()) for one in content for line in one.split("\n")}
    texts = sorted(lines, key=len, reverse=True)
    return [one for one in page.evaluate(COLLECT) if is_russian(one, language, texts)]


def is_russian(text: str, language: str, content: list[str]) -> bool:
    """Whether these are words of the interface in Russian."""
    if not CYRILLIC.search(text) or text in content:
        return False
    if len(text) >= PIECE and any(text in one for one in content):
        return False
    russian, own = words(language)
    if own.has(text):
        return False
    if language != "en":
        return russian.has(text)
    for one in content:
        text = re.sub(rf"(?<!\w){re.escape(one)}(?!\w)", "", text) if one in text else text
    return bool(CYRILLIC.search(text))
