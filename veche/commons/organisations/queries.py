"""Reading organisations, memberships, mandates and announcements."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.norms import public as norms
from veche.commons.organisations import policies, rules
from veche.commons.organisations.models import Announcement, Mandate, Membership, Organisation
from veche.commons.places import public as places
from veche.commons.towns import public as towns
from veche.kernel import clock
from veche.kernel.errors import NotFound
from veche.kernel.pagination import Page, keyset
from veche.kernel.text import clean_line

SHOWN_AT_HOME = 3
READ_FOR_HOME = 20
FOUND_MAX = 20
ENDED_SHOWN = 10


def today() -> date:
    """The town's calendar day."""
    return clock.today(towns.current().time_zone)


def ids_of(person: PersonRef) -> list[UUID]:
    """All ids under which the person has asked for anything; none for a visitor."""
    return [] if person.id is None else [person.id, *person.earlier_ids]


# Organisations


def _checked() -> QuerySet[Organisation]:
    return Organisation.objects.filter(state=rules.CHECKED)


def organisations(
    *, kind: str = "", words: str = "", after: str = "", size: int = 20
) -> Page[Organisation]:
    """Checked organisations by name; of one kind, with these words or this number."""
    rows = _checked()
    if kind:
        rows = rows.filter(kind=kind)
    return keyset(_with_words(rows, words), order=("name", "id"), after=after, size=size)


def _with_words(rows: QuerySet[Organisation], words: str) -> QuerySet[Organisation]:
    words = clean_line(words)
    number = rules.digits_of(words)
    if len(number) in (10, 12, 13, 15) and number.isascii() and number.isdigit():
        return rows.filter(Q(inn=number) | Q(ogrn=number))
    for word in words.split()[:8]:
        rows = rows.filter(name__icontains=word)
    return rows


def addresses(limit: int = 20_000) -> list[tuple[str, datetime | None]]:
    """Slug of each checked organisation and when it was checked; one query."""
    rows = _checked().order_by("name", "id")[:limit]
    return list(rows.values_list("slug", "decided_at"))


def counts() -> dict[str, int]:
    """How many checked organisations there are of each kind; one query."""
    rows = _checked().values("kind").annotate(number=Count("id")).order_by()
    return {row["kind"]: row["number"] for row in rows}


def organisations_of_place(place_id: UUID) -> list[Organisation]:
    """Checked organisations that serve a territory, by name."""
    return list(_checked().filter(place_id=place_id).order_by("name")[:100])


def organisation(slug: str) -> Organisation:
    """A checked organisation; NotFound."""
    found = _checked().filter(slug=slug).first()
    if found is None:
        raise NotFound()
    return found


def live_organisation(person: PersonRef, slug: str) -> Organisation:
    """One that is checked, or that waits for the clerk who asks; NotFound."""
    policies.may_close_organisation(person).or_refuse()
    found = Organisation.objects.filter(slug=slug, state__in=rules.LIVE).first()
    if found is None:
        raise NotFound()
    return found


def by_ids(organisation_ids: Iterable[UUID]) -> list[Organisation]:
    """Checked organisations of these ids."""
    wanted = list(organisation_ids)
    return list(_checked().filter(id__in=wanted)) if wanted else []


def acting_ids(organisation_id: UUID) -> list[UUID]:
    """Opaque ids of those who may act for it today; one query."""
    rows = _acting(today()).filter(organisation_id=organisation_id)
    return list(rows.order_by("person_id").values_list("person_id", flat=True).distinct())


def member_ids(organisation_id: UUID) -> list[UUID]:
    """Opaque ids of all who belong to it today; one query."""
    rows = _joined(today()).filter(organisation_id=organisation_id)
    return list(rows.order_by("person_id").values_list("person_id", flat=True).distinct())


def number_who_act(organisation_id: UUID) -> int:
    """How many people may act in the name of an organisation today."""
    return len({one.person_id for one in _acting(today()).filter(organisation_id=organisation_id)})


# Memberships


def _joined(on: date) -> QuerySet[Membership]:
    """Rights begin and lapse by themselves, no job does it."""
    begun, going_on = Q(starts_on=None) | Q(starts_on__lte=on), Q(until=None) | Q(until__gte=on)
    return Membership.objects.filter(
        begun, going_on, state=rules.JOINED, organisation__state=rules.CHECKED
    )


def _acting(on: date) -> QuerySet[Membership]:
    return _joined(on).filter(right=rules.ACTS)


def memberships_of(person: PersonRef) -> list[Membership]:
    """All the person has asked for, with organisations, the newest first."""
    policies.may_open_own_organisations(person).or_refuse()
    return memberships_by_ids(ids_of(person))


def memberships_by_ids(person_ids: Iterable[UUID]) -> list[Membership]:
    """The same by ids, for a copy of a person's data."""
    rows = Membership.objects.filter(person_id__in=list(person_ids))
    return list(rows.select_related("organisation").order_by("-asked_at", "id"))


