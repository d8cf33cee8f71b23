"""A poll is written, opened, stopped, closed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from veche.commons.audit import public as audit
from veche.commons.ballots import public as ballots
from veche.commons.identity.public import PersonRef
from veche.domains.schools import events, policies, queries, rules
from veche.domains.schools.models import Consent, Granted, SchoolPoll, Slip
from veche.domains.schools.rules import Asked
from veche.kernel import clock, crypto, ids, locks, outbox
from veche.kernel.errors import Conflict, Invalid, NotFound


@dataclass(frozen=True)
class Matter:
    """What a poll asks, of whom, until when."""

    title: str
    about: str
    classes: Sequence[str]
    questions: Sequence[Asked]
    ends_at: datetime


@transaction.atomic(durable=True)
def write_poll(person: PersonRef, *, organisation_id: UUID, matter: Matter) -> str:
    """A new draft of a school; its slug."""
    policies.may_work_for_school(person, organisation_id).or_refuse()
    poll = SchoolPoll.objects.create(
        organisation_id=organisation_id, author_id=person.known_id, **_columns(matter)
    )
    audit.record("schools.poll_written", person.id, poll.id)
    return poll.slug


@transaction.atomic(durable=True)
def change_poll(person: PersonRef, *, slug: str, matter: Matter) -> None:
    """A draft is written anew."""
    poll = _locked(person, slug)
    policies.may_change_poll(person, poll).or_refuse()
    SchoolPoll.objects.filter(id=poll.id).update(**_columns(matter))
    audit.record("schools.poll_written", person.id, poll.id)


@transaction.atomic(durable=True)
def discard_poll(person: PersonRef, *, slug: str) -> None:
    """A draft is thrown away."""
    poll = _locked(person, slug)
    policies.may_change_poll(person, poll).or_refuse()
    audit.record("schools.poll_discarded", person.id, poll.id)
    poll.delete()


def _columns(matter: Matter) -> dict[str, object]:
    return {
        "title": matter.title,
        "about": matter.about,
        "classes": list(matter.classes),
        "questions": rules.to_json(matter.questions),
        "ends_at": matter.ends_at,
    }


@transaction.atomic(durable=True)
def open_poll(person: PersonRef, *, slug: str) -> int:
    """The box is made, and a slip for every consent that holds; how many slips there are.

    Refused while there are fewer consents than a result needs, Invalid where its end has passed.
    """
    poll = _locked(person, slug)
    # Held, so that none of them is withdrawn meanwhile.
    consents = list(queries.ungranted(poll).select_for_update())
    least = queries.norm("answers_min")
    policies.may_open_poll(person, poll, consents=len(consents), least=least).or_refuse()
    now = clock.now()
    if poll.ends_at < now + timedelta(hours=1):
        raise Invalid(
            _("До конца опроса меньше часа"),
            advice=_("Выберите более поздний день."),
            fields={"ends_on": _("До конца меньше часа: выберите более поздний день.")},
        )
    if poll.ends_at > now + timedelta(days=queries.norm("run_days_max") + 1):
        raise Invalid(
            _("Опрос длится слишком долго"),
            advice=_("Выберите более ранний день."),
            code="too-long",
        )
    ballots.open_box(
        poll.id,
        paper=_paper(poll),
        opens_at=now,
        closes_at=poll.ends_at,
        is_revisable=False,
    )
    SchoolPoll.objects.filter(id=poll.id).update(
        state=rules.RUNNING, opened_at=now, least_answers=least
    )
    made = _make_slips(poll, consents)
    audit.record("schools.poll_opened", person.id, poll.id)
    return made


def _paper(poll: SchoolPoll) -> list[ballots.Question]:
    return [
        ballots.Question(
            id=one.id, kind=one.kind, options=one.codes, required=True, maximum=one.maximum
        )
        for one in rules.from_json(poll.questions)
    ]


@transaction.atomic(durable=True)
def add_slips(person: PersonRef, *, slug: str) -> int:
    """Slips for consents that came since; how many were made."""
    poll = _locked(person, slug)
    policies.may_run_poll(person, poll).or_refuse()
    made = _make_slips(poll, list(queries.ungranted(poll).select_for_update()))
    audit.record("schools.slips_added", person.id, poll.id, number=made)
    return made


def _make_slips(poll: SchoolPoll, consents: Sequence[Consent]) -> int:
    """One for each consent, at random: neither place nor code says whose it is."""
    Granted.objects.bulk_create(
        Granted(poll=poll, class_name=one.class_name, number=one.number) for one in consents
    )
    there = queries.slips_by_class(poll)
    slips = []
    for class_name, number in Counter(one.class_name for one in consents).items():
        first = there.get(class_name, 0) + 1
        slips += [_slip(poll, class_name, place) for place in range(first, first + number)]
    Slip.objects.bulk_create(slips)
    made = poll.slips_made + len(slips)
    SchoolPoll.objects.filter(id=poll.id).update(slips_made=made)
    return len(slips)


def _slip(poll: SchoolPoll, class_name: str, position: int) -> Slip:
    """With a code of 10^12: two alike are refused by the database, and the press is repeated."""
    code = ids.digits(rules.CODE_DIGITS).encode()
    return Slip(
        poll=poll,
        class_name=class_name,
        position=position,
        digest=crypto.mac(queries.CODE, code),
        wrapped=crypto.wrap(code, queries.CODE),
    )


@transaction.atomic(durable=True)
def print_slips(person: PersonRef, *, slug: str) -> list[tuple[str, list[str]]]:
    """Codes of the slips that may be printed, by class; the journal says that they were.

    Refused when all of them have been and somebody has answered: whoever could print them anew
    could answer for those who have not.
    """
    poll = _locked(person, slug)
    policies.may_run_poll(person, poll).or_refuse()
    found = list(queries.printable(poll))
    if not found:
        raise Conflict(
            _("Эти талоны уже напечатаны"),
            advice=_("Первый ответ подан: теперь печатают только новые талоны."),
            code="printed",
        )
    Slip.objects.filter(id__in=[one.id for one in found]).update(is_printed=True)
    audit.record("schools.slips_printed", person.id, poll.id, number=len(found))
    return queries.codes_of(found)


@transaction.atomic(durable=True)
def stop_poll(person: PersonRef, *, slug: str, reason: str) -> None:
    """End it without a result, with a reason that whoever has the address reads."""
    poll_id = queries.poll_for(person, slug).id
    poll = _taken(poll_id)
    policies.may_stop_poll(person, poll).or_refuse()
    now = ballots.close_box(poll.id)
    ballots.settle(poll.id)
    _forget_slips(poll)
    SchoolPoll.objects.filter(id=poll.id).update(
        state=rules.STOPPED, stopped_because=reason, closed_at=now
    )
    audit.record("schools.poll_stopped", person.id, poll.id)
    outbox.put(events.SchoolPollStopped(poll_id=poll.id))


def close_poll(*, poll_id: UUID) -> None:
    """Close a poll whose hour has come and forget its codes; harmless to repeat.

    The box checks its count against the ballots before the codes are gone: what does not agree
    stays as it is, and somebody looks.
    """
    with transaction.atomic(durable=True):
        poll = _taken(poll_id)
        if poll.state != rules.RUNNING or poll.ends_at > clock.database_now():
            return
        ballots.close_box(poll.id)
    ballots.settle(poll_id)
    with transaction.atomic(durable=True):
        poll = _taken(poll_id)
        if poll.state != rules.RUNNING:
            return
        _forget_slips(poll)
        SchoolPoll.objects.filter(id=poll.id).update(
            state=rules.CLOSED, closed_at=ballots.close_box(poll.id)
        )
        audit.record("schools.poll_closed", None, poll.id)
        outbox.put(events.SchoolPollClosed(poll_id=poll.id))


def _forget_slips(poll: SchoolPoll) -> None:
    """From now on nobody can tell which paper was which answer, not with all keys in hand."""
    poll.slips.all().delete()
    poll.granted.all().delete()
    ballots.destroy_secret(poll.id)


def _locked(person: PersonRef, slug: str) -> SchoolPoll:
    return _taken(queries.own_poll_for(person, slug).id)


def _taken(poll_id: UUID) -> SchoolPoll:
    """The poll under its lock, read after the lock was taken."""
    locks.take(exclusive=[f"school poll:{poll_id}"])
    poll = queries.by_id(poll_id)
    if poll is None:
        raise NotFound()
    return poll


@transaction.atomic(durable=True)
def void_slip(person: PersonRef, *, slug: str, code: str) -> None:
    """A slip that was handed back is worth no answer more.

    Whether somebody has answered with it before is not told: the school knows whose it was.
    """
    poll = _locked(person, slug)
    policies.may_run_poll(person, poll).or_refuse()
    slip = queries.slip_of(code)
    if slip is None or slip.poll_id != poll.id:
        raise Invalid(
            _("Такого талона у этого опроса нет"),
            fields={"code": _("Проверьте цифры: их двенадцать.")},
        )
    if Slip.objects.filter(id=slip.id, is_void=False).update(is_void=True):
        voided = poll.slips_void + 1
        SchoolPoll.objects.filter(id=poll.id).update(slips_void=voided)
    audit.record("schools.slip_voided", person.id, poll.id)
