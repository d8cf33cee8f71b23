"""Pages and news as everyone reads them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from veche.commons.pages import public, queries
from veche.kernel.access import access
from veche.kernel.web import markdown, render


@access("public")
@require_safe
def read_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The page as it stands now."""
    page = queries.page(slug)
    version = queries.version(page)
    context = {"page": page, "version": version, "text": markdown.markup(version.text)}
    return render(request, "pages/page.html", context)


@access("public")
@require_safe
def list_versions(request: HttpRequest, slug: str) -> HttpResponse:
    """Every version the page had."""
    page = queries.page(slug)
    crumbs = [{"title": page.title, "url": public.address(slug)}]
    context = {"page": page, "versions": queries.versions(page), "crumbs": crumbs}
    return render(request, "pages/versions.html", context)


@access("public")
@require_safe
def read_version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The page as it stood."""
    page = queries.page(slug)
    version = queries.version(page, number)
    crumbs = [
        {"title": page.title, "url": public.address(slug)},
        {"title": _("Прежние версии"), "url": reverse("pages:list-versions", args=[slug])},
    ]
    context = {
        "page": page,
        "version": version,
        "text": markdown.markup(version.text),
        "crumbs": crumbs,
        "is_old": version.number != page.version,
    }
    return render(request, "pages/page.html", context)


@access("public")
@require_safe
def list_news(request: HttpRequest) -> HttpResponse:
    """All news, newest first."""
    page = queries.news(after=request.GET.get("after", ""))
    here = reverse("pages:list-news")
    context = {
        "news": public.briefs(page.items),
        "next_url": f"{here}?after={page.next_token}" if page.next_token else "",
    }
    return render(request, "pages/news_list.html", context)


@access("public")
@require_safe
def read_news(request: HttpRequest, slug: str) -> HttpResponse:
    """One piece of news."""
    piece = queries.one_news(slug)
    context = {
        "piece": piece,
        "text": markdown.markup(piece.text),
        "crumbs": [{"title": _("Новости"), "url": reverse("pages:list-news")}],
    }
    return render(request, "pages/news.html", context)
