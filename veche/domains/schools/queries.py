"""The only way to fetch school polls, consents and slips for a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from veche.commons.ballots import public as ballots
from veche.commons.identity.public import PersonRef
from veche.commons.norms import public as norms
from veche.commons.organisations import public as organisations
from veche.commons.towns import public as towns
from veche.domains.schools import policies, rules
from veche.domains.schools.models import Consent, SchoolPoll, Slip
from veche.domains.schools.rules import Asked
from veche.kernel import clock, crypto
from veche.kernel.errors import NotFound
from veche.kernel.pagination import Page, keyset

CODE = "school slip"


def today() -> date:
    """The town's calendar day."""
    return clock.today(towns.current().time_zone)


def norm(name: str, on: date | None = None) -> int:
    """A number of school polls in force on a day, today unless told."""
    return norms.value(f"school_poll.{name}", on or today()).value


def ages() -> tuple[int, int]:
    """The least and the greatest age of who is asked, both included."""
    return norm("age_min"), norm("age_max")


def schools_of(person: PersonRef) -> list[organisations.Organisation]:
    """Schools in whose name the person may act today; one query."""
    return organisations.acting_for(person, policies.SCHOOL)


def poll_for(person: PersonRef, slug: str) -> SchoolPoll:
    """A poll with this address; NotFound for a draft of another's school."""
    poll = SchoolPoll.objects.filter(slug=slug).first()
    if poll is None:
        raise NotFound()
    if poll.state in rules.SHOWN:
        return poll
    schools = [one.id for one in schools_of(person)]
    if not policies.may_read_poll(schools, poll):
        raise NotFound()
    return poll


def own_poll_for(person: PersonRef, slug: str) -> SchoolPoll:
    """A poll of a school that the person acts for; NotFound for others'."""
    poll = SchoolPoll.objects.filter(slug=slug).first()
    if poll is None or not policies.may_work_for_school(person, poll.organisation_id):
        raise NotFound()
    return poll


def own_polls(schools: Sequence[UUID], *, after: str = "", size: int = 20) -> Page[SchoolPoll]:
    """Polls of these schools, the newest first."""
    rows = SchoolPoll.objects.filter(organisation_id__in=schools)
    return keyset(rows, order=("-made_at", "id"), after=after, size=size)


def told_polls(*, after: str = "", size: int = 20) -> Page[SchoolPoll]:
    """Polls of whole schools that are over, the newest first: those of a class are told nowhere."""
    rows = SchoolPoll.objects.filter(state=rules.CLOSED, classes=[])
    return keyset(rows, order=("-closed_at", "id"), after=after, size=size)


def due() -> list[UUID]:
    """Polls that run and whose hour has come."""
    rows = SchoolPoll.objects.filter(state=rules.RUNNING, ends_at__lte=clock.now())
    return list(rows.values_list("id", flat=True))


def by_id(poll_id: UUID) -> SchoolPoll | None:
    """A poll of an event or a job."""
    return SchoolPoll.objects.filter(id=poll_id).first()


def school_names(polls: Sequence[SchoolPoll]) -> dict[UUID, str]:
    """Names of the schools that ask; one query."""
    found = organisations.by_ids({poll.organisation_id for poll in polls})
    return {key: one.name for key, one in found.items()}


def slip_of(code: str) -> Slip | None:
    """The slip with this code, with its poll; None for a code that nobody has."""
    digits = rules.digits_of(code)
    if len(digits) != rules.CODE_DIGITS:
        return None
    rows = Slip.objects.select_related("poll")
    return rows.filter(digest=crypto.mac(CODE, digits.encode())).first()


def codes_of(poll: SchoolPoll) -> list[tuple[str, list[str]]]:
    """Codes of the slips that are worth an answer, by class, for printing."""
    found: dict[str, list[str]] = {}
    for slip in poll.slips.filter(is_void=False).order_by("position"):
        found.setdefault(slip.class_name, []).append(
            crypto.unwrap(bytes(slip.wrapped), CODE).decode()
        )
    return [(name, found[name]) for name in rules.in_order(found)]


