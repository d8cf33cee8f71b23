"""The town's pages and news by API: texts as written, in Markdown."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.urls import reverse
from ninja import Path, Router, Schema

from veche.commons.pages import public, queries
from veche.commons.pages.models import News, PageVersion
from veche.kernel.access import access
from veche.kernel.web.described import PageSize, PageToken, example

router = Router()


class PageOut(Schema):
    """A page on the list."""

    id: str
    title: str
    url: str


class VersionOut(Schema):
    """A version of a page on the list."""

    number: int
    title: str
    published_at: datetime


class TextOut(VersionOut):
    """A version of a page with its text."""

    text: str


class NewsOut(Schema):
    """A piece of news."""

    id: str
    title: str
    text: str
    url: str
    published_at: datetime
    changed_at: datetime | None


class NewsPageOut(Schema):
    """A page of news; `next` is the token of the page after it, empty at the end."""

    items: list[NewsOut]
    next: str


# not shown: an example for programmers
_VERSION = {"number": 2, "title": "О портале", "published_at": "2026-11-09T18:00:00Z"}
# not shown: an example for programmers
_TEXT = {**_VERSION, "text": "Здесь решают вместе."}
# not shown: an example for programmers
_PAGE = {"id": "about", "title": "О портале", "url": "/pages/about/"}
# not shown: an example for programmers
_NEWS = {
    "id": "k3m8p2q7w1",
    "title": "Каток открыт",
    "text": "Приходите с коньками.",
    "url": "/news/k3m8p2q7w1/",
    "published_at": "2026-11-09T18:00:00Z",
    "changed_at": None,
}


@router.get("/pages", response=list[PageOut], url_name="pages", openapi_extra=example([_PAGE]))
@access("public")
def list_pages(request: HttpRequest) -> list[dict[str, str]]:
    """Pages of the town."""
    return [
        {"id": page.slug, "title": page.title, "url": public.address(page.slug)}
        for page in queries.shown_pages()
    ]


@router.get("/pages/{slug:slug}", response=TextOut, url_name="page", openapi_extra=example(_TEXT))
@access("public")
def read_page(request: HttpRequest, slug: str) -> PageVersion:
    """A page as it stands now."""
    return queries.version(queries.page(slug))


@router.get(
    "/pages/{slug:slug}/versions",
    response=list[VersionOut],
    url_name="page-versions",
    openapi_extra=example([_VERSION]),
)
@access("public")
def list_versions(request: HttpRequest, slug: str) -> list[PageVersion]:
    """Every version a page had, the newest first."""
    return queries.versions(queries.page(slug))


@router.get(
    "/pages/{slug:slug}/versions/{number}",
    response=TextOut,
    url_name="page-version",
    openapi_extra=example(_TEXT),
)
@access("public")
def read_version(
    request: HttpRequest, slug: str, number: Annotated[int, Path(ge=1)]
) -> PageVersion:
    """A page as it stood."""
    return queries.version(queries.page(slug), number)


@router.get(
    "/news",
    response=NewsPageOut,
    url_name="news",
    openapi_extra=example({"items": [_NEWS], "next": ""}),
)
@access("public")
def list_news(request: HttpRequest, after: PageToken = "", size: PageSize = 20) -> dict[str, Any]:
    """News, the newest first."""
    page = queries.news(after=after, size=size)
    return {"items": [_piece(one) for one in page.items], "next": page.next_token}


@router.get(
    "/news/{slug:slug}", response=NewsOut, url_name="news-piece", openapi_extra=example(_NEWS)
)
@access("public")
def read_news(request: HttpRequest, slug: str) -> dict[str, Any]:
    """One piece of news."""
    return _piece(queries.one_news(slug))


def _piece(one: News) -> dict[str, Any]:
    return {
        "id": one.slug,
        "title": one.title,
        "text": one.text,
        "url": reverse("pages:read-news", args=[one.slug]),
        "published_at": one.published_at,
        "changed_at": one.changed_at,
    }
