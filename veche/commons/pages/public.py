"""Pages and news for the shell: the footer, the home page, the search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from veche.commons.hall import public as hall
from veche.commons.identity.public import PersonRef
from veche.commons.pages import queries, rules, wording
from veche.commons.pages.models import News
from veche.kernel.manifest import Matter, SearchHit
from veche.kernel.web import markdown

SHOWN_WORDS = 180


@dataclass(frozen=True)
class Brief:
    """A published page or piece of news on a list."""

    title: str
    url: str
    text: str = ""
    published_at: datetime | None = None


def footer() -> list[Brief]:
    """Links to the town's pages; kept until the town's settings or pages change."""
    return hall.kept_with("pages.footer", _footer, [])


def _footer() -> list[Brief]:
    return [Brief(page.title, address(page.slug)) for page in queries.shown_pages()]


def address(slug: str) -> str:
    """Where a page is read."""
    return reverse("pages:read-page", args=[slug])


@dataclass(frozen=True)
class Words:
    """A page as it stands, or stood, with the number of that version."""

    title: str
    text: str
    version: int


def published(slug: str) -> Words | None:
    """The words of a page that stand now; None for one that is not published."""
    found = queries.current_version(slug)
    return Words(found.title, found.text, found.number) if found is not None else None


def version_address(slug: str, number: int) -> str:
    """Where an earlier version of a page is read."""
    return reverse("pages:read-version", args=[slug, number])


def home_part(person: PersonRef) -> list[Brief]:
    """The newest news; kept like the footer."""
    return hall.kept_with("pages.news", _newest, [])


def _newest() -> list[Brief]:
    return briefs(queries.news(size=rules.SHOWN_AT_HOME).items)


def briefs(rows: Sequence[News]) -> list[Brief]:
    """News as lists show them."""
    return [
        Brief(
            one.title,
            reverse("pages:read-news", args=[one.slug]),
            markdown.plain(one.text, SHOWN_WORDS),
            one.published_at,
        )
        for one in rows
    ]


def waiting(person: PersonRef, limit: int) -> list[Matter]:
    """Standard pages that residents still lack."""
    return [
        Matter(
            title=str(wording.TITLES[slug]),
            url=reverse("pages:publish-page", args=[slug]),
            note=_("Страница начата за вас: впишите своё и опубликуйте"),
        )
        for slug in queries.unwritten()[:limit]
    ]


def search(person: PersonRef, words: str) -> list[SearchHit]:
    """Pages and news with these words."""
    hits = [
        SearchHit(found.title, address(found.slug), _("Страница"), rank=0.5)
        for found in queries.pages_with(words)
    ]
    return hits + [
        SearchHit(one.title, one.url, _("Новость"), one.text, rank=0.3)
        for one in briefs(queries.news_with(words))
    ]
