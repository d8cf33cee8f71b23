"""Belonging to organisations: one verb, one policy, one audit entry, one event."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.commons.norms import public as norms
from veche.commons.organisations import policies, queries, rules
from veche.commons.organisations.events import (
    MemberAdmitted,
    MembershipAsked,
    MembershipEnded,
    OrganisationClosed,
    RequestRefused,
)
from veche.commons.organisations.models import Membership, Organisation
from veche.commons.places import public as places
from veche.kernel import clock, limits, locks, outbox
from veche.kernel.errors import Conflict, Invalid, NotFound

# Nobody starts as many jobs in a day; more is somebody filling the clerks' desk.
ASKED_MAX, ASKED_SECONDS = 10, 24 * 3600
# A slip of the ear or two; the number has eight digits.
NUMBERS_MAX, NUMBERS_SECONDS = 10, 3600
# An appointment further ahead is asked for when it comes nearer.
AHEAD_DAYS = 366


@dataclass(frozen=True)
class NewOrganisation:
    """What an applicant writes about an organisation the town does not know."""

    kind: str
    name: str
    inn: str = ""
    ogrn: str = ""
    address: str = ""


@dataclass(frozen=True)
class ShownPaper:
    """What a clerk was shown: a kind of document and its day, no number and no copy."""

    kind: str
    on: date


@transaction.atomic
def add_organisation(
    person: PersonRef, *, given: NewOrganisation, post: str, starts_on: date | None = None
) -> str:
    """Bring an organisation and ask to act for it; the number of the request.

    One the town knows already is not made twice: the person asks to join it.
    """
    policies.may_add_organisation(person).or_refuse()
    given = _checked(given)
    locks.take(exclusive=[f"organisations.inn:{given.inn or given.name.casefold()}"])
    known = _known(given) or Organisation.objects.create(
        kind=given.kind,
        name=given.name,
        inn=given.inn,
        ogrn=given.ogrn,
        address=given.address,
    )
    return _ask(person, known, post=post, right=rules.ACTS, starts_on=starts_on)


def _known(given: NewOrganisation) -> Organisation | None:
    """The one of that «ИНН»; a «ТОС» without numbers is told by its name and address."""
    rows = Organisation.objects.filter(inn=given.inn, state__in=rules.LIVE)
    if not given.inn:
        rows = rows.filter(
            kind=given.kind,
            ogrn=given.ogrn,
            name__iexact=given.name,
            address__iexact=given.address,
        )
    return rows.order_by("asked_at", "id").first()


def _checked(given: NewOrganisation) -> NewOrganisation:
    """Numbers that fit each other; a «ТОС» without a registration has none."""
    if given.kind not in rules.KINDS or not given.name.strip():
        raise Invalid(_("Укажите, что это за организация"), code="bad-organisation")
    if given.kind == rules.TOS and not given.inn and not given.ogrn:
        return given
    try:
        inn, ogrn = rules.inn(given.inn), rules.ogrn(given.ogrn)
        rules.require_pair(inn, ogrn)
    except rules.BadNumber as problem:
        raise Invalid(_("Проверьте ИНН и ОГРН"), code=f"number-{problem.code}") from None
    if rules.is_entrepreneur(inn) and given.address:
        raise Invalid(
            _("Адрес предпринимателя не нужен"),
            advice=_("Это может быть его дом: оставьте поле пустым."),
            code="home-of-entrepreneur",
        )
    return NewOrganisation(given.kind, given.name, inn, ogrn, given.address)


@transaction.atomic
def ask_to_join(
    person: PersonRef, *, slug: str, post: str, right: str, starts_on: date | None = None
) -> str:
    """Ask to belong to an organisation of the list, at once or from a day on; the number of the
    request."""
    policies.may_ask_to_join(person).or_refuse()
    if right not in rules.RIGHTS:
        raise Invalid(_("Выберите, что вам нужно"), code="unknown-right")
    found = queries.organisation(slug)
    return _ask(person, found, post=post, right=right, starts_on=starts_on)


def _ask(
    person: PersonRef,
    organisation: Organisation,
    *,
    post: str,
    right: str,
    starts_on: date | None,
) -> str:
    limits.hit(f"organisations:{person.id}", limit=ASKED_MAX, seconds=ASKED_SECONDS)
    _require_ahead(starts_on)
    locks.take(exclusive=[_lock(organisation.id)])
    # Read after the lock: it may have been closed or refused meanwhile.
    if not Organisation.objects.filter(id=organisation.id, state__in=rules.LIVE).exists():
        raise NotFound()
    has_asked = Membership.objects.filter(
        organisation=organisation,
        person_id__in=queries.ids_of(person),
        state__in=(rules.ASKED, rules.JOINED),
    ).exists()
    policies.may_ask_to_join(person, has_asked=has_asked).or_refuse()
    row = Membership.objects.create(
        organisation=organisation,
        person_id=person.known_id,
        post=post,
        right=right,
        starts_on=starts_on,
        due_on=norms.due_on("organisation.check_days", queries.today(), if_day_off="next"),
    )
    audit.record("organisations.membership_asked", person.id, row.id, of=organisation.id)
    outbox.put(MembershipAsked(row.id, organisation.id))
    return row.number


def admit_member(
    clerk: PersonRef,
    *,
    request_id: UUID,
    number: str,
    paper: ShownPaper,
    right: str,
    starts_on: date | None = None,
    until: date | None = None,
    name: str = "",
    place_id: UUID | None = None,
) -> None:
    """Join whoever tells the number of the request and shows papers; the first makes the
    organisation a checked one, under the name and for the territory that the papers give."""
    policies.may_admit_member(clerk).or_refuse()
    # Outside of the transaction, which a wrong number undoes: else it could be guessed at will.
    limits.hit(f"organisations.number:{request_id}", limit=NUMBERS_MAX, seconds=NUMBERS_SECONDS)
    _admit(
        clerk,
        request_id,
        number,
        paper,
        right,
        _Given(starts_on, until, name, place_id),
    )


@dataclass(frozen=True)
class _Given:
    """What the papers say besides."""

    starts_on: date | None
    until: date | None
    name: str
    place_id: UUID | None


@transaction.atomic
def _admit(
    clerk: PersonRef,
    request_id: UUID,
    number: str,
    paper: ShownPaper,
    right: str,
    given: _Given,
) -> None:
    row = _decided(clerk, request_id)
    policies.may_admit_member(clerk, asked_by=row.person_id).or_refuse()
    if rules.digits_of(number) != row.number:
        raise Invalid(
            _("Номер заявки не тот"),
            fields={"number": _("Попросите человека назвать номер со своего экрана.")},
            code="other-number",
        )
    today, starts_on, until = queries.today(), given.starts_on, given.until
    if paper.kind not in rules.PAPERS or paper.on > today or right not in rules.RIGHTS:
        raise Invalid(_("Укажите, какой документ вы видели"), code="bad-paper")
    _require_term(starts_on, until, today)
    organisation = row.organisation
    if organisation.state == rules.ASKED:
        _check(organisation, name=given.name, place_id=given.place_id)
    row.state, row.right, row.until = rules.JOINED, right, until
    # Only a day to come is a condition; who is admitted later than they asked begins at once.
    row.starts_on = starts_on if starts_on is not None and starts_on > today else None
    row.paper, row.paper_on = paper.kind, paper.on
    row.decided_at, row.decided_by = clock.database_now(), clerk.known_id
    row.save()
    audit.record("organisations.member_admitted", clerk.id, row.id, of=organisation.id, right=right)
    outbox.put(MemberAdmitted(row.id, organisation.id))


def _require_ahead(starts_on: date | None) -> None:
    today = queries.today()
    if starts_on is not None and not today <= starts_on <= today + timedelta(days=AHEAD_DAYS):
        raise _bad_day()


def _require_term(starts_on: date | None, until: date | None, today: date) -> None:
    """A first day that has passed is none, one too far ahead is a slip of the year."""
    if until is not None and until < today:
        raise Invalid(_("Срок уже прошёл"), fields={"until": _("Этот день уже прошёл.")})
    if starts_on is None:
        return
    if starts_on > today + timedelta(days=AHEAD_DAYS):
        raise _bad_day()
    if until is not None and until < starts_on:
        raise Invalid(
            _("Срок кончается раньше, чем начинается"),
            fields={"until": _("Последний день не раньше первого.")},
        )


def _bad_day() -> Invalid:
    return Invalid(
        _("Проверьте, с какого дня"),
        fields={"starts_on": _("Сегодня или позже, но не дальше года.")},
        code="bad-day",
    )


def _check(organisation: Organisation, *, name: str, place_id: UUID | None) -> None:
    if place_id is not None and places.place(place_id) is None:
        raise Invalid(_("Такой территории нет"), fields={"place": _("Выберите из списка.")})
    organisation.name = name or organisation.name
    organisation.place_id = place_id
    organisation.state, organisation.decided_at = rules.CHECKED, clock.database_now()
    organisation.save()


@transaction.atomic
def refuse_request(clerk: PersonRef, *, request_id: UUID, reason: str) -> None:
    """Refuse with a reason; an organisation that nobody else waits for goes with it.

    The reason is for the applicant's eyes and goes when the request does: the journal, which stays
    for good, keeps that there was a refusal.
    """
    row = _decided(clerk, request_id)
    policies.may_refuse_request(clerk, asked_by=row.person_id).or_refuse()
    if not reason.strip():
        raise Invalid(_("Напишите, почему"), fields={"reason": _("Человек прочитает причину.")})
    now = clock.database_now()
    row.state, row.reason = rules.REFUSED, reason
    row.decided_at, row.decided_by = now, clerk.known_id
    row.save()
    organisation = row.organisation
    others = Membership.objects.filter(organisation=organisation, state=rules.ASKED).exists()
    if organisation.state == rules.ASKED and not others:
        organisation.state, organisation.reason = rules.REFUSED, reason
        organisation.decided_at = now
        organisation.save()
    audit.record("organisations.request_refused", clerk.id, row.id, of=organisation.id)
    outbox.put(RequestRefused(row.id, organisation.id))


def _decided(clerk: PersonRef, request_id: UUID) -> Membership:
    """The request, held until it is decided."""
    found = queries.request_to_decide(clerk, request_id)
    locks.take(exclusive=[_lock(found.organisation_id)])
    return queries.request_to_decide(clerk, request_id)


@transaction.atomic
def end_membership(person: PersonRef, *, membership_id: UUID, slug: str = "") -> None:
    """Leave, take a request back, or (with `slug`) let a fellow go whom the person may."""
    policies.may_open_own_organisations(person).or_refuse()
    found = _to_end(person, membership_id, slug)
    locks.take(exclusive=[_lock(found.organisation_id)])
    # Read again after the lock: of two who let each other go only the first still may.
    row = _to_end(person, membership_id, slug)
    policies.may_end_membership(person, is_own=not slug, may_act=bool(slug)).or_refuse()
    _end(row, rules.BY_FELLOW if slug else rules.BY_SELF)
    audit.record("organisations.membership_ended", person.id, row.id, of=row.organisation_id)
    outbox.put(MembershipEnded(row.id, row.organisation_id))


def _to_end(person: PersonRef, membership_id: UUID, slug: str) -> Membership:
    if slug:
        return queries.fellow(person, slug, membership_id)
    return queries.own_membership(person, membership_id)


@transaction.atomic
def join_members(surviving: Sequence[UUID], joined: Sequence[UUID]) -> None:
    """One person belongs to an organisation once, however many accounts they had.

    What holds today goes on before what begins later, that before what is only asked for, and
    what has lapsed comes last; of the same the stronger, then the longer. Whom the same person has
    let in as a clerk is let in no more.
    """
    today = queries.today()
    ids = [*surviving, *joined]
    organisations = {row.organisation_id for row in queries.live_memberships(ids)}
    locks.take(exclusive=sorted(_lock(one) for one in organisations))
    kept: dict[UUID, Membership] = {}
    rows = [row for row in queries.live_memberships(ids) if row.organisation_id in organisations]
    for row in sorted(rows, key=lambda row: _strength(row, today), reverse=True):
        is_own_work = row.decided_by in ids
        if is_own_work or row.organisation_id in kept:
            _end(row, rules.BY_SELF)
            audit.record(
                "organisations.membership_ended", None, row.id, of=row.organisation_id, joined=True
            )
            outbox.put(MembershipEnded(row.id, row.organisation_id))
        else:
            kept[row.organisation_id] = row


def _strength(row: Membership, today: date) -> tuple[int, bool, date]:
    return _nearness(row, today), row.right == rules.ACTS, row.until or date.max


def _nearness(row: Membership, today: date) -> int:
    """Rights begin and lapse by themselves, so the state alone does not tell what holds."""
    if row.state == rules.ASKED:
        return 1
    if row.until is not None and row.until < today:
        return 0
    return 2 if row.starts_on is not None and row.starts_on > today else 3


def _end(row: Membership, by: str) -> None:
    row.state, row.ended_at, row.ended_by = rules.ENDED, clock.database_now(), by
    row.save(update_fields=["state", "ended_at", "ended_by"])
    _forget_left(row.organisation)


def _forget_left(organisation: Organisation) -> None:
    """An organisation nobody belongs to: a request is dropped, an entrepreneur forgotten."""
    open_states = (rules.ASKED, rules.JOINED)
    if Membership.objects.filter(organisation=organisation, state__in=open_states).exists():
        return
    if organisation.state == rules.ASKED:
        _drop_asked(organisation)
    elif rules.is_entrepreneur(organisation.inn):
        organisation.name = organisation.inn = organisation.ogrn = ""
        organisation.state, organisation.reason = rules.CLOSED, "left"
        organisation.save()


def _drop_asked(organisation: Organisation) -> None:
    """With it would go what another applicant was refused, which is kept for its own term."""
    refused = Membership.objects.filter(organisation=organisation, state=rules.REFUSED)
    last = refused.order_by("-decided_at").first()
    if last is None:
        organisation.delete()
        return
    organisation.state, organisation.reason = rules.REFUSED, last.reason
    organisation.decided_at = last.decided_at
    organisation.save()


@transaction.atomic
def close_organisation(clerk: PersonRef, *, slug: str, reason: str) -> None:
    """Note that an organisation is gone: nobody acts in its name, requests are refused.

    The journal keeps no reason, as for a refusal: an entrepreneur is a person.
    """
    policies.may_close_organisation(clerk).or_refuse()
    if not reason.strip():
        raise Invalid(_("Напишите, почему"), fields={"reason": _("Причину прочитают участники.")})
    organisation = queries.live_organisation(clerk, slug)
    locks.take(exclusive=[_lock(organisation.id)])
    now = clock.database_now()
    waiting = Membership.objects.filter(organisation=organisation, state=rules.ASKED)
    if waiting.filter(person_id__in=queries.ids_of(clerk)).exists():
        raise Conflict(
            _("Среди заявок есть ваша"), advice=_("Попросите другого оператора."), code="own"
        )
    waiting.update(state=rules.REFUSED, reason=reason, decided_at=now, decided_by=clerk.known_id)
    Membership.objects.filter(organisation=organisation, state=rules.JOINED).update(
        state=rules.ENDED, ended_at=now, ended_by=rules.BY_TOWN
    )
    organisation.state, organisation.reason = rules.CLOSED, reason
    organisation.decided_at = now
    organisation.save()
    audit.record("organisations.organisation_closed", clerk.id, organisation.id)
    outbox.put(OrganisationClosed(organisation.id))


@transaction.atomic
def let_go(person_ids: Iterable[UUID]) -> None:
    """Drop what an erased person belonged to; told twice, it finds nothing the second time."""
    rows = Membership.objects.filter(person_id__in=list(person_ids))
    known = [row.organisation for row in rows.select_related("organisation")]
    rows.delete()
    for organisation in known:
        _forget_left(organisation)


@transaction.atomic
def forget_refused(*, before: date) -> int:
    """Delete what was refused before that day, with the requests for it; returns how many."""
    old = {"state": rules.REFUSED, "decided_at__date__lt": before}
    gone = Membership.objects.filter(**old).delete()[0]
    return gone + Organisation.objects.filter(**old).delete()[0]


def _lock(organisation_id: UUID) -> str:
    return f"organisations:{organisation_id}"
