"""What the law forbids to publish: all of it, one more, one less."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity.public import PersonRef, behind
from veche.commons.moderation import actions, policies, queries, registry
from veche.commons.moderation.forms import BanForm
from veche.kernel.access import post_only
from veche.kernel.errors import Invalid
from veche.kernel.web import render


@behind(policies.may_set_moderation_rules)
@require_safe
def list_bans(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """What holds now, what will, what did."""
    today = queries.today()
    rows = [
        {
            "row": one,
            "is_over": one.ends_on is not None and one.ends_on < today,
            "is_ahead": one.starts_on > today,
        }
        for one in queries.bans()
    ]
    return render(request, "moderation/bans.html", {"rows": rows, "regime": queries.regime()})


@behind(policies.may_set_moderation_rules)
@require_http_methods(["GET", "HEAD", "POST"])
def set_ban(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """One more."""
    form = BanForm(registry.topics(), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_ban(person, text=form.text)
            return redirect("moderation:list-bans")
        except Invalid as problem:
            for name, words in problem.fields.items():
                form.add_error(name if name in form.fields else None, str(words))
    status = 422 if form.is_bound else 200
    return render(request, "moderation/ban.html", {"form": form}, status=status)


@behind(policies.may_set_moderation_rules)
@post_only
def end_ban(request: HttpRequest, person: PersonRef, ban_id: UUID) -> HttpResponse:
    """It holds nothing more."""
    actions.end_ban(person, ban_id=ban_id)
    return redirect("moderation:list-bans")
