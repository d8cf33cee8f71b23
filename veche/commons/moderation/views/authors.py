"""What an author sees: what became of their texts, and a way to disagree."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity.public import PersonRef, behind
from veche.commons.moderation import actions, policies, public, queries, shown, wording
from veche.commons.moderation.forms import AppealForm
from veche.kernel import clock
from veche.kernel.web import render


@behind(policies.may_read_own_things)
@require_safe
def list_own_things(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """One's own texts, the newest first."""
    page = queries.own_items(person, after=request.GET.get("after", ""))
    here = reverse("moderation:list-own-things")
    context = {
        "rows": [public.own_row(row) for row in page.items],
        "next_url": f"{here}?after={page.next_token}" if page.next_token else "",
    }
    return render(request, "moderation/own_list.html", context)


@behind(policies.may_read_own_things)
@require_http_methods(["GET", "HEAD", "POST"])
def read_own_thing(request: HttpRequest, person: PersonRef, item_id: UUID) -> HttpResponse:
    """One of them: what happened, what next, by when; and the author's word against a removal."""
    row = queries.own_item(person, item_id)
    form = AppealForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        actions.file_appeal(person, item_id=item_id, text=form.cleaned_data["text"])
        return redirect("moderation:read-own-thing", item_id=item_id)
    appeal = queries.appeal_of(row)
    last = (row.decided_at or clock.now()) + timedelta(days=queries.terms().appeal_days)
    word, tone = wording.state_of(row)
    context = {
        "row": row,
        "one": shown.many([row])[0],
        "word": word,
        "tone": tone,
        "reason": wording.reason_text(row.kind, row.reason) if row.reason else "",
        "advice": wording.ADVICE.get(row.reason, ""),
        "appeal": appeal,
        "until": last,
        "may_appeal": policies.may_file_appeal(
            person,
            row.author_id,
            row.state,
            is_filed=appeal is not None,
            is_late=clock.now() > last,
        ),
        "form": form,
        "crumbs": [{"title": _("Мои тексты"), "url": reverse("moderation:list-own-things")}],
    }
    status = 422 if form.is_bound else 200
    return render(request, "moderation/own.html", context, status=status)
