"""A paper as blocks, its named fields filled. Pure.

The same blocks become PDF and .docx, so both say the same. A value never becomes markup: fields are
filled after the Markdown was read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

FIELD = re.compile(r"\{\{\s*([a-z][a-z_]*)\s*\}\}")
BLANK = "____________"


@dataclass(frozen=True)
class Run:
    """Words set in one way."""

    text: str
    is_bold: bool = False
    is_italic: bool = False


Line = tuple[Run, ...]
BlockKind = Literal["heading", "text", "bullets", "numbers", "table", "rule", "signature"]


@dataclass(frozen=True)
class Block:
    """A part of a paper: `lines` are its paragraph, its items, or the cells of its rows.

    `table` has `columns` cells in each row, the first row being its head; `signature` has a post,
    a name, and room beneath for the mark of a detached electronic signature.
    """

    kind: BlockKind
    lines: tuple[Line, ...] = ()
    level: int = 1
    columns: int = 1


@dataclass(frozen=True)
class Paper:
    """A whole paper: the title for lists and readers, and what is printed."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Field:
    """A named place of a template; `sample` stands in previews."""

    name: str
    title: object
    sample: str | tuple[Block, ...]


Values = Mapping[str, str | tuple[Block, ...]]


def plain(text: str) -> Line:
    """One line of plain words."""
    return (Run(text),)


def text(words: str, *, is_bold: bool = False) -> Block:
    """A paragraph of plain words."""
    return Block("text", ((Run(words, is_bold),),))


def items(rows: Sequence[str]) -> Block:
    """A list of plain lines."""
    return Block("bullets", tuple(plain(row) for row in rows))


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Block:
    """A table of plain cells."""
    cells = [plain(cell) for row in [head, *rows] for cell in row]
    return Block("table", tuple(cells), columns=len(head))


def signature(post: str, name: str) -> Block:
    """A line to sign on, and room for the mark of an electronic signature."""
    return Block("signature", (plain(post), plain(name)))


def fields_in(template: str) -> list[str]:
    """Names of the fields a template asks for, each once, in order."""
    return list(dict.fromkeys(FIELD.findall(template)))


def fill(blocks: Sequence[Block], values: Values) -> tuple[Block, ...]:
    """Blocks with their fields filled; a field without a value becomes a line to write on.

    A paragraph that is one field alone takes whole blocks.
    """
    return tuple(made for block in blocks for made in _filled(block, values))


def _filled(block: Block, values: Values) -> Iterator[Block]:
    alone = FIELD.fullmatch(words_of(block)) if block.kind == "text" else None
    value = values.get(alone[1]) if alone else None
    if isinstance(value, tuple):
        yield from value
    elif not (alone and value == ""):
        lines = tuple(tuple(_run(run, values) for run in line) for line in block.lines)
        yield replace(block, lines=lines)


def _run(run: Run, values: Values) -> Run:
    def said(found: re.Match[str]) -> str:
        value = values.get(found[1], BLANK)
        return value if isinstance(value, str) else "\n".join(map(words_of, value))

    return replace(run, text=FIELD.sub(said, run.text))


def words_of(block: Block) -> str:
    """The plain words of a block, a line each."""
    return "\n".join("".join(run.text for run in line) for line in block.lines).strip()


def words(paper: Paper) -> str:
    """The plain words of a paper."""
    return "\n".join(words_of(block) for block in paper.blocks)
