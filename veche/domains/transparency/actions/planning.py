"""Which body owes which report by when: bodies, lines of the plan, what became late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.domains.transparency import events, policies
from veche.domains.transparency.models import Body, Due, PlanLine
from veche.domains.transparency.queries import published
from veche.domains.transparency.rules import publication as rules
from veche.kernel import outbox
from veche.kernel.errors import Conflict, Invalid, NotFound


@dataclass(frozen=True)
class BodyGiven:
    """A body as an official enters it."""

    name: str
    is_outside: bool = False
    site: str = ""
    organisation_id: UUID | None = None


@transaction.atomic
def keep_body(person: PersonRef, *, given: BodyGiven, slug: str = "") -> Body:
    """Enter a body, or change how it is called and where its site is."""
    policies.may_keep_plan(person).or_refuse()
    row = _locked_body(slug) if slug else Body()
    if given.is_outside and not given.site:
        words = _("Назовите сайт: жители найдут там сам орган")
        raise Invalid(words, fields={"site": words})
    if Body.objects.filter(name=given.name).exclude(id=row.id).exists():
        words = _("Такой орган уже есть")
        raise Invalid(words, fields={"name": words})
    row.name, row.is_outside, row.site = given.name, given.is_outside, given.site
    row.organisation_id = given.organisation_id
    row.save()
    audit.record("transparency.body_kept", person.id, row.id)
    outbox.put(events.BodyKept(body_id=row.id))
    return row


def _locked_body(slug: str) -> Body:
    row = Body.objects.select_for_update().filter(slug=slug).first()
    if row is None:
        raise NotFound()
    return row


@transaction.atomic
def plan_report(
    person: PersonRef, *, slug: str, kind: str, period: str, days_after: int, since: date
) -> PlanLine:
    """A body owes a kind of report for each period from that of `since` on, `days_after` its end.

    Not later than the norm of the kind; only for another kind than the listed the town is free.
    """
    policies.may_keep_plan(person).or_refuse()
    body = _locked_body(slug)
    if kind not in rules.KINDS or period not in rules.PERIODS:
        raise Invalid(_("Выберите вид отчёта и срок"))
    norm = published.term(kind, published.today())
    _check_days(days_after, rules.DAYS_MAX if kind == rules.OTHER else norm.value)
    if PlanLine.objects.filter(body=body, kind=kind, ends_on=None).exists():
        raise Conflict(
            _("Этот отчёт у органа уже в плане"),
            advice=_("Сначала уберите прежнюю строку, если срок изменился."),
            code="planned-already",
        )
    row: PlanLine = PlanLine.objects.create(
        body=body,
        kind=kind,
        period=period,
        days_after=days_after,
        starts_on=rules.first_day(period, since),
        legal_ref=norm.legal_ref,
        planner_id=person.known_id,
    )
    _keep_dues(row, published.today())
    audit.record("transparency.report_planned", person.id, row.id, report=kind)
    outbox.put(events.ReportPlanned(line_id=row.id))
    return row


def _check_days(days: int, most: int) -> None:
    if not 1 <= days <= most:
        words = _("Срок по закону — не позже %(most)s дней после конца периода") % {"most": most}
        raise Invalid(words, fields={"days_after": words})


def _keep_dues(row: PlanLine, on: date) -> None:
    """What is owed of a line for each period that has begun; what is known is let be.

    A changed term makes a new line: what the body has reported, or owed by an earlier one, is not
    owed again.
    """
    known = published.known_periods(row)
    Due.objects.bulk_create(
        [
            Due(line=row, starts_on=start, ends_on=end, due_on=rules.due_on(end, row.days_after))
            for start, end in rules.periods(row.period, row.starts_on, on)
            if not rules.lies_within(start, end, known)
        ],
        ignore_conflicts=True,
    )


@transaction.atomic
def end_line(person: PersonRef, *, line_id: UUID) -> PlanLine:
    """The report is owed no more: not for the period that runs; what is late stays late.

    What was late on the day it was planned, and nobody was told of, was a mistake of the plan.
    """
    policies.may_keep_plan(person).or_refuse()
    row = PlanLine.objects.select_for_update().select_related("body").filter(id=line_id).first()
    if row is None:
        raise NotFound()
    if row.ends_on is not None:
        return row
    on = published.today()
    row.ends_on = on
    row.save(update_fields=["ends_on"])
    planned_on = published.day_of(row.planned_at)
    mistaken = Q(due_on__lt=planned_on, is_overdue_told=False)
    Due.objects.filter(Q(ends_on__gte=on) | mistaken, line=row, is_done=False).delete()
    audit.record("transparency.line_ended", person.id, row.id, report=row.kind)
    outbox.put(events.LineEnded(line_id=row.id))
    return row


@transaction.atomic
def extend_line(*, line_id: UUID) -> None:
    """Part of the hourly job: the period that has begun is owed too."""
    row = PlanLine.objects.select_for_update().filter(id=line_id, ends_on=None).first()
    if row is not None:
        _keep_dues(row, published.today())


@transaction.atomic
def tell_overdue(*, due_id: UUID) -> None:
    """Part of the hourly job: followers of the body hear once that its report is late."""
    row = Due.objects.select_for_update().filter(id=due_id, is_done=False).first()
    if row is None or row.is_overdue_told or row.due_on >= published.today():
        return
    row.is_overdue_told = True
    row.save(update_fields=["is_overdue_told"])
    outbox.put(events.ReportOverdue(due_id=row.id))