def standing_of(person: PersonRef) -> list[Membership]:
    """Memberships that hold today; one query, none for a visitor."""
    ids = ids_of(person)
    if not ids:
        return []
    rows = _joined(today()).filter(person_id__in=ids).select_related("organisation")
    return list(rows.order_by("organisation__name"))


def may_act(person: PersonRef, organisation_id: UUID) -> bool:
    """Whether the person may act in the name of an organisation today; no query for a visitor."""
    ids = ids_of(person)
    found = _acting(today()).filter(person_id__in=ids, organisation_id=organisation_id)
    return bool(ids) and found.exists()


def live_memberships(person_ids: Iterable[UUID]) -> list[Membership]:
    """What these accounts ask for or hold, with organisations."""
    rows = Membership.objects.filter(
        person_id__in=list(person_ids), state__in=(rules.ASKED, rules.JOINED)
    )
    return list(rows.select_related("organisation").order_by("organisation_id", "id"))


def acting_membership(person: PersonRef, slug: str) -> Membership:
    """The person's own right to act for an organisation; NotFound for everybody else."""
    found = (
        _acting(today())
        .filter(person_id__in=ids_of(person), organisation__slug=slug)
        .select_related("organisation")
        .first()
    )
    if found is None:
        raise NotFound()
    return found


def members(organisation_id: UUID) -> list[Membership]:
    """Who belongs or will from a day to come, those who act first."""
    rows = Membership.objects.filter(
        Q(until=None) | Q(until__gte=today()), state=rules.JOINED, organisation_id=organisation_id
    )
    return list(rows.order_by("right", "decided_at", "id"))


def own_membership(person: PersonRef, membership_id: UUID) -> Membership:
    """One of the person's own that is asked for or holds; NotFound."""
    policies.may_open_own_organisations(person).or_refuse()
    return _open_membership(
        Q(id=membership_id, person_id__in=ids_of(person), state__in=(rules.ASKED, rules.JOINED))
    )


def fellow(person: PersonRef, slug: str, membership_id: UUID) -> Membership:
    """Somebody else's membership of an organisation the person acts for; NotFound."""
    own = acting_membership(person, slug)
    found = _open_membership(
        Q(id=membership_id, organisation_id=own.organisation_id, state=rules.JOINED)
    )
    if found.id == own.id:
        raise NotFound()
    return found


def _open_membership(condition: Q) -> Membership:
    found = Membership.objects.filter(condition).select_related("organisation").first()
    if found is None:
        raise NotFound()
    return found


def requests(person: PersonRef, *, after: str = "", size: int = 50) -> Page[Membership]:
    """What waits for a clerk, the nearest term first."""
    policies.may_read_requests(person).or_refuse()
    rows = Membership.objects.filter(state=rules.ASKED).select_related("organisation")
    return keyset(rows, order=("due_on", "id"), after=after, size=size)


def request_to_decide(person: PersonRef, request_id: UUID) -> Membership:
    """An open request; NotFound; Refused for the clerk's own."""
    policies.may_admit_member(person).or_refuse()
    found = _open_membership(Q(id=request_id, state=rules.ASKED))
    policies.may_admit_member(person, asked_by=found.person_id).or_refuse()
    return found


# Mandates


def mandates_on(day: date) -> QuerySet[Mandate]:
    """Mandates that hold on a day: they lapse by themselves, no job ends them."""
    return Mandate.objects.filter(
        Q(ended_on=None) | Q(ended_on__gt=day), starts_on__lte=day, ends_on__gte=day
    )


def mandates(*, office: str = "", after: str = "", size: int = 50) -> Page[Mandate]:
    """Mandates in force by territory; of one office when it is named."""
    rows = mandates_on(today())
    if office:
        rows = rows.filter(office=office)
    return keyset(rows, order=("territory", "id"), after=after, size=size)


def mandates_of(person: PersonRef) -> list[Mandate]:
    """What the person holds today; one query, none for a visitor."""
    ids = ids_of(person)
    return list(mandates_on(today()).filter(person_id__in=ids).order_by("territory")) if ids else []


def mandates_of_place(place_id: UUID) -> list[Mandate]:
    """Who holds a territory and its houses today."""
    rows = mandates_on(today()).filter(place_id=place_id)
    return list(rows.order_by("office", "territory", "id")[:200])


def ended_early(place_id: UUID) -> list[Mandate]:
    """Mandates of a territory that ended before their term, whose term is not over yet."""
    rows = Mandate.objects.filter(place_id=place_id, ended_on__lte=today(), ends_on__gte=today())
    return list(rows.order_by("-ended_on", "id")[:ENDED_SHOWN])


def mandates_over(place_ids: Iterable[UUID]) -> list[Mandate]:
    """Mandates in force in any of these places; in all, when none is named."""
    rows, wanted = mandates_on(today()), list(place_ids)
    if wanted:
        rows = rows.filter(place_id__in=wanted)
    return list(rows.order_by("territory", "id")[:500])


def mandate_of(person: PersonRef, slug: str) -> Mandate:
    """One the person holds today; NotFound."""
    found = next((one for one in mandates_of(person) if one.slug == slug), None)
    if found is None:
        raise NotFound()
    return found


