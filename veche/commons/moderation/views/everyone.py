"""What everyone sees of moderation, and the way to ask for it."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity.public import PersonRef, behind, local_path
from veche.commons.moderation import actions, policies, queries, shown, wording
from veche.commons.moderation.forms import ComplaintForm
from veche.kernel.access import access
from veche.kernel.errors import NotFound
from veche.kernel.web import render
from veche.kernel.web.downloads import csv_file

CSV_PAGES = 50


@require_safe
@access("public")
def read_log(request: HttpRequest) -> HttpResponse:
    """How the town moderates, and what it removed: neither texts nor people."""
    page = queries.removed(after=request.GET.get("after", ""))
    here = reverse("moderation:read-log")
    regime = queries.regime()
    context = {
        "rows": [
            {
                "kind": wording.kind_title(row.kind),
                "reason": wording.reason_text(row.kind, row.reason),
                "at": row.decided_at,
            }
            for row in page.items
        ],
        "next_url": f"{here}?after={page.next_token}" if page.next_token else "",
        "figures": queries.figures(),
        "terms": queries.terms(),
        "regime": regime,
    }
    return render(request, "moderation/log.html", context)


@require_safe
@access("public")
def removals_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same log as a file."""
    header = [_("Что"), _("Причина"), _("Написано"), _("Снято")]
    return csv_file("removals.csv", header, _removals())


def _removals() -> Iterator[list[str]]:
    token = ""
    for _number in range(CSV_PAGES):
        page = queries.removed(after=token, size=500)
        for row in page.items:
            yield [
                str(wording.kind_title(row.kind)),
                str(wording.reason_text(row.kind, row.reason)),
                row.submitted_at.isoformat(timespec="minutes"),
                row.decided_at.isoformat(timespec="minutes") if row.decided_at else "",
            ]
        token = page.next_token
        if not token:
            return


@behind(policies.may_read_own_things)
@require_http_methods(["GET", "HEAD", "POST"])
def complain(
    request: HttpRequest, person: PersonRef, kind: str, subject_id: UUID
) -> HttpResponseBase:
    """Ask a moderator to look at something public."""
    row = queries.item_of(kind, subject_id)
    if row is None or not row.is_public:
        raise NotFound()
    back = local_path(request.GET.get("next", ""), "/")
    form = ComplaintForm(kind, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        actions.complain(
            person, kind=kind, subject_id=subject_id, reason=form.cleaned_data["reason"]
        )
        return render(request, "moderation/complained.html", {"back": back})
    context = {
        "one": shown.many([row])[0],
        "may": policies.may_complain(person, row.author_id, row.is_public),
        "form": form,
        "back": back,
    }
    status = 422 if form.is_bound else 200
    return render(request, "moderation/complain.html", context, status=status)
