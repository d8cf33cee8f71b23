"""How the town is found and passed on: its pages, what robots may read, the picture of a link."""

from __future__ import annotations

from functools import partial
from xml.sax.saxutils import escape

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from veche.commons.hall import public as hall
from veche.commons.towns import public as towns
from veche.kernel.access import access
from veche.kernel.errors import NotFound
from veche.kernel.manifest import ShareCard, SitePage
from veche.kernel.web.origin import absolute
from veche.portal import drawing, emblem, services

KEPT = "public, max-age=3600"
# Pages about a person, pages that act, and answers to questions: nothing to find there.
CLOSED = (
    "/me/",
    "/office/",
    "/sign-in/",
    "/inbox/",
    "/search/",
    "/theme/",
    "/language/",
    "/sight/",
    "/embed/",
)


@require_safe
@access("public")
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page worth finding (sitemaps.org), each service naming its own."""
    pages = [SitePage(reverse("portal:home")), SitePage(reverse("portal:map"))]
    for manifest in services.public_manifests():
        if manifest.site_pages is not None:
            pages += manifest.site_pages()
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines.append('<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">')
    for page in pages:
        changed = f"<lastmod>{page.changed_at.isoformat()}</lastmod>" if page.changed_at else ""
        address = escape(absolute(request, page.path))
        lines.append(f"<url><loc>{address}</loc>{changed}</url>")
    lines.append("</urlset>\n")
    response = HttpResponse("\n".join(lines), content_type="application/xml; charset=utf-8")
    response["Cache-Control"] = KEPT
    return response


@require_safe
@access("public")
def robots(request: HttpRequest) -> HttpResponse:
    """What robots may read; a made-up town is not to be found among real ones."""
    closed = ("/",) if towns.current().is_demo else CLOSED
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    lines.append(f"Sitemap: {absolute(request, reverse('portal:sitemap'))}")
    response = HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = KEPT
    return response


@require_safe
@access("public")
def share_picture(request: HttpRequest, service: str, key: str) -> HttpResponseBase:
    """The picture that messengers show beside a link; for anything not everyone's there is none."""
    for manifest in services.public_manifests():
        if manifest.slug == service and manifest.share_card is not None:
            card = manifest.share_card(key)
            if card is not None:
                return _picture(request, card)
    raise NotFound()


@require_safe
@access("public")
def town_picture(request: HttpRequest) -> HttpResponseBase:
    """The same for pages that have no picture of their own."""
    town = towns.current()
    return _picture(request, ShareCard(title=town.name, lines=(town.area,)))


def _picture(request: HttpRequest, card: ShareCard) -> HttpResponseBase:
    name = hall.of(request).service_name or towns.current().name
    title, lines = str(card.title), tuple(map(str, card.lines))
    drawn = partial(drawing.share_picture, name, title, lines, emblem.of(request))
    response = emblem.answer(request, "\n".join((name, title, *lines)), drawn)
    # What a picture says changes by itself, when a vote begins or ends.
    response["Cache-Control"] = KEPT
    return response
