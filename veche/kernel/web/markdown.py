"""People's Markdown as markup that can do nothing but be read."""

from __future__ import annotations

import textwrap

import nh3
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.token import Token

_TAGS = {
    *("p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "s", "a", "blockquote", "hr", "br"),
    *("code", "pre", "table", "thead", "tbody", "tr", "th", "td"),
}
_SCHEMES = {"https", "http", "mailto", "tel"}
# HTML inside the text stays letters; pictures would come from other hosts, which pages never ask.
_READER = (
    MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable("image")
)

# Between the words of a list's line stands a space where the text broke its own.
_WORDS = {"softbreak": " ", "hardbreak": " "}


def markup(text: str) -> SafeString:
    """Markdown as clean markup. A page has its own first heading, so these begin at the second."""
    tokens = _READER.parse(text)
    _settle_headings(tokens)
    drawn = _READER.renderer.render(tokens, _READER.options, {})
    clean = nh3.clean(
        str(drawn),
        tags=_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes=_SCHEMES,
        link_rel="noopener nofollow",
    )
    return SafeString(clean)


def _settle_headings(tokens: list[Token]) -> None:
    """Levels as they follow each other, without gaps: who listens to a page walks by them."""
    used = sorted({token.tag for token in tokens if token.type == "heading_open"})
    level = 1
    for token in tokens:
        if token.type == "heading_open":
            level = min(used.index(token.tag) + 2, level + 1, 4)
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{level}"


def plain(text: str, limit: int) -> str:
    """The beginning of the text in plain letters, for a list."""
    words = " ".join(
        "".join(_WORDS.get(child.type, child.content) for child in token.children or ())
        for token in _READER.parse(text)
    )
    return textwrap.shorten(words, limit, placeholder="…")
