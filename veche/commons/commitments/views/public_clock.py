"""The public clock: switched by a dated decision of the town, never by a whim."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from veche.commons.commitments import actions, policies, public, queries
from veche.commons.commitments.forms import ClockForm
from veche.commons.identity import public as identity
from veche.kernel.access import access
from veche.kernel.web import render


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@access(policies.may_set_public_clock)
def set_public_clock(request: HttpRequest) -> HttpResponse:
    """What is in force, what was, and the decision for what comes."""
    person = identity.person_of(request)
    policies.may_set_public_clock(person).or_refuse()
    form = ClockForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.set_public_clock(person, text=form.text)
        return redirect(f"{reverse('commitments:set-public-clock')}?done=set")
    # An administrator may set the clock and does not manage decisions: no way to where none is.
    may_manage = policies.may_manage_commitments(person)
    desk = {"title": _("Решения и сроки"), "url": reverse("commitments:manage-commitments")}
    context = {
        "form": form,
        "clock": queries.public_clock(public.today()),
        "clocks": queries.public_clocks(),
        "is_set": request.GET.get("done") == "set",
        "crumbs": [desk] if may_manage else [],
    }
    status = 422 if form.is_bound else 200
    return render(request, "commitments/public_clock.html", context, status=status)