def slips_by_class(poll: SchoolPoll) -> dict[str, int]:
    """How many slips were made for each class, those handed back included."""
    rows = poll.slips.values("class_name").annotate(number=Count("id")).order_by()
    return {row["class_name"]: row["number"] for row in rows}


def _valid(organisation_id: UUID, on: date) -> QuerySet[Consent]:
    return Consent.objects.filter(organisation_id=organisation_id, withdrawn_at=None, until__gte=on)


def consents_by_class(
    organisation_id: UUID, classes: Sequence[str] = (), on: date | None = None
) -> dict[str, int]:
    """How many consents hold, by class; of these classes, or of all. One query."""
    rows = _valid(organisation_id, on or today())
    if classes:
        rows = rows.filter(class_name__in=classes)
    counted = dict(
        rows.values_list("class_name").annotate(number=Count("id")).order_by("class_name")
    )
    return {name: counted[name] for name in rules.in_order(counted)}


def consents(organisation_id: UUID, *, after: str = "", size: int = 50) -> Page[Consent]:
    """The school's consents that hold, by class and number."""
    rows = _valid(organisation_id, today())
    return keyset(rows, order=("class_name", "number", "id"), after=after, size=size)


def consent_for(person: PersonRef, consent_id: UUID) -> Consent:
    """A consent of a school that the person acts for; NotFound for others'."""
    row = Consent.objects.filter(id=consent_id).first()
    if row is None or not policies.may_work_for_school(person, row.organisation_id):
        raise NotFound()
    return row


def ungranted(poll: SchoolPoll) -> list[Consent]:
    """Consents that hold and have no slip of this poll yet."""
    rows = _valid(poll.organisation_id, today()).exclude(granted__poll=poll)
    if poll.classes:
        rows = rows.filter(class_name__in=poll.classes)
    return list(rows)


def ended_before(day: date) -> list[UUID]:
    """Consents whose term ended before a day."""
    return list(Consent.objects.filter(until__lt=day).values_list("id", flat=True))


@dataclass(frozen=True)
class Told:
    """A question of a result; without rows where too few have answered it."""

    asked: Asked
    answered: int
    rows: list[dict[str, Any]]
    is_told: bool


def least_told(poll: SchoolPoll) -> int:
    """Of how many answers together a result is told, by the norm of the day of the close."""
    return norm("answers_min", _day(poll.closed_at))


def _day(moment: datetime | None) -> date | None:
    return moment and moment.astimezone(clock.zone(towns.current().time_zone)).date()


def turnout(poll: SchoolPoll) -> int:
    """How many have answered."""
    return turnouts([poll])[poll.id]


def turnouts(polls: Sequence[SchoolPoll]) -> dict[UUID, int]:
    """The same of many; one query."""
    return ballots.turnouts([poll.id for poll in polls])


def result(poll: SchoolPoll) -> list[Told]:
    """The answers by question, the most chosen first; sums of too few are left out."""
    policies.may_read_result(poll).or_refuse()
    count, least = ballots.results(poll.id), least_told(poll)
    found = []
    for asked in rules.from_json(poll.questions):
        answered = count.line(asked.id, "").votes
        is_told = rules.is_told(answered, least)
        votes = [count.line(asked.id, code).votes for code in asked.codes]
        rows = _rows(asked, votes, answered) if is_told else []
        found.append(Told(asked, answered, rows, is_told))
    return found


def _rows(asked: Asked, votes: list[int], answered: int) -> list[dict[str, Any]]:
    shares = ballots.percents(votes, answered)
    found = sorted(zip(asked.options, votes, shares, strict=True), key=lambda one: -one[1])
    return [
        {
            "title": title,
            "votes": number,
            "share": share,
            "is_written": True,
            "tone": "quiet" if place else "",
        }
        for place, (title, number, share) in enumerate(found)
    ]


def who(poll: SchoolPoll) -> str:
    """Whom it asks, in words."""
    classes = rules.said_classes(poll.classes)
    return _("Классы: %(names)s") % {"names": classes} if classes else _("Вся школа")