def every_mandate(person: PersonRef, *, after: str = "", size: int = 50) -> Page[Mandate]:
    """All mandates, past ones too, for the administrator."""
    policies.may_manage_mandates(person).or_refuse()
    return keyset(Mandate.objects.all(), order=("-ends_on", "id"), after=after, size=size)


def mandate_to_end(person: PersonRef, slug: str) -> Mandate:
    """One that holds today or will; NotFound."""
    policies.may_end_mandate(person).or_refuse()
    found = Mandate.objects.filter(slug=slug, ended_on=None, ends_on__gte=today()).first()
    if found is None:
        raise NotFound()
    return found


def holder_ids(mandate_ids: Iterable[UUID]) -> list[UUID]:
    """Whose mandates these are, as far as they hold today; one query."""
    rows = mandates_on(today()).filter(id__in=list(mandate_ids))
    return list(rows.values_list("person_id", flat=True))


def mandates_by_ids(mandate_ids: Iterable[UUID]) -> dict[UUID, Mandate]:
    """Mandates by id, whether or not they still hold; one query."""
    return Mandate.objects.in_bulk(list(mandate_ids))


# Announcements


def _standing_words() -> QuerySet[Announcement]:
    rows = Announcement.objects.filter(taken_down_at=None)
    return rows.select_related("mandate", "organisation")


def words_of(organisation_id: UUID, limit: int = 20) -> list[Announcement]:
    """What an organisation told its territory lately, without what was taken down."""
    rows = _standing_words().filter(organisation_id=organisation_id)
    return list(rows.order_by("-written_at", "id")[:limit])


def announcements(place_id: UUID, *, after: str = "", size: int = 20) -> Page[Announcement]:
    """What was told to a territory, the newest first; what was taken down too, for its reason."""
    rows = Announcement.objects.filter(place_id=place_id)
    rows = rows.select_related("mandate", "organisation")
    return keyset(rows, order=("-written_at", "id"), after=after, size=size)


def standing_announcements(place_id: UUID, limit: int) -> list[Announcement]:
    """The same without what was taken down, for a feed."""
    return list(_standing_words().filter(place_id=place_id).order_by("-written_at", "id")[:limit])


def announcements_at_home(person: PersonRef) -> list[Announcement]:
    """The newest words to where the person lives; no query for those who live nowhere yet."""
    if person.home_place_id is None:
        return []
    lineage = places.lineage(person.home_place_id)
    rows = _standing_words().filter(place_id__in=lineage, shown_until__gte=today())
    found = list(rows.order_by("-written_at", "id")[:READ_FOR_HOME])
    if any(one.address_id for one in found):
        house = identity.own_page(person).address_id
        found = [one for one in found if one.address_id in (None, house)]
    return found[:SHOWN_AT_HOME]


def every_announcement(person: PersonRef, *, after: str = "", size: int = 50) -> Page[Announcement]:
    """All of them, for whoever may take them down."""
    policies.may_take_down_announcement(person).or_refuse()
    rows = Announcement.objects.select_related("mandate", "organisation")
    return keyset(rows, order=("-written_at", "id"), after=after, size=size)


def announcement_to_take_down(person: PersonRef, slug: str) -> Announcement:
    """One that still stands; NotFound."""
    policies.may_take_down_announcement(person).or_refuse()
    found = _standing_words().filter(slug=slug).first()
    if found is None:
        raise NotFound()
    return found


def announcement_by_id(announcement_id: UUID) -> Announcement | None:
    """The words of an event, with who signed them."""
    rows = Announcement.objects.select_related("mandate", "organisation")
    return rows.filter(id=announcement_id).first()


def membership_by_id(membership_id: UUID) -> Membership | None:
    """The request of an event, for telling whose it is."""
    rows = Membership.objects.select_related("organisation")
    return rows.filter(id=membership_id).first()


def next_word_on(*, mandate: Mandate | None, organisation: Organisation | None) -> date | None:
    """The day from which the author may write again; None when that is today."""
    last = (
        Announcement.objects.filter(mandate=mandate, organisation=organisation)
        .order_by("-written_at")
        .first()
    )
    if last is None:
        return None
    zone = clock.zone(towns.current().time_zone)
    term = norms.value("announcement.gap_days", today())
    opens_on = norms.add_days(last.written_at.astimezone(zone).date(), term.value, term.unit)
    return opens_on if opens_on > today() else None


def author_of(
    person: PersonRef, *, mandate: str = "", organisation: str = ""
) -> tuple[Mandate | None, Organisation | None]:
    """The office or the organisation the person may write for; NotFound for anything else."""
    if mandate:
        return mandate_of(person, mandate), None
    acted = acting_membership(person, organisation).organisation
    if acted.place_id is None:
        raise NotFound()
    return None, acted


def place_of(mandate: Mandate | None, organisation: Organisation | None) -> UUID:
    """The territory that is written to."""
    if mandate is not None:
        return mandate.place_id
    if organisation is None or organisation.place_id is None:
        raise NotFound()
    return organisation.place_id
