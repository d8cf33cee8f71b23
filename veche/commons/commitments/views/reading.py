"""What everyone reads, and the stars."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from veche.commons.commitments import actions, policies, public, queries, rules, told, wording
from veche.commons.commitments.forms import RatingForm
from veche.commons.files import public as files
from veche.commons.identity import public as identity
from veche.commons.towns import public as towns
from veche.kernel.access import access, post_only
from veche.kernel.errors import Invalid
from veche.kernel.web import feeds, render


@require_safe
@access("public")
def list_decisions(request: HttpRequest) -> HttpResponse:
    """All commitments, or those of one filter, page after page."""
    shown = request.GET.get("show", "all")
    day = public.public_day()
    if shown not in wording.FILTER_TITLES or (shown == "late" and day == date.min):
        shown = "all"
    page = public.list_page(shown, after=request.GET.get("after", ""), day=day)
    photos = files.refs(photo for item in page.items for photo in wording.photo_ids(item))
    address = reverse("commitments:list-decisions")
    following = urlencode({"show": shown, "after": page.next_token})
    context = {
        "shown": shown,
        "least": queries.smallest_group(),
        "cards": [wording.card(item, day, photos) for item in page.items],
        "tabs": filter_tabs(address, shown, queries.counts(day)),
        "next_url": f"{address}?{following}" if page.next_token else "",
        "clock": queries.public_clock(day) if day != date.min else None,
    }
    part = "commitments/_cards.html" if request.GET.get("after") else ""
    return render(request, "commitments/list.html", context, fragment=part)


@require_safe
@access("public")
def feed(request: HttpRequest) -> HttpResponse:
    """Commitments as Atom: told again when decided and when closed."""
    title = _("%(town)s: решения и сроки") % {"town": towns.current().name}
    entries = [
        feeds.Entry(
            title=item.source_title,
            path=item.url,
            text=item.outcome or item.decline_reason or item.decision,
            published_at=item.owed_at,
            updated_at=item.closed_at or item.decided_at or item.owed_at,
        )
        for item in public.recent(100)
    ]
    entries.sort(key=lambda entry: entry.updated_at, reverse=True)
    return feeds.atom(request, title, reverse("commitments:list-decisions"), entries)


@require_safe
@access("public")
def read_decision(request: HttpRequest, slug: str) -> HttpResponse:
    """One commitment: the way from the residents' word to the result."""
    commitment = queries.commitment_by_slug(slug)
    day = public.public_day()
    person = identity.person_of(request)
    rating = policies.may_rate_outcome(
        person, commitment, has_finished_stage=commitment.stages_done > 0
    )
    photos = files.refs(wording.photo_ids(commitment))
    least = queries.smallest_group()
    context = {
        "commitment": commitment,
        "topic": told.topic_of(commitment.id),
        "crumbs": [{"title": _("Решения и сроки"), "url": reverse("commitments:list-decisions")}],
        "tags": wording.tags(commitment, day),
        "late": wording.lateness(commitment, day),
        "is_ahead": wording.is_ahead(commitment.deadline_on),
        "shown_pair": wording.last_pair(commitment, photos),
        "steps": wording.steps(commitment, day, photos),
        "rating_rows": wording.rating_rows(commitment.rating, least),
        "least": least,
        "may_rate": rating,
        "my_stars": queries.stars_of(person.id, commitment.id) if person.id else None,
        **_trust(person, commitment, least),
        "sign_in_url": identity.sign_in_url(commitment.url),
        "may_manage": policies.may_manage_commitments(person),
    }
    return render(request, "commitments/detail.html", context)


def _trust(
    person: identity.PersonRef, commitment: rules.Commitment, least: int
) -> dict[str, object]:
    """Trust in the decision, once there is one; nothing is read before."""
    if commitment.state == rules.OWED:
        return {}
    return {
        "may_trust": policies.may_tell_trust(person, commitment),
        "my_trust": queries.trust_of(person.id, commitment.id) if person.id else None,
        "trust": queries.trust_line(commitment.id, least),
    }


@post_only
@access(policies.may_rate_outcome)
def rate_outcome(request: HttpRequest, slug: str) -> HttpResponse:
    """Give or change one's stars; sending them twice is the same as once."""
    commitment = queries.commitment_by_slug(slug)
    person = identity.person_of(request)
    form = RatingForm(request.POST)
    if not form.is_valid():
        raise Invalid(
            _("Вы не выбрали оценку"),
            advice=_("Вернитесь назад и выберите от одной до пяти звёзд."),
            fields={"stars": _("Выберите от 1 до 5")},
        )
    actions.rate_outcome(person, commitment_id=commitment.id, stars=form.cleaned_data["stars"])
    return redirect(f"{commitment.url}#rating")


@post_only
@access(policies.may_tell_trust)
def tell_trust(request: HttpRequest, slug: str) -> HttpResponse:
    """Say or change how much one trusts the decision; sending it twice is the same as once."""
    commitment = queries.commitment_by_slug(slug)
    form = RatingForm(request.POST)
    if not form.is_valid():
        raise Invalid(
            _("Вы не выбрали ответ"),
            advice=_("Вернитесь назад и выберите от 1 до 5."),
            fields={"stars": _("Выберите от 1 до 5")},
        )
    person, stars = identity.person_of(request), form.cleaned_data["stars"]
    actions.tell_trust(person, commitment_id=commitment.id, stars=stars)
    return redirect(f"{commitment.url}#trust")


def filter_tabs(address: str, shown: str, counts: dict[str, int]) -> list[dict[str, object]]:
    """The list's filters with how many each holds."""
    return [
        {
            "title": title,
            "url": f"{address}?{urlencode({'show': key})}",
            "count": counts[key],
            "current": key == shown,
        }
        for key, title in wording.FILTER_TITLES.items()
        if counts[key] or key in (shown, "all", "owed", "work", "done")
    ]
