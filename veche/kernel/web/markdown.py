"""People's Markdown as markup that can do nothing but be read."""

from __future__ import annotations

import nh3
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt

_TAGS = {
    *("p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "s", "a", "blockquote", "hr", "br"),
    *("code", "pre", "table", "thead", "tbody", "tr", "th", "td"),
}
_SCHEMES = {"https", "http", "mailto", "tel"}
# HTML inside the text stays letters; pictures would come from other hosts, which pages never ask.
_READER = (
    MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable("image")
)


def markup(text: str) -> SafeString:
    """Markdown as clean markup; headings begin at the second, for a page has its own first."""
    tokens = _READER.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(4, int(token.tag[1]) + 1)}"
    drawn = _READER.renderer.render(tokens, _READER.options, {})
    clean = nh3.clean(
        str(drawn),
        tags=_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes=_SCHEMES,
        link_rel="noopener nofollow",
    )
    return SafeString(clean)


def plain(text: str, limit: int) -> str:
    """The beginning of the text in plain letters, for a list."""
    words = " ".join(
        child.content
        for token in _READER.parse(text)
        for child in token.children or ()
        if child.type in ("text", "code_inline")
    )
    words = " ".join(words.split())
    return words if len(words) <= limit else f"{words[: limit - 1].rstrip()}…"
