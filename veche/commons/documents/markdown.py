"""Reads the Markdown of a template into blocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token

from veche.commons.documents.rules import Block, Line, Run, text

_READER = MarkdownIt("commonmark", {"html": False}).enable("table")


def read(template: str) -> tuple[Block, ...]:
    """The blocks of a Markdown text: headings, text, lists, tables, rules."""
    return tuple(_blocks(_READER.parse(template)))


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    place = 0
    while place < len(tokens):
        end = _end(tokens, place)
        yield from _block(tokens[place], tokens[place + 1 : end])
        place = end + 1


def _block(token: Token, inner: Sequence[Token]) -> Iterator[Block]:
    match token.type:
        case "heading_open":
            yield Block("heading", (_line(inner[0]),), level=int(token.tag[1]))
        case "paragraph_open":
            yield Block("text", (_line(inner[0]),))
        case "bullet_list_open" | "ordered_list_open":
            yield from _list("bullets" if token.tag == "ul" else "numbers", inner)
        case "table_open":
            yield _table(inner)
        case "hr":
            yield Block("rule")
        case "blockquote_open":
            yield from _blocks(inner)
        case "code_block" | "fence":
            yield text(token.content.strip())


def _list(kind: Literal["bullets", "numbers"], tokens: Sequence[Token]) -> Iterator[Block]:
    """The items of a list; a mark with nothing after it makes none."""
    lines = tuple(_line(token) for token in tokens if token.type == "inline")
    if lines:
        yield Block(kind, lines)


def _end(tokens: Sequence[Token], start: int) -> int:
    """The place of the token that closes the one at `start`; itself when nothing is opened."""
    if tokens[start].nesting != 1:
        return start
    level = tokens[start].level
    return next(
        place
        for place in range(start + 1, len(tokens))
        if tokens[place].level == level and tokens[place].nesting == -1
    )


def _table(tokens: Sequence[Token]) -> Block:
    cells = tuple(_line(token) for token in tokens if token.type == "inline")
    columns = sum(token.type == "th_open" for token in tokens)
    return Block("table", cells, columns=columns)


def _line(inline: Token) -> Line:
    runs: list[Run] = []
    bold = italic = 0
    for child in inline.children or []:
        bold += {"strong_open": 1, "strong_close": -1}.get(child.type, 0)
        italic += {"em_open": 1, "em_close": -1}.get(child.type, 0)
        said = "\n" if child.type in {"softbreak", "hardbreak"} else child.content
        if said:
            runs.append(Run(said, bold > 0, italic > 0))
    return tuple(_joined(runs))


def _joined(runs: Sequence[Run]) -> Iterator[Run]:
    """Neighbours set alike as one, so that a field is never cut in two."""
    held: Run | None = None
    for run in runs:
        if held and (held.is_bold, held.is_italic) == (run.is_bold, run.is_italic):
            held = replace(held, text=held.text + run.text)
            continue
        if held:
            yield held
        held = run
    if held:
        yield held
