"""The moderator's queue: a list, one thing at a time, a word, a minute to take it back."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from veche.commons.identity.public import PersonRef, behind
from veche.commons.moderation import actions, policies, queries, shown
from veche.commons.moderation.forms import DecisionForm
from veche.commons.moderation.models import Item
from veche.kernel import clock
from veche.kernel.access import post_only
from veche.kernel.errors import Invalid
from veche.kernel.web import render

TABS = {
    "": gettext_lazy("Всё"),
    "complaints": gettext_lazy("Жалобы"),
    "waiting": gettext_lazy("Ждут публикации"),
    "published": gettext_lazy("Уже видны"),
}
PASS = "pass"  # noqa: S105  the value of a button


@behind(policies.may_moderate)
@require_safe
def read_queue(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """What is to be read, the most urgent first."""
    chosen = request.GET.get("show", "")
    chosen = chosen if chosen in TABS else ""
    page = queries.queue(person, chosen, after=request.GET.get("after", ""))
    counts = queries.queue_counts(person)
    here = reverse("moderation:read-queue")
    following = urlencode({"show": chosen, "after": page.next_token})
    context = {
        "rows": shown.many(page.items),
        "tabs": [
            {
                "title": title,
                "url": f"{here}?{urlencode({'show': name})}" if name else here,
                "count": counts[name] if name else sum(counts.values()),
                "current": name == chosen,
            }
            for name, title in TABS.items()
        ],
        "next_url": f"{here}?{following}" if page.next_token else "",
        "appeals": len(queries.open_appeals(person, 100)),
        "regime": queries.regime(),
        "done_today": queries.decided_today(person),
        **_done(request, person),
    }
    return render(request, "moderation/queue.html", context)


@behind(policies.may_moderate)
@require_safe
def read_next(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """One thing at a time; what is passed by stands a place further."""
    place = _place(request.GET.get("at", ""))
    row = queries.thing_at(person, place)
    counts = queries.queue_counts(person)
    here = reverse("moderation:read-next")
    context = {
        "place": place,
        "left": sum(counts.values()),
        "done_today": queries.decided_today(person),
        "next_url": f"{here}?at={place + 1}" if place + 1 < sum(counts.values()) else "",
        "before_url": f"{here}?at={place - 1}" if place else "",
        "unsettled": queries.unsettled(person).count() if row is None else 0,
        "crumbs": _crumbs(),
        **_done(request, person),
    }
    if row is None:
        return render(request, "moderation/all_read.html", context)
    return render(request, "moderation/thing.html", {**context, "one": shown.many([row])[0]})


@behind(policies.may_moderate)
@require_safe
def read_thing(request: HttpRequest, person: PersonRef, item_id: UUID) -> HttpResponse:
    """One thing of the list."""
    row = queries.item(person, item_id)
    context = {
        "one": shown.many([row])[0],
        "may_judge": policies.may_judge_thing(person, row.author_id, row.state),
        "crumbs": _crumbs(),
        "complaints": row.complaints,
        **_done(request, person),
    }
    return render(request, "moderation/thing.html", context)


@behind(policies.may_moderate)
@post_only
def judge_thing(request: HttpRequest, person: PersonRef, item_id: UUID) -> HttpResponse:
    """Pass it or remove it; the next one follows."""
    form = DecisionForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Выберите, что сделать с текстом"))
    given = form.cleaned_data
    known: dict[str, Any] = {"item_id": item_id, "version": given["version"]}
    if given["decision"] == PASS:
        actions.pass_thing(person, **known, hides_marked=given["hides_marked"])
    else:
        actions.remove_thing(person, **known, reason=given["decision"])
    place = request.POST.get("at", "")
    if place:
        told = urlencode({"at": _place(place), "done": item_id})
        return redirect(f"{reverse('moderation:read-next')}?{told}")
    return redirect(f"{reverse('moderation:read-queue')}?{urlencode({'done': item_id})}")


@behind(policies.may_moderate)
@post_only
def take_back(request: HttpRequest, person: PersonRef, item_id: UUID) -> HttpResponse:
    """Undo one's own word and read the thing again."""
    actions.take_back(person, item_id=item_id)
    return redirect("moderation:read-thing", item_id=item_id)


@behind(policies.may_moderate)
@post_only
def settle_now(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """Let one's own words take effect without waiting for the minute."""
    actions.settle_now(person)
    return redirect("moderation:read-queue")


def _done(request: HttpRequest, person: PersonRef) -> dict[str, Item | None]:
    """What was decided a moment ago and can be taken back."""
    try:
        done_id = UUID(request.GET.get("done", ""))
    except ValueError:
        return {"undo": None}
    row = queries.plain_item(done_id)
    return {"undo": shown.undo_of(person.id, row, clock.now())}


def _place(given: str) -> int:
    return min(int(given), queries.PLACES_MAX) if given.isdecimal() and len(given) < 6 else 0


def _crumbs() -> list[dict[str, str]]:
    return [{"title": _("Модерация"), "url": reverse("moderation:read-queue")}]
