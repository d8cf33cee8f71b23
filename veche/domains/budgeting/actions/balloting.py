"""The ballot: its list is settled, ballots are cast, the box is closed on its hour."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from veche.commons.audit import public as audit
from veche.commons.ballots import public as ballots
from veche.commons.identity.public import PersonRef
from veche.domains.budgeting import events, policies, rules
from veche.domains.budgeting.actions import setting_up
from veche.domains.budgeting.models import Cycle, Project
from veche.domains.budgeting.queries import cycles, voting
from veche.domains.budgeting.rules import phases
from veche.kernel import clock, outbox
from veche.kernel.errors import Conflict, Invalid, NotFound

PROJECTS_MIN = 2


@transaction.atomic(durable=True)
def settle_ballot(person: PersonRef, *, slug: str, seen: str | None = None) -> Cycle:
    """Fix the list of projects: the box is made, and the vote begins on its day.

    `seen` is the seal of the list that the page showed: Conflict where it is another by now.
    """
    cycle = setting_up.locked(cycles.cycle_to_manage(person, slug).id)
    spans = cycles.spans_of(cycle)
    policies.may_settle_ballot(person, cycle, spans, clock.now()).or_refuse()
    setting_up.require_seen(cycle, seen=seen)
    rows = _admitted(cycle)
    span = phases.of(spans, phases.BALLOT)
    if span is None:
        raise NotFound()
    if cycle.votes_at == rules.HERE:
        ballots.open_box(
            cycle.id,
            paper=voting.paper_of(cycle, rows),
            opens_at=max(span.starts_at, clock.database_now()),
            closes_at=span.ends_at,
            is_revisable=cycle.is_revisable,
        )
    mine = Project.objects.filter(id__in=[row.id for row in rows], state=rules.ADMITTED)
    if mine.filter(is_public=True).update(state=rules.BALLOTED) != len(rows):
        raise Conflict(
            _("Пока вы утверждали, список изменился"),
            advice=_("Обновите страницу и проверьте его ещё раз."),
            code="changed",
        )
    cycle.settled_at = clock.database_now()
    setting_up.keep(cycle, "settled_at")
    audit.record("budgeting.ballot_settled", person.id, cycle.id, projects=len(rows))
    outbox.put(events.BallotSettled(cycle_id=cycle.id))
    return cycle


def _admitted(cycle: Cycle) -> list[Project]:
    """What goes on the ballot; Conflict while something waits or there is nothing to choose."""
    ours = Project.objects.filter(cycle=cycle)
    unread = ours.filter(state=rules.MODERATION).count()
    if unread:
        words = ngettext(
            "Модератор ещё читает %(n)s проект", "Модератор ещё читает %(n)s проекта", unread
        )
        raise Conflict(
            words % {"n": unread},
            advice=_("Попросите модератора решить по каждому: без этого проект пропадёт."),
            code="unread",
        )
    public = ours.filter(is_public=True)
    # What a moderator hid after it was published needs a verdict too: a refusal with a reason.
    hidden = Q(is_public=False, state__in=[rules.PROPOSED, rules.ADMITTED])
    waiting = ours.filter(hidden | Q(is_public=True, state=rules.PROPOSED)).count()
    if waiting:
        words = ngettext(
            "Ещё не решено по %(n)s проекту", "Ещё не решено по %(n)s проектам", waiting
        )
        raise Conflict(
            words % {"n": waiting},
            advice=_("Допустите каждый или откажите с причиной."),
            code="waiting",
        )
    rows = list(public.filter(state=rules.ADMITTED).select_related("fund").order_by("number"))
    if len(rows) < PROJECTS_MIN:
        raise Conflict(
            _("Выбирать не из чего: допущено меньше двух проектов"),
            advice=_("Внесите проект от города или проверьте те, что ждут."),
            code="too-few",
        )
    return rows


def cast_ballot(
    person: PersonRef, *, cycle: Cycle, choice: Mapping[str, Any], channel: str = "web"
) -> ballots.Receipt:
    """Drop the person's ballot. No audit entry, no event, no log line: only the box knows.

    Raises Refused with the reason, Invalid with the fund to mend, Conflict for a second vote.
    """
    voting.decision(person, cycle).or_refuse()
    if person.id is None:
        raise NotFound()
    if not any(choice.values()):
        words = _("Отметьте хотя бы один проект")
        raise Invalid(words, fields={"": words}, code="empty")
    _require_near(person, cycle, choice)
    leave = ballots.issue_pass(
        cycle.id,
        person_id=person.id,
        earlier_ids=person.earlier_ids,
        stratum=str(person.home_place_id or ""),
        level=person.level,
        channel=channel,
    )
    return ballots.cast(leave, {code: answer for code, answer in choice.items() if answer})


def _require_near(person: PersonRef, cycle: Cycle, choice: Mapping[str, Any]) -> None:
    """Money of other districts is chosen in so many of them as the cycle allows."""
    far = voting.strangers(person, cycle, choice)
    if cycle.others_max is None or len(far) <= cycle.others_max:
        return
    raise too_far(cycle.others_max, code=far[-1])


def too_far(others_max: int, *, code: str) -> Invalid:
    """What is said of a mark in one district more than a voter has, beside that fund."""
    words = ngettext(
        "Можно выбрать не больше %(n)s чужого района",
        "Можно выбрать не больше %(n)s чужих районов",
        others_max,
    ) % {"n": others_max}
    if not others_max:
        words = str(_("Здесь голосуют жители этого района. Снимите отметки."))
    return Invalid(words, fields={code: words}, code="too-far")


@transaction.atomic(durable=True)
def close_ballot(*, cycle_id: UUID) -> None:
    """Close the box of a cycle whose vote is over; harmless to repeat."""
    cycle = setting_up.locked(cycle_id)
    span = phases.of(cycles.spans_of(cycle), phases.BALLOT)
    if cycle.state != rules.RUNNING or cycle.settled_at is None or span is None:
        return
    if span.ends_at > clock.database_now():
        return
    is_here = cycle.votes_at == rules.HERE
    cycle.closed_at = ballots.close_box(cycle.id) if is_here else span.ends_at
    cycle.state = rules.CLOSED
    setting_up.keep(cycle, "state", "closed_at")
    audit.record("budgeting.ballot_closed", None, cycle.id)
    outbox.put(events.BallotClosed(cycle_id=cycle.id))


@transaction.atomic(durable=True)
def void_cycle(*, cycle_id: UUID) -> None:
    """Say that the days of the vote went by without a settled ballot; harmless to repeat."""
    cycle = setting_up.locked(cycle_id)
    span = phases.of(cycles.spans_of(cycle), phases.BALLOT)
    if cycle.state != rules.RUNNING or cycle.settled_at is not None or span is None:
        return
    if span.ends_at > clock.database_now():
        return
    cycle.state = rules.VOID
    setting_up.keep(cycle, "state")
    audit.record("budgeting.cycle_voided", None, cycle.id)
    outbox.put(events.CycleVoided(cycle_id=cycle.id))
