"""What waits for an official on the desk's first page: polls to check, paper to type in."""

from __future__ import annotations

from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from veche.commons.ballots import public as ballots
from veche.commons.identity.public import PersonRef
from veche.commons.towns import public as towns
from veche.domains.polls import policies, queries
from veche.domains.polls.models import Poll, State
from veche.kernel import clock
from veche.kernel.manifest import Matter


def at_desk(person: PersonRef, limit: int) -> list[Matter]:
    """Polls whose next step is this person's; each is due before its vote begins."""
    return [
        Matter(
            title=poll.title,
            is_written=True,
            url=reverse("polls:manage-poll", args=[poll.slug]),
            note=_NOTES[State(poll.state)](),
            due_on=_day(poll.opens_at),
        )
        for poll in queries.awaiting_hand(person, limit)
        if _is_for(person, poll)
    ]


_NOTES = {
    State.LEGAL: lambda: _("Проверить юристу"),
    State.REVIEW: lambda: _("Проверить и утвердить"),
    State.DRAFT: lambda: _("Исправить по замечаниям"),
}


def _is_for(person: PersonRef, poll: Poll) -> bool:
    """One's own poll with legal effect waits for somebody else."""
    if poll.state == State.LEGAL:
        return bool(policies.may_agree_poll(person, poll))
    return poll.state != State.REVIEW or bool(policies.may_approve_poll(person, poll))


def at_counter(person: PersonRef, limit: int) -> list[Matter]:
    """Paper to type in after the close, by its term, and stacks that another clerk has typed."""
    stacks = ballots.stacks_to_check(person.known_id)
    polls = queries.polls_of_counter(person, stacks, limit)
    late = {poll.id: queries.papers_due_on(poll) for poll in polls if poll.state == State.CLOSED}
    found = [
        Matter(
            title=poll.title,
            is_written=True,
            url=reverse("polls:counter-poll", args=[poll.slug]),
            note=_papers_note(stacks.get(poll.id, 0)),
            due_on=late.get(poll.id),
        )
        for poll in polls
    ]
    return sorted(found, key=lambda matter: matter.due_on or date.max)


def at_calls(person: PersonRef, limit: int) -> list[Matter]:
    """Polls with drawn voters who are still to be called; no law sets a term for it."""
    return [
        Matter(
            title=poll.title,
            is_written=True,
            url=reverse("polls:calls-desk", args=[poll.slug]),
            note=_("Осталось позвонить: %(left)s") % {"left": left},
        )
        for poll, left in queries.polls_with_calls(person, limit)
        if left
    ]


def _papers_note(stacks: int) -> str:
    if not stacks:
        return _("Ввести бумажные бюллетени")
    said = ngettext("Сверить %(count)s пачку", "Сверить пачек: %(count)s", stacks)
    return said % {"count": stacks}


def _day(moment: datetime | None) -> date | None:
    if moment is None:
        return None
    return moment.astimezone(clock.zone(towns.current().time_zone)).date()
