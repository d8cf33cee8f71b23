"""A report without a network: a page that opens without one, and the door for what waited."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.reports import policies
from veche.domains.reports.actions import filing
from veche.domains.reports.forms.later import LaterForm
from veche.domains.reports.queries import catalogue, reading, wording
from veche.domains.reports.rules import seasons
from veche.kernel.access import access
from veche.kernel.errors import Unauthorized
from veche.kernel.web import render


@require_safe
@access("public")
def write_later(request: HttpRequest) -> HttpResponse:
    """The same for everyone, so that a device may keep it: words, photos, theme, place."""
    today = reading.today()
    groups: dict[str, dict[str, object]] = {}
    for one in catalogue.fileable():
        if seasons.is_in_season(one.season_from, one.season_to, today):
            group = groups.setdefault(one.group_id, {"group": one.group, "rows": []})
            rows = group["rows"]
            assert isinstance(rows, list)
            rows.append(one)
    return render(request, "reports/later.html", {"groups": list(groups.values())})


@never_cache
@require_http_methods(["GET", "POST"])
@access(policies.may_file_report)
def take_later(request: HttpRequest) -> HttpResponse:
    """GET: the form's token, and whether whoever is here may file. POST: a report under its key."""
    person = identity.person_of(request)
    may = policies.may_file_report(person)
    if request.method != "POST":
        told = {"token": get_token(request), "isKnown": bool(may), "isSignedIn": person.is_known}
        return JsonResponse(told)
    if not person.is_known:
        raise Unauthorized(may.reason, advice=may.advice, code="sign-in-needed")
    may.or_refuse()
    return JsonResponse(_taken(request, person))


def _taken(request: HttpRequest, person: PersonRef) -> dict[str, str]:
    form = LaterForm.of(request)
    number = filing.receive_report(
        person,
        key=f"later-{form.cleaned_data['key']}",
        request=form.fingerprint(request),
        prepare=lambda: form.message(request, person),
    )
    return {"number": wording.number(number), "url": reverse("reports:read-sent", args=[number])}
