"""Reading both columns, arguing, marking; all of it works without scripts."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.discussion import actions, policies, queries, registry, rules, wording
from veche.commons.discussion.forms import ArgumentForm, WordsForm
from veche.commons.discussion.models import Argument
from veche.commons.discussion.part import context_of
from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.moderation import public as moderation
from veche.kernel.access import access, post_only
from veche.kernel.errors import Refused
from veche.kernel.web import feeds, render, to_sign_in
from veche.kernel.web.downloads import csv_file

FORM = ["GET", "HEAD", "POST"]
FEED_SIZE = 50


@require_safe
@access("public")
def read_discussion(request: HttpRequest, kind: str, subject_id: UUID) -> HttpResponse:
    """Both columns, the best first or the newest; one's own that wait above them."""
    person = identity.person_of(request)
    order = request.GET.get("order", rules.BEST)
    order = order if order in rules.ORDERS else rules.BEST
    after: dict[str, str] = {side: request.GET.get(side, "") for side in rules.SIDES}
    found = queries.discussion(person, kind, subject_id, order=order, after=after)
    context = context_of(person, found)
    here = context["here"]
    for column in context["columns"]:
        if column["next_token"]:
            following = {**after, column["side"]: column["next_token"], "order": order}
            column["next_url"] = f"{here}?{urlencode(following)}"
    context |= {
        "waiting": queries.waiting_of(person, kind, subject_id),
        "tabs": [
            {"title": title, "url": f"{here}?order={name}", "current": name == order}
            for name, title in wording.ORDERS.items()
        ],
        "special_note": moderation.special_note(),
        "crumbs": [{"title": Truncator(found.subject.title).chars(60), "url": found.subject.url}],
        "note": request.GET.get("done", ""),
    }
    return render(request, "discussion/discussion.html", context)


@require_http_methods(FORM)
@access(policies.may_argue)
def write_argument(request: HttpRequest, kind: str, subject_id: UUID) -> HttpResponse:
    """The form; then what happened, what next and by when."""
    person, subject = identity.person_of(request), registry.subject(kind, subject_id)
    if not person.is_known:
        return to_sign_in(request)
    is_official = bool(policies.may_speak_officially(person))
    may = actions.may_argue(person, kind, subject_id, is_official=is_official)
    if may.code == "birth-date" and request.method != "POST":
        asked = urlencode({"next": request.get_full_path()})
        return redirect(f"{reverse('identity:declare-birth-date')}?{asked}")
    if request.method != "POST":
        may.or_refuse()
    form = ArgumentForm(
        request.POST if request.method == "POST" else None,
        initial={"side": request.GET.get("side", "")},
        is_official=is_official,
    )
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            done = actions.write_argument(
                person,
                kind=kind,
                subject_id=subject_id,
                side=given["side"],
                text=given["text"],
                speaks_for=given.get("speaks_for", ""),
            )
            return _back(kind, subject_id, "written", str(done.id))
        except Refused as problem:
            # An age is asked of one's own words alone: they stay in the form.
            form.add_error(None, problem.words)
            status = problem.status
    context = {
        "form": form,
        "subject": subject,
        "limit": rules.TEXT_MAX,
        "crumbs": _crumbs(kind, subject_id, subject.title),
    }
    return render(request, "discussion/argue.html", context, status=status)


@require_http_methods(FORM)
@access(policies.may_edit_argument)
def edit_argument(request: HttpRequest, argument_id: UUID) -> HttpResponse:
    """The words anew, until somebody has marked them."""
    person = identity.person_of(request)
    if not person.is_known:
        return to_sign_in(request)
    row = queries.own_argument(person, argument_id)
    subject = registry.subject(row.thread.kind, row.thread.subject_id)
    form = WordsForm(request.POST if request.method == "POST" else None, initial={"text": row.text})
    if form.is_bound and form.is_valid():
        actions.edit_argument(person, argument_id=argument_id, text=form.cleaned_data["text"])
        return _back(row.thread.kind, row.thread.subject_id, "edited", str(row.id))
    policies.may_edit_argument(
        person, row.author_id, is_open=subject.is_open, marks=row.useful + row.swayed
    ).or_refuse()
    context = {
        "form": form,
        "subject": subject,
        "limit": rules.TEXT_MAX,
        "is_edit": True,
        "crumbs": _crumbs(row.thread.kind, row.thread.subject_id, subject.title),
    }
    status = 422 if form.is_bound else 200
    return render(request, "discussion/argue.html", context, status=status)


