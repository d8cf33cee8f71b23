"""«Посчитать файл .pb»: whoever has a file sees how each rule counts it. Nothing is kept."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from veche.domains.budgeting.adapters import pb_counts
from veche.domains.budgeting.forms.pb_files import PbForm
from veche.kernel import limits, locks
from veche.kernel.access import access
from veche.kernel.errors import Invalid, TooMany
from veche.kernel.web import render

# One visitor, and all of them together: a count may take a core for twenty seconds.
OWN, OWN_SECONDS = 10, 600
ALL, ALL_SECONDS = 3, 60
LOCK = "budgeting.pb-count"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@access("public")
def count_file(request: HttpRequest) -> HttpResponse:
    """A form for a file, and what came out of it."""
    form = PbForm()
    found: pb_counts.Counted | None = None
    problem: Invalid | None = None
    if request.method == "POST":
        limits.hit(f"pb-file:{limits.client_of(request)}", limit=OWN, seconds=OWN_SECONDS)
        try:
            limits.hit("pb-files", limit=ALL, seconds=ALL_SECONDS)
        except TooMany as full:
            raise _busy(full.retry_after) from None
        form = PbForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                # One at a time: a core is left to everyone else, and nobody waits in line for it.
                with locks.tried(LOCK) as is_free:
                    if not is_free:
                        raise _busy(pb_counts.SECONDS)
                    found = pb_counts.count(form.cleaned_data["file"])
            except Invalid as refused:
                problem = refused
    context = {
        "form": form,
        "found": found,
        "problem": problem,
        "vote_type": pb_counts.VOTE_TYPES[found.election.vote_type] if found else "",
        "seconds": pb_counts.SECONDS,
    }
    status = 422 if problem or form.errors else 200
    return render(request, "budgeting/count_file.html", context, status=status)


def _busy(seconds: int) -> TooMany:
    """Of the files of others: whoever came once has not tried too often."""
    return TooMany(
        _("Подсчёт сейчас занят другими файлами"),
        advice=_("Подождите %(minutes)s мин. и попробуйте ещё раз.")
        % {"minutes": max(1, round(seconds / 60))},
        retry_after=seconds,
    )
