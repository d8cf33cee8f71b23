"""Where the town's figures of places and ages are brought."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from veche.commons.identity.public import PersonRef
from veche.domains.polls import actions, policies, queries
from veche.domains.polls.adapters import groups
from veche.domains.polls.forms.census import CensusForm
from veche.domains.polls.views.office_door import office
from veche.kernel.errors import Invalid
from veche.kernel.web import render


@office(policies.may_upload_census)
@require_http_methods(["GET", "HEAD", "POST"])
def upload_census(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """What stands now, and the form for a newer table."""
    form = CensusForm(request.POST if request.method == "POST" else None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.upload_census(
                person,
                source=form.cleaned_data["source"],
                counted_on=form.cleaned_data["counted_on"],
                figures=form.cleaned_data["table"],
            )
            return redirect(f"{reverse('polls:upload-census')}?done=uploaded")
        except Invalid as problem:
            form.add_error(None, str(problem.message))
    found = queries.census()
    context = {
        "form": form,
        "census": found,
        "is_uploaded": request.GET.get("done") == "uploaded",
        "parts": groups.census_parts(found) if found else [],
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "polls/office/census.html", context, status=status)
