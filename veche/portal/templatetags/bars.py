"""Rows of bars and of their table twin, written in one go.

A vote over eighty projects has a hundred and sixty such rows; as a template's loop they were most
of what a result page cost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from veche.portal.templatetags.portal import as_written, bar, grouped, row_share

register = template.Library()
Row = Mapping[str, Any]


@register.simple_tag
def bar_items(rows: Iterable[Row]) -> SafeString:
    """List items of {title, share (0-100), tone, text, photo, mine, is_written}."""
    said = escape(_("ваш выбор"))
    chosen = f'<span class="visually-hidden"> — {said}</span>'
    items = []
    for row in rows:
        is_mine, text = row.get("mine"), row.get("text")
        note = f' <span class="muted">{escape(text)}</span>' if text else ""
        image = _image(row["photo"]) if row.get("photo") else ""
        items.append(
            f'<li class="bar{" chosen" if is_mine else ""}">{image}'
            f'<span class="name"{_tongue(row)}>'
            f"{escape(row['title'])}{note}{chosen if is_mine else ''}</span>\n"
            f"<b>{row_share(row)}</b>\n"
            f"{bar(row['share'], 100, row.get('tone') or '')}</li>"
        )
    return SafeString("".join(items))


def _tongue(row: Row) -> str:
    """Of which language a title is that somebody wrote."""
    return as_written() if row.get("is_written") else ""


def _image(address: str) -> str:
    """A small picture without words of its own: the name beside it says the same."""
    size = 'width="64" height="48" loading="lazy"'
    return f'<img class="photo" src="{escape(address)}" alt="" {size}>'


@register.simple_tag
def bar_table_rows(rows: Iterable[Row]) -> SafeString:
    """The same rows with their figures, for the table."""
    return SafeString(
        "".join(
            f'<tr><th scope="row"{_tongue(row)}>{escape(row["title"])}</th>'
            f'<td class="number">{grouped(row.get("votes"))}</td>'
            f'<td class="number">{row_share(row)}</td></tr>'
            for row in rows
        )
    )
