"""Whose term is over, for the jobs that act on it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Q

from veche.commons.identity import public as identity
from veche.commons.norms import public as norms
from veche.commons.organisations import public as organisations
from veche.domains.reports.models import Photo, Report
from veche.domains.reports.rules import states

# A job that finds more comes again within the hour.
MOST = 2_000


def silent(on: date) -> list[UUID]:
    """Reports whose author was to speak before this day."""
    waiting = (states.ASKED, states.CLARIFYING, states.REFUSED)
    rows = Report.objects.filter(silent_on__lt=on, state__in=waiting)
    return list(rows.order_by("silent_on").values_list("id", flat=True)[:MOST])


def lying(on: date) -> list[UUID]:
    """Reports on which another body, or a desk of the office, was to act before this day."""
    rows = Report.objects.filter(to_remind(on))
    return list(rows.order_by("silent_on").values_list("id", flat=True)[:MOST])


def to_remind(on: date) -> Q:
    """Those of them of which nobody was told, or so long ago that it is time again."""
    is_time = Q(reminded_until=None) | Q(reminded_until__lt=on)
    return is_time & Q(silent_on__lt=on, state__in=sorted(states.REMINDED))


def overdue(on: date) -> list[UUID]:
    """Reports whose term is over and of which nobody was told."""
    rows = Report.objects.filter(state__in=sorted(states.RUNNING), due_on__lt=on)
    untold = rows.filter(Q(overdue_told_for=None) | ~Q(overdue_told_for=F("due_on")))
    return list(untold.order_by("due_on", "id").values_list("id", flat=True)[:MOST])


def to_escalate(on: date) -> list[UUID]:
    """Reports that were told of as late and have not gone to the controller yet."""
    rows = Report.objects.filter(
        state__in=sorted(states.RUNNING), due_on__lt=on, escalated__lt=states.TO_CONTROLLER
    )
    told = rows.filter(overdue_told_for=F("due_on"))
    return list(told.order_by("due_on", "id").values_list("id", flat=True)[:MOST])


def told_at(row: Report) -> tuple[UUID, ...]:
    """Whom the step that a case has reached concerns: whose desk it lies on, the head of its body,
    the controllers.

    A body without people here has a coordinator who writes for it, and approvers above. A desk of
    the office is reminded by its own term (`reminded`), and does not hear the same twice.
    """
    organisation_id = row.body.organisation_id if row.body is not None else None
    if row.escalated == states.TO_CONTROLLER:
        return tuple(identity.holders_now(identity.CONTROLLER))
    if row.escalated == states.TO_HEAD:
        heads = organisations.acting_ids(organisation_id) if organisation_id else []
        return tuple(heads or identity.holders_now(identity.APPROVER))
    return () if row.state in states.REMINDED else at_desk(row)


def crew_of(row: Report) -> tuple[UUID, ...]:
    """Who works for the body of a report; for a body without people here, the coordinators."""
    organisation_id = row.body.organisation_id if row.body is not None else None
    people = organisations.member_ids(organisation_id) if organisation_id else []
    return tuple(people or identity.holders_now(identity.COORDINATOR))


def at_desk(row: Report) -> tuple[UUID, ...]:
    """On whose desk a report lies as it stands; nobody's where no official has to act."""
    desk = states.DESKS.get(row.state)
    if desk is None:
        return ()
    return crew_of(row) if desk == states.EXECUTOR else tuple(identity.holders_now(desk))


def reminded(row: Report) -> tuple[UUID, ...]:
    """Who hears that a report lies longer than the norm lets."""
    roles = states.REMINDED.get(row.state, ())
    return tuple(dict.fromkeys(one for role in roles for one in identity.holders_now(role)))


def waited_until(name: str, day: date) -> date:
    """The last day of a wait that begins on a day, by the town's norm."""
    return norms.due_on(f"report.{name}_days", day)


def reached(due_on: date, on: date) -> int:
    """How high a missed term has gone by a day, by the town's norms."""
    if on > norms.due_on("report.escalate_controller_days", due_on):
        return states.TO_CONTROLLER
    if on > norms.due_on("report.escalate_head_days", due_on):
        return states.TO_HEAD
    return states.TO_CREW if on > due_on else 0


def waits_for_blur(photo_id: UUID) -> bool:
    """Whether nobody has blurred a photo yet."""
    return Photo.objects.filter(id=photo_id, state=Photo.WAITING).exists()


def unblurred(since: datetime, until: datetime) -> list[UUID]:
    """Photos of these hours that nobody has blurred: their job was lost, or has failed."""
    rows = Photo.objects.filter(state=Photo.WAITING, added_at__range=(since, until))
    return list(rows.order_by("added_at").values_list("id", flat=True)[:MOST])


def held_back(now: datetime) -> list[UUID]:
    """Reports that a special regime holds back no more, or whose answers it does not."""
    is_over = Q(shown_from__lte=now) | Q(state=states.HELD, answer_shown_from__lte=now)
    return list(Report.objects.filter(is_over).values_list("id", flat=True)[:MOST])
