"""Reading pages and news."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import BooleanField, F, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Lower

from veche.commons.pages import rules
from veche.commons.pages.models import News, PageVersion, TownPage
from veche.kernel.errors import NotFound
from veche.kernel.pagination import Page, keyset

# A town writes some hundred pieces a year: they are searched as they are, without an index.
DATA = Path(__file__).parent / "data"
Found = TypeVar("Found", News, TownPage)


def shown_pages() -> list[TownPage]:
    """Published pages: the standard ones first, then the town's own by age."""
    rows = list(TownPage.objects.filter(is_withdrawn=False, version__gt=0).order_by("created_at"))
    order = {slug: number for number, slug in enumerate(rules.STANDARD)}
    return sorted(rows, key=lambda page: order.get(page.slug, len(order)))


def unwritten() -> list[str]:
    """Standard pages that the town has never published; one query."""
    written = TownPage.objects.filter(slug__in=rules.STANDARD, version__gt=0)
    known = set(written.values_list("slug", flat=True))
    return [slug for slug in rules.STANDARD if slug not in known]


def beginning(slug: str) -> str:
    """What a standard page begins with, for the town to finish."""
    return (DATA / f"{slug}.md").read_text(encoding="utf-8")


def every_page() -> list[TownPage]:
    """All pages, withdrawn ones too, for the desk."""
    return list(TownPage.objects.order_by("created_at"))


def page(slug: str) -> TownPage:
    """A page that everyone may read; NotFound."""
    found = TownPage.objects.filter(slug=slug, is_withdrawn=False, version__gt=0).first()
    if found is None:
        raise NotFound()
    return found


def page_to_change(slug: str) -> TownPage | None:
    """A page as the desk sees it; None for one that has no words yet."""
    return TownPage.objects.filter(slug=slug).first()


def version(page: TownPage, number: int = 0) -> PageVersion:
    """One version of a page, by default the one shown; NotFound."""
    wanted = number or page.version
    found = PageVersion.objects.filter(page=page, number=wanted).first() if wanted < 2**31 else None
    if found is None:
        raise NotFound()
    return found


def current_version(slug: str) -> PageVersion | None:
    """The version of a page that everyone reads now; one query, None when there is none."""
    shown = PageVersion.objects.filter(page_id=slug, page__is_withdrawn=False)
    return shown.filter(number=F("page__version")).first()


def versions(page: TownPage) -> list[PageVersion]:
    """Every version without its words, the newest first."""
    return list(PageVersion.objects.filter(page=page).defer("text").order_by("-number"))


def news(*, after: str = "", size: int = 20) -> Page[News]:
    """Published news, newest first."""
    rows = News.objects.filter(is_withdrawn=False)
    return keyset(rows, order=("-published_at", "id"), after=after, size=size)


def every_news(*, after: str = "", size: int = 30) -> Page[News]:
    """The same for the desk, with what was taken down."""
    return keyset(News.objects.all(), order=("-published_at", "id"), after=after, size=size)


def one_news(slug: str) -> News:
    """A piece that everyone may read; NotFound."""
    found = News.objects.filter(slug=slug, is_withdrawn=False).first()
    if found is None:
        raise NotFound()
    return found


def news_to_change(slug: str) -> News:
    """A piece as the desk sees it; NotFound."""
    found = News.objects.filter(slug=slug).first()
    if found is None:
        raise NotFound()
    return found


class Plain(Func):
    """Words with one letter for «ё» and «е»: people type either."""

    # not shown: SQL
    template = "translate(%(expressions)s, 'ёЁ', 'еЕ')"
    output_field = TextField()


class Alike(Func):
    """Whether the words stand in the title, give or take a slip of the finger."""

    arg_joiner = " OPERATOR(ext.<<%%) "
    template = "(%(expressions)s)"
    output_field = BooleanField()


def pages_with(words: str, limit: int = 10) -> list[TownPage]:
    """Published pages that speak of these words."""
    found = TownPage.objects.filter(is_withdrawn=False, versions__number=F("version"))
    return list(_about(found, words, "versions__text").order_by("created_at")[:limit])


def news_with(words: str, limit: int = 10) -> list[News]:
    """Published news that speak of these words, newest first."""
    found = News.objects.filter(is_withdrawn=False)
    return list(_about(found, words, "text").order_by("-published_at")[:limit])


def _about(rows: QuerySet[Found], words: str, text: str) -> QuerySet[Found]:
    """Rows with these words in any of their forms, or with much the same in the title."""
    asked = words.replace("ё", "е").replace("Ё", "Е")
    whole = SearchVector(Plain("title"), Plain(text), config="russian")
    return rows.annotate(
        whole=whole, alike=Alike(Lower(Value(asked)), Lower(Plain("title")))
    ).filter(Q(whole=SearchQuery(asked, config="russian", search_type="websearch")) | Q(alike=True))
