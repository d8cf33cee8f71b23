"""The editor's desk: pages and news."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity.public import PersonRef, behind
from veche.commons.pages import actions, policies, public, queries, rules, wording
from veche.commons.pages.forms import TextForm
from veche.kernel.access import post_only
from veche.kernel.errors import Invalid, NotFound
from veche.kernel.web import markdown, render

READ_AND_SEND = ["GET", "HEAD", "POST"]


@behind(policies.may_publish_page)
@require_safe
def manage_pages(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """The pages every town has, and the town's own."""
    known = {page.slug: page for page in queries.every_page()}
    standard = [
        _row(slug, str(wording.TITLES[slug]), str(wording.HINTS[slug]), known.pop(slug, None))
        for slug in rules.STANDARD
    ]
    own = [_row(page.slug, page.title, "", page) for page in known.values()]
    context = {"rows": [*standard, *own], "crumbs": _crumbs()}
    return render(request, "pages/manage_pages.html", context)


def _row(slug: str, title: str, hint: str, page: Any) -> dict[str, Any]:
    is_shown = page is not None and page.version > 0 and not page.is_withdrawn
    return {
        "title": page.title if page is not None else title,
        "hint": hint,
        "url": reverse("pages:publish-page", args=[slug]),
        "version": page.version if page is not None else 0,
        "is_shown": is_shown,
        "read_url": public.address(slug) if is_shown else "",
    }


@behind(policies.may_publish_page)
@require_http_methods(READ_AND_SEND)
def start_page(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """A page of the town's own."""
    form = TextForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        given = form.cleaned_data
        return actions.publish_page(person, slug="", title=given["title"], text=given["text"])

    texts = _("Новая страница"), _("Опубликовать страницу")
    return _answer(request, form, act, public.address, texts, "pages:manage-pages")


@behind(policies.may_publish_page)
@require_http_methods(READ_AND_SEND)
def publish_page(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """The words of a page; each publication is a version that stays."""
    page = queries.page_to_change(slug)
    if page is None and slug not in rules.STANDARD:
        raise NotFound()
    initial: dict[str, Any] = {"title": wording.TITLES.get(slug, "")}
    if slug in rules.STANDARD:
        initial["text"] = queries.beginning(slug)
    if page is not None and page.version:
        version = queries.version(page)
        initial = {"title": version.title, "text": version.text}
    form = TextForm(request.POST if request.method == "POST" else None, initial=initial)

    def act() -> str:
        given = form.cleaned_data
        return actions.publish_page(person, slug=slug, title=given["title"], text=given["text"])

    texts = str(initial["title"]), _("Опубликовать страницу")
    is_shown = page is not None and page.version > 0 and not page.is_withdrawn
    withdraw = reverse("pages:withdraw-page", args=[slug]) if is_shown else ""
    return _answer(request, form, act, public.address, texts, "pages:manage-pages", withdraw)


@behind(policies.may_publish_page)
@post_only
def withdraw_page(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Take a page down."""
    actions.withdraw_page(person, slug=slug)
    return redirect("pages:manage-pages")


@behind(policies.may_publish_news)
@require_safe
def manage_news(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """All news, with what was taken down."""
    page = queries.every_news(after=request.GET.get("after", ""))
    here = reverse("pages:manage-news")
    context = {
        "rows": page.items,
        "next_url": f"{here}?after={page.next_token}" if page.next_token else "",
        "crumbs": _crumbs() if policies.may_publish_page(person) else [],
    }
    return render(request, "pages/manage_news.html", context)


@behind(policies.may_publish_news)
@require_http_methods(READ_AND_SEND)
def publish_news(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """A new piece."""
    form = TextForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        given = form.cleaned_data
        return actions.publish_news(person, title=given["title"], text=given["text"])

    texts = _("Новость"), _("Опубликовать новость")
    return _answer(request, form, act, _news_url, texts, "pages:manage-news")


@behind(policies.may_publish_news)
@require_http_methods(READ_AND_SEND)
def change_news(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Correct a piece, or bring back one that was taken down."""
    piece = queries.news_to_change(slug)
    initial = {"title": piece.title, "text": piece.text}
    form = TextForm(request.POST if request.method == "POST" else None, initial=initial)

    def act() -> str:
        given = form.cleaned_data
        actions.change_news(person, slug=slug, title=given["title"], text=given["text"])
        return slug

    texts = piece.title, _("Опубликовать исправленное")
    withdraw = "" if piece.is_withdrawn else reverse("pages:withdraw-news", args=[slug])
    return _answer(request, form, act, _news_url, texts, "pages:manage-news", withdraw)


@behind(policies.may_publish_news)
@post_only
def withdraw_news(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Take a piece down."""
    actions.withdraw_news(person, slug=slug)
    return redirect("pages:manage-news")


def _answer(
    request: HttpRequest,
    form: TextForm,
    act: Callable[[], str],
    address: Callable[[str], str],
    texts: tuple[str, str],
    back: str,
    withdraw_url: str = "",
) -> HttpResponse:
    """Show the form, its preview, or publish and go to what was published."""
    preview = ""
    if form.is_bound and form.is_valid():
        if request.POST.get("then") == "look":
            preview = markdown.markup(form.cleaned_data["text"])
        else:
            try:
                return redirect(address(act()))
            except Invalid as problem:
                for name, text in problem.fields.items():
                    form.add_error(name, str(text))
    of_what = _("Новости") if back == "pages:manage-news" else _("Страницы")
    context = {
        "form": form,
        "title": texts[0],
        "button": texts[1],
        "preview": preview,
        "back_url": reverse(back),
        "withdraw_url": withdraw_url,
        "crumbs": [{"title": of_what, "url": reverse(back)}],
    }
    is_wrong = form.is_bound and not preview
    return render(request, "pages/write.html", context, status=422 if is_wrong else 200)


def _news_url(slug: str) -> str:
    return reverse("pages:read-news", args=[slug])


def _crumbs() -> list[dict[str, str]]:
    return [{"title": _("Настройки города"), "url": reverse("hall:set-up-town")}]
