"""The official's desk: what waits for a hand, what runs, what is owed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from veche.commons.ballots import public as ballots
from veche.commons.commitments import public as commitments
from veche.commons.identity.public import PersonRef
from veche.domains.polls import policies, queries
from veche.domains.polls.models import Poll, State
from veche.domains.polls.views import office_words
from veche.domains.polls.views.office_door import office
from veche.kernel import clock
from veche.kernel.web import render

SHOWN_AT_ONCE, CLOSED_AT_ONCE = 8, 4


@dataclass(frozen=True)
class Row:
    """One matter: what it is, in which state, until when, and the next step."""

    title: str
    url: str
    word: str
    tone: str
    step: str
    when: Any = None
    when_words: str = ""
    note: str = ""
    key: str = ""
    turnout: int | None = None


@dataclass(frozen=True)
class Section:
    """Matters of one kind."""

    name: str
    title: str
    rows: list[Row] = field(default_factory=list)
    count: int = 0
    next_url: str = ""
    has_turnout: bool = False
    empty: str = ""


NAMES = {
    "legal": State.LEGAL,
    "review": State.REVIEW,
    "drafts": State.DRAFT,
    "running": State.PUBLISHED,
    "closed": State.CLOSED,
}


@office(policies.may_open_office)
@require_safe
def desk(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """Everything that waits, what hurries most first; `?show=` opens one list in full."""
    counts = queries.desk_counts(person)
    only = request.GET.get("show", "")
    after = request.GET.get("after", "")
    if only in NAMES:
        sections = [_section(person, only, counts, after=after, size=30)]
    else:
        only = ""
        owed = [_owed()] if policies.may_draft_poll(person) else []
        sections = [*owed, *(_section(person, name, counts) for name in NAMES)]
    context = {
        "sections": [part for part in sections if part.rows or part.empty],
        "only": only,
        "is_clear": not any(part.rows for part in sections),
        "happened": office_words.happened(request.GET.get("done", "")),
        "may_draft": policies.may_draft_poll(person),
        "crumbs": [{"title": _("Подготовка опросов"), "url": reverse("polls:desk")}]
        if only
        else [],
    }
    return render(request, "polls/office/desk.html", context)


@office(policies.may_open_office)
@require_safe
def live_turnout(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """The figures of the running polls alone, swapped in by their ids."""
    page = queries.desk_page(person, State.PUBLISHED, size=50)
    turnout = ballots.turnouts([poll.id for poll in page.items])
    rows = [{"key": poll.slug, "turnout": turnout[poll.id]} for poll in page.items]
    return render(request, "polls/office/_figures.html", {"rows": rows})


def _section(
    person: PersonRef, name: str, counts: dict[str, int], *, after: str = "", size: int = 0
) -> Section:
    state = NAMES[name]
    few = CLOSED_AT_ONCE if state == State.CLOSED else SHOWN_AT_ONCE
    page = queries.desk_page(person, state, after=after, size=size or few)
    turnout = ballots.turnouts([poll.id for poll in page.items]) if state in _COUNTED else {}
    here = reverse("polls:desk")
    next_url = f"{here}?show={name}&after={page.next_token}" if size else f"{here}?show={name}"
    return Section(
        name=name,
        title=_titles()[name],
        rows=[_row(person, poll, turnout.get(poll.id)) for poll in page.items],
        count=counts.get(state, 0),
        next_url=next_url if page.next_token else "",
        has_turnout=state in _COUNTED,
        empty=_("Здесь пусто.") if size else "",
    )


_COUNTED = {State.PUBLISHED, State.CLOSED}


def _titles() -> dict[str, str]:
    return {
        "legal": _("Ждут юриста"),
        "review": _("Ждут утверждения"),
        "drafts": _("Черновики"),
        "running": _("Идут и скоро начнутся"),
        "closed": _("Завершены"),
    }


def _row(person: PersonRef, poll: Poll, turnout: int | None) -> Row:
    word, tone = office_words.state_word(poll)
    phase = queries.phase_of(poll)
    if phase == "upcoming":
        word, tone = _("Скоро начнётся"), "bell"
    elif phase == "open":
        word, tone = _("Идёт"), "good"
    steps = {
        State.LEGAL: _("Проверить") if policies.may_agree_poll(person, poll) else _("Открыть"),
        State.DRAFT: _draft_step(person, poll),
        State.REVIEW: _("Проверить") if policies.may_approve_poll(person, poll) else _("Открыть"),
        State.PUBLISHED: _("Вести"),
        State.CLOSED: _("Итог"),
    }
    when, words = _when(poll, phase)
    note = poll.returned_because[:160] if poll.state == State.DRAFT else ""
    return Row(
        title=poll.title,
        url=reverse("polls:manage-poll", args=[poll.slug]),
        word=word,
        tone=tone,
        step=steps[State(poll.state)],
        when=when,
        when_words=words,
        note=note or _waits(poll),
        key=poll.slug,
        turnout=turnout,
    )


def _draft_step(person: PersonRef, poll: Poll) -> str:
    if not policies.may_change_poll(person, poll):
        return _("Открыть")
    return _("Исправить") if poll.returned_because else _("Продолжить")


def _when(poll: Poll, phase: str) -> tuple[Any, str]:
    if phase == "upcoming":
        return poll.opens_at, _("начало")
    if phase in {"open", "closed"}:
        return poll.closes_at, _("окончание")
    if poll.state == State.DRAFT:
        return poll.changed_at, _("изменён")
    return poll.changed_at, _("ждёт с")


def _waits(poll: Poll) -> str:
    """How long the next pair of hands has had it, once that is a day or more."""
    if poll.state not in {State.LEGAL, State.REVIEW}:
        return ""
    days = (clock.now() - poll.changed_at).days
    words = ngettext("ждёт %(days)d день", "ждёт %(days)d дней", days) % {"days": days}
    return words if days else ""


def _owed() -> Section:
    """Decisions owed, the nearest term first: they have their own pages in commitments."""
    page = commitments.list_page("owed", size=SHOWN_AT_ONCE)
    today = commitments.today()
    rows = [
        Row(
            title=owed.source_title,
            url=reverse("commitments:manage-commitment", args=[owed.slug]),
            word=_("Срок прошёл") if owed.decide_by < today else _("Ждёт решения"),
            tone="bad" if owed.decide_by < today else "warn",
            step=_("Записать решение"),
            when=owed.decide_by,
            when_words=_("решить до"),
            key=owed.slug,
        )
        for owed in page.items
    ]
    more = reverse("commitments:manage-commitments") if page.next_token else ""
    return Section("owed", _("Ждут решения города"), rows, len(rows), more)
