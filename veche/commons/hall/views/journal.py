"""The journal of acts: filtered, page by page, and as a file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from veche.commons.audit import public as audit
from veche.commons.hall import actions, policies
from veche.commons.hall.forms import JournalForm
from veche.commons.hall.views.setting_up import crumbs
from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef, behind
from veche.kernel import limits
from veche.kernel.errors import Text
from veche.kernel.manifest import Act, Detail
from veche.kernel.web import render
from veche.kernel.web.downloads import csv_file

PAGE = 50
EXPORTS = (20, 3600)
UUID_TEXT = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
NUMBERED = re.compile(r"[a-z-]+-(\d+)")
# Things of which there is one: their kind says all.
SINGLE = {"town", "places", "identity", "journal"}
NAMES = ("kind", "role", "since", "until", "subject")


@behind(policies.may_read_journal)
@require_safe
def read_journal(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """Who did what to what, newest first."""
    form = _form(request)
    found = audit.page(_filters(form), after=request.GET.get("after", ""), size=PAGE)
    asked = urlencode({name: request.GET[name] for name in NAMES if request.GET.get(name)})
    here = reverse("hall:read-journal")
    after = f"{here}?{asked}{'&' if asked else ''}after={found.next_token}"
    is_admin = bool(policies.may_set_up_town(person))
    context = {
        "form": form,
        "rows": [_row(entry) for entry in found.items],
        "next_url": after if found.next_token else "",
        "csv_url": f"{reverse('hall:export-journal')}?{asked}",
        "is_narrowed": bool(asked),
        "crumbs": crumbs() if is_admin else [],
    }
    return render(request, "hall/journal.html", context)


@behind(policies.may_read_journal)
@require_safe
def export_journal(request: HttpRequest, person: PersonRef) -> HttpResponseBase:
    """The same as a CSV that streams; taking it is an entry of its own."""
    limits.hit(f"hall.journal:{person.id}", limit=EXPORTS[0], seconds=EXPORTS[1])
    filters = _filters(_form(request))
    actions.export_journal(person)
    # Programs read by place: what is new goes last, and it is in the tongue of the reader.
    header = ["recorded_at", "kind", "actor", "subject", "reason", "details", "title"]
    return csv_file("journal.csv", header, _cells(filters))


def _cells(filters: audit.Filters) -> Iterator[list[Any]]:
    for entry in audit.every(filters):
        details = " ".join(f"{name}={value}" for name, value in sorted(entry.details.items()))
        yield [
            timezone.localtime(entry.recorded_at).isoformat(timespec="seconds"),
            entry.kind,
            str(entry.actor_id or ""),
            entry.subject,
            entry.reason,
            details,
            str(audit.act(entry.kind).title),
        ]


def _form(request: HttpRequest) -> JournalForm:
    kinds = sorted(
        ((kind, audit.act(kind).title) for kind in audit.kinds()), key=lambda one: str(one[1])
    )
    roles = [(role, identity.role_title(role)) for role in identity.ROLES]
    form = JournalForm(request.GET, kinds=kinds, roles=roles)
    form.is_valid()
    return form


def _filters(form: JournalForm) -> audit.Filters:
    """What was understood of the question; the rest stands in the form with its mistake."""
    asked = form.cleaned_data
    until = asked.get("until")
    return audit.Filters(
        kind=asked.get("kind") or "",
        terms=_terms(asked["role"]) if asked.get("role") else None,
        since=_midnight(asked.get("since")),
        until=_midnight(until + timedelta(days=1)) if until and until.year < 9999 else None,
        subject=(asked.get("subject") or "").strip(),
    )


def _terms(role: str) -> list[audit.Term]:
    """What somebody did in a role, not what they do as a resident before and after it."""
    return [audit.Term(*held) for held in identity.terms_held(role)]


def _midnight(day: Any) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None


def _row(entry: audit.Entry) -> dict[str, Any]:
    act = audit.act(entry.kind)
    return {
        "title": act.title,
        "about": act.about,
        "kind": entry.kind,
        "at": entry.recorded_at,
        "actor": _short(str(entry.actor_id)) if entry.actor_id else _unnamed(act),
        "actor_id": entry.actor_id,
        "subject": entry.subject,
        "short_subject": _subject(act, entry.subject),
        "reason": entry.reason,
        "details": _details(act, entry.details),
    }


def _unnamed(act: Act) -> str:
    """A resident of whom the journal tells no more, or the installation itself."""
    return _("житель") if act.is_nameless else _("программа")


def _subject(act: Act, subject: str) -> Text:
    """What tells one subject from another; "" for a single thing, such as the town itself."""
    words = act.subject(subject) if act.subject else None
    if words:
        return words
    number = NUMBERED.fullmatch(subject)
    return f"№ {number[1]}" if number else "" if subject in SINGLE else _short(subject)


def _details(act: Act, written: Mapping[str, str | int | bool | None]) -> list[tuple[Detail, Text]]:
    """Details with their words, in the order the app tells them; what it does not name, last."""
    order = [*act.details, *sorted(set(written) - act.details.keys())]
    found = ((act.details.get(name, Detail(name)), written.get(name)) for name in order)
    return [(detail, _said(detail, value)) for detail, value in found if value is not None]


def _said(detail: Detail, value: str | int | bool) -> Text:
    if isinstance(value, bool):
        return _("да") if value else _("нет")
    if isinstance(value, int):
        return str(value)
    words = detail.words(value) if detail.words else None
    return words or _moment(value) or _short(value)


def _moment(value: str) -> str:
    """An instant as people write it; "" for what is none."""
    try:
        moment = timezone.localtime(datetime.fromisoformat(value))
    except ValueError:
        return ""
    return date_format(moment, "j E Y, H:i")


def _short(number: str) -> str:
    return number[:8] if UUID_TEXT.fullmatch(number) else number
