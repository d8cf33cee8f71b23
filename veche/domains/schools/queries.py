"""The only way to fetch school polls, consents and slips for a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
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


def norm(name: str) -> int:
    """A number of school polls in force today."""
    return norms.value(f"school_poll.{name}", today()).value


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


def printable(poll: SchoolPoll) -> QuerySet[Slip]:
    """Slips whose codes may still be printed: all of them until somebody has answered, then those
    that were not printed before. So nobody prints anew the code of who has not answered."""
    live = poll.slips.filter(is_void=False)
    return live.filter(is_printed=False) if turnout(poll) else live


def codes_of(slips: Iterable[Slip]) -> list[tuple[str, list[str]]]:
    """Codes of slips by class, in the order of the school."""
    found: dict[str, list[str]] = {}
    for slip in slips:
        code = crypto.unwrap(bytes(slip.wrapped), CODE).decode()
        found.setdefault(slip.class_name, []).append(code)
    return [(name, sorted(found[name])) for name in rules.in_order(found)]


def slips_by_class(poll: SchoolPoll) -> dict[str, int]:
    """How many slips were ever made for each class."""
    return _by_class(poll.slips.all())


def _valid(organisation_id: UUID, on: date) -> QuerySet[Consent]:
    return Consent.objects.filter(organisation_id=organisation_id, withdrawn_at=None, until__gte=on)


def consents_by_class(organisation_id: UUID) -> dict[str, int]:
    """How many consents hold today, by class; one query."""
    counted = _by_class(_valid(organisation_id, today()))
    return {name: counted[name] for name in rules.in_order(counted)}


def consents_of_schools(schools: Sequence[UUID]) -> dict[UUID, int]:
    """How many hold today in each of these schools; one query."""
    rows = Consent.objects.filter(
        organisation_id__in=schools, withdrawn_at=None, until__gte=today()
    )
    counted = rows.values_list("organisation_id").annotate(number=Count("id")).order_by()
    return dict(counted)


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


def consents_of(poll: SchoolPoll) -> QuerySet[Consent]:
    """Consents that hold to the last day of a poll, of the classes that it asks."""
    last = poll.last_at.astimezone(clock.zone(towns.current().time_zone)).date()
    rows = _valid(poll.organisation_id, last)
    return rows.filter(class_name__in=poll.classes) if poll.classes else rows


def ungranted(poll: SchoolPoll) -> QuerySet[Consent]:
    """Those whose paper has no slip of this poll yet."""
    return consents_of(poll).exclude(number__in=poll.granted.values("number"))


@dataclass(frozen=True)
class Pile:
    """A class of a poll: its consents and slips, and how many of these must be handed back."""

    name: str
    consents: int
    slips: int
    to_void: int


def piles(poll: SchoolPoll) -> list[Pile]:
    """Each class that has a consent or a slip; four queries."""
    held = _by_class(consents_of(poll))
    slips = _by_class(poll.slips.filter(is_void=False))
    granted = _by_class(poll.granted.filter(number__in=consents_of(poll).values("number")))
    return [
        Pile(
            name,
            held.get(name, 0),
            slips.get(name, 0),
            max(0, slips.get(name, 0) - granted.get(name, 0)),
        )
        for name in rules.in_order({*held, *slips})
    ]


def _by_class(rows: QuerySet[Any]) -> dict[str, int]:
    counted = rows.values_list("class_name").annotate(number=Count("id")).order_by("class_name")
    return dict(counted)


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


def turnout(poll: SchoolPoll) -> int:
    """How many have answered."""
    return turnouts([poll])[poll.id]


def shown_turnout(poll: SchoolPoll) -> int:
    """The same as everybody sees it: in whole steps while it runs, then exactly."""
    is_over = poll.state != rules.RUNNING
    return rules.shown_turnout(turnout(poll), poll.least_answers, is_over=is_over)


def turnouts(polls: Sequence[SchoolPoll]) -> dict[UUID, int]:
    """The same of many; one query."""
    return ballots.turnouts([poll.id for poll in polls])


def result(poll: SchoolPoll) -> list[Told]:
    """The answers by question, the most chosen first; sums of too few are left out."""
    policies.may_read_result(poll).or_refuse()
    count = ballots.results(poll.id)
    found = []
    for asked in rules.from_json(poll.questions):
        answered = count.line(asked.id, "").votes
        is_told = rules.is_told(answered, poll.least_answers)
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
