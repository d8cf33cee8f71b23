"""What is sent, by which way and when."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef, behind
from veche.commons.notifications import kinds, policies, queries, rules, wording
from veche.commons.notifications.actions import choosing
from veche.commons.notifications.forms import HOURS, ChannelsForm
from veche.commons.notifications.sending import by_push
from veche.commons.notifications.sending.ways import open_channels
from veche.kernel import limits
from veche.kernel.access import access, post_only
from veche.kernel.errors import NotFound, Text
from veche.kernel.text import in_fours
from veche.kernel.web import render


@behind(policies.may_choose_channels)
@require_http_methods(["GET", "HEAD", "POST"])
def choose_channels(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """Kinds by channels, the rhythm of letters, quiet hours."""
    form = ChannelsForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        choosing.choose_channels(
            person,
            wanted=_marked(request),
            rhythm=form.cleaned_data["email"],
            quiet_from=form.cleaned_data["quiet_from"],
            quiet_to=form.cleaned_data["quiet_to"],
        )
        return _here("saved")
    context = _page(person) | {"done": request.GET.get("done", "")}
    status = 422 if form.is_bound else 200
    return render(request, "notifications/settings.html", context, status=status)


@behind(policies.may_choose_channels)
@post_only
def fall_silent(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """Nothing is sent any more."""
    choosing.fall_silent(person)
    return _here("silent")


@behind(policies.may_choose_channels)
@post_only
def subscribe_device(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """This browser's subscription, filled in by the page's script."""
    limits.hit(f"push devices {person.known_id}", limit=20, seconds=3600)
    given = request.POST
    choosing.subscribe_device(
        person,
        endpoint=given.get("endpoint", ""),
        key=given.get("p256dh", ""),
        secret=given.get("auth", ""),
    )
    return _here("device")


@behind(policies.may_choose_channels)
@post_only
def leave_channel(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """Browsers or an account are forgotten."""
    choosing.leave_channel(person, channel=request.POST.get("channel", ""))
    return _here("left")


@behind(policies.may_choose_channels)
@post_only
def show_link_code(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """The code for a bot: on this one answer and never again."""
    limits.hit(f"messenger codes {person.known_id}", limit=10, seconds=3600)
    bots = _bots()
    if not bots:
        raise NotFound()
    context = {
        "code": in_fours(choosing.show_link_code(person)),
        "bots": bots,
        "minutes": int(choosing.CODE_LIVES.total_seconds() // 60),
    }
    return render(request, "notifications/code.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@access(policies.may_unsubscribe)
def unsubscribe(request: HttpRequest, mark: str) -> HttpResponse:
    """The link of a letter: asks first, as machines open links too; needs no sign-in."""
    choosing.owner_of(mark)
    if request.method == "POST":
        choosing.unsubscribe(mark)
    context = {"is_done": request.method == "POST"}
    return render(request, "notifications/unsubscribe.html", context)


def _here(done: str) -> HttpResponse:
    return redirect(f"{reverse('notifications:choose-channels')}?done={done}")


def _marked(request: HttpRequest) -> set[tuple[str, str]]:
    """Marks of the form that are known: `email:polls.poll_closed`."""
    pairs = (one.partition(":") for one in request.POST.getlist("on"))
    return {
        (kind, channel)
        for channel, _colon, kind in pairs
        if kind in kinds.kinds() and channel in rules.CHANNELS
    }


def _group(
    group: kinds.Group, shown: list[str], wanted: set[tuple[str, str]]
) -> tuple[Text, list[Any], int]:
    """A service, its kinds with their marks, and how many of them are sent by any way."""
    rows = [(kind.title, _marks(kind.event, shown, wanted)) for kind in group.kinds]
    return group.title, rows, sum(any(mark[2] for mark in marks) for _title, marks in rows)


def _page(person: PersonRef) -> dict[str, Any]:
    """All that the page shows."""
    reached, open_ = queries.reached_by(person), open_channels()
    kept = queries.preferences(person)
    shown = queries.channels_for(reached)
    wanted = queries.wanted(person, list(kinds.kinds()), shown)
    has_email = bool(identity.contact_of(person.known_id, "email"))
    return {
        "channels": [(one, wording.CHANNELS[one]) for one in shown],
        "groups": [_group(group, shown, wanted) for group in kinds.groups()],
        "kept": kept,
        "is_silent": kept.is_silent,
        "rhythm": queries.rhythm_of(kept),
        "has_email": has_email,
        "may_email": rules.EMAIL in open_,
        "hours": HOURS,
        "quiet_from": str(kept.quiet_from),
        "quiet_to": str(kept.quiet_to),
        "digest_hour": rules.DIGEST_HOUR,
        "push_key": by_push.public_key() if rules.PUSH in open_ else "",
        "has_push": rules.PUSH in reached,
        "bots": _bots(),
        "linked": [(one, wording.CHANNELS[one]) for one in rules.MESSENGERS if one in reached],
    }


def _marks(
    event: str, shown: list[str], wanted: set[tuple[str, str]]
) -> list[tuple[str, Text, bool]]:
    """A mark for each channel: its value, how it is called, whether it is set."""
    return [(f"{one}:{event}", wording.CHANNELS[one], (event, one) in wanted) for one in shown]


def _bots() -> list[tuple[Any, str]]:
    """The town's bots and their pages."""
    return [
        (wording.CHANNELS[one], settings.MESSENGERS[one]["bot"])
        for one in rules.MESSENGERS
        if one in open_channels()
    ]