@post_only
@access(policies.may_withdraw_argument)
def withdraw_argument(request: HttpRequest, argument_id: UUID) -> HttpResponse:
    """Take one's own argument away."""
    person = identity.person_of(request)
    row = queries.own_argument(person, argument_id)
    actions.withdraw_argument(person, argument_id=argument_id)
    return _back(row.thread.kind, row.thread.subject_id, "withdrawn")


@post_only
@access(policies.may_mark_argument)
def mark_argument(request: HttpRequest, argument_id: UUID) -> HttpResponse:
    """Useful, or not any more; sending it twice is the same as once."""
    person, row = _asked(request, argument_id)
    if not person.is_known:
        return redirect(identity.sign_in_url(_url(row)))
    is_marked = request.POST.get("useful", "yes") == "yes"
    actions.mark_argument(person, argument_id=argument_id, is_marked=is_marked)
    return redirect(_where_from(request, row))


@post_only
@access(policies.may_change_mind)
def change_mind(request: HttpRequest, argument_id: UUID) -> HttpResponse:
    """It has changed my mind."""
    person, row = _asked(request, argument_id)
    actions.change_mind(person, argument_id=argument_id)
    return redirect(_where_from(request, row))


@require_safe
@access("public")
def feed(request: HttpRequest, kind: str, subject_id: UUID) -> HttpResponse:
    """Arguments as Atom, the newest first."""
    subject = registry.subject(kind, subject_id)
    here = reverse("discussion:read-discussion", args=[kind, subject_id])
    entries = [
        feeds.Entry(
            title=f"{wording.SIDES[row.side]}: {Truncator(row.text).chars(80)}",
            path=f"{here}#a-{row.id}",
            text=row.text,
            published_at=row.published_at,
            updated_at=row.edited_at or row.published_at,
        )
        for row in queries.newest(kind, subject_id, FEED_SIZE)
        if row.published_at is not None
    ]
    title = _("Доводы: %(title)s") % {"title": subject.title}
    return feeds.atom(request, title, here, entries)


@require_safe
@access("public")
def arguments_csv(request: HttpRequest, kind: str, subject_id: UUID) -> StreamingHttpResponse:
    """Every public argument with its counts; who spoke is in no file."""
    registry.subject(kind, subject_id)
    header = [
        _("Сторона"),
        _("Довод"),
        _("Официально"),
        _("Полезно"),
        _("Изменило мнение"),
        _("Опубликован"),
    ]
    rows = (
        [
            str(wording.SIDES[row.side]),
            row.text,
            row.speaks_for,
            row.useful,
            row.swayed,
            row.published_at.isoformat(timespec="minutes") if row.published_at else "",
        ]
        for row in queries.every(kind, subject_id)
    )
    return csv_file("arguments.csv", header, rows)


def _asked(request: HttpRequest, argument_id: UUID) -> tuple[PersonRef, Argument]:
    return identity.person_of(request), queries.argument(argument_id)


def _url(row: Argument) -> str:
    return reverse("discussion:read-discussion", args=[row.thread.kind, row.thread.subject_id])


def _where_from(request: HttpRequest, row: Argument) -> str:
    """The page whose button was pressed, at the same argument."""
    back = identity.local_path(request.POST.get("next", ""), _url(row))
    return f"{back.partition('#')[0]}#a-{row.id}"


def _back(kind: str, subject_id: UUID, done: str, argument_id: str = "") -> HttpResponse:
    here = reverse("discussion:read-discussion", args=[kind, subject_id])
    return redirect(f"{here}?done={done}" + (f"#a-{argument_id}" if argument_id else ""))


def _crumbs(kind: str, subject_id: UUID, title: str) -> list[dict[str, str]]:
    here = reverse("discussion:read-discussion", args=[kind, subject_id])
    return [{"title": Truncator(title).chars(60), "url": here}]
