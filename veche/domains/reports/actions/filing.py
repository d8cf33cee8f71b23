"""Writing a report: a draft that survives, then the report itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.files import public as files
from veche.commons.identity.public import PersonRef
from veche.commons.moderation import public as moderation
from veche.commons.norms import public as norms
from veche.commons.places import public as places
from veche.commons.towns import public as towns
from veche.domains.reports import events, policies
from veche.domains.reports.models import (
    ADDRESS_MAX,
    Category,
    Draft,
    Photo,
    Report,
    Step,
    report_number,
)
from veche.domains.reports.queries import catalogue, cells, kept, reading
from veche.domains.reports.rules import homes, seasons, states, terms
from veche.kernel import clock, idempotency, jobs, limits, outbox, stamps
from veche.kernel.database import rows
from veche.kernel.errors import Invalid
from veche.kernel.text import clean_text

PHOTOS_MAX = 5
# So many are taken from one person in so many seconds, by the town's norms.
_RATES = {"report.rate_per_hour": 3600, "report.rate_per_day": 24 * 3600}


@dataclass(frozen=True)
class Point:
    """Where it is: a point, the district that holds it, the address as it is shown."""

    latitude: float
    longitude: float
    address: str = ""
    # The house, where one was chosen.
    address_id: UUID | None = None


@transaction.atomic(durable=True)
def save_draft(
    person: PersonRef,
    *,
    text: str | None = None,
    category: str | None = None,
    is_advised: bool = False,
    point: Point | None = None,
    photos: Sequence[UUID] | None = None,
) -> Draft:
    """Keep what was filled in so far; what is None stays as it is. Nobody else sees it."""
    policies.may_file_report(person).or_refuse()
    row, _made = Draft.objects.select_for_update().get_or_create(
        owner_id=person.known_id, defaults={"changed_at": clock.now()}
    )
    if text is not None:
        row.text = text
    if category is not None:
        row.category = catalogue.category(category)
        row.is_advised = is_advised
    if point is not None:
        row.latitude, row.longitude, row.address = point.latitude, point.longitude, point.address
        row.place_id, row.address_id = _place_of(point), point.address_id
    if photos is not None:
        row.photos = files.rehang(
            person.known_id,
            file_ids=photos[:PHOTOS_MAX],
            subject_kind=reading.DRAFT_FILES,
            subject_id=str(row.id),
        )
    row.changed_at = clock.now()
    row.save()
    return row


def _place_of(point: Point) -> UUID | None:
    found = places.place_at(point.latitude, point.longitude)
    if found is None and places.has_geography():
        raise Invalid(
            _("Эта точка вне муниципалитета"),
            advice=_("Поставьте отметку ближе или выберите адрес из списка."),
            code="outside",
        )
    return found.id if found else None


def _usable(person: PersonRef, photos: Sequence[UUID]) -> list[UUID]:
    own = files.usable(person.known_id, photos)
    return [one for one in photos if one in own][:PHOTOS_MAX]


@transaction.atomic(durable=True)
def discard_draft(person: PersonRef) -> None:
    """Forget what was filled in."""
    policies.may_file_report(person).or_refuse()
    drop_drafts(Draft.objects.filter(owner_id=person.known_id))


def drop_drafts(rows: QuerySet[Draft]) -> int:
    """Delete drafts; their photos go with the files that hang on nothing."""
    for one in rows.exclude(photos=[]):
        files.detach(reading.DRAFT_FILES, str(one.id))
    number, _tables = rows.delete()
    return int(number)


def file_report(person: PersonRef, *, draft_id: UUID) -> str:
    """Send the draft and return the number; sent again, it gives the same number."""
    policies.may_file_report(person).or_refuse()

    def make() -> str:
        draft = (
            Draft.objects.select_for_update(of=("self",))
            .filter(id=draft_id, owner_id=person.known_id)
            .select_related("category__group")
            .first()
        )
        if draft is None:
            raise Invalid(
                _("Это сообщение уже отправлено или удалено"),
                advice=_("Посмотрите в «Моих сообщениях» или начните заново."),
                code="no-draft",
            )
        if draft.photos:
            held = files.detach(reading.DRAFT_FILES, str(draft.id))
            draft.photos = [one for one in draft.photos if one in held]
        with stamps.asked_once():
            number = _file(person, draft)
        draft.delete()
        return number

    return str(idempotency.answer_once(f"reports:{person.id}", f"file-{draft_id}", b"", make))


@dataclass(frozen=True)
class Message:
    """A whole report as a program sends it."""

    category: str
    text: str
    point: Point
    photos: Sequence[UUID] = ()
    is_advised: bool = False


def receive_report(
    person: PersonRef,
    *,
    key: str,
    request: bytes,
    prepare: Callable[[], Message],
) -> str:
    """Take a report that a program sends whole; sent again with the same key, the same number.

    The person's own draft stays as it is. `prepare` keeps the photos first: slow, nothing locked.
    """
    policies.may_file_report(person).or_refuse()

    def make(given: Message) -> str:
        with stamps.asked_once():
            return _file(person, _draft_of(person, given))

    return str(
        idempotency.answer_once_prepared(
            f"reports:{person.id}", key, request, prepare=prepare, make=make
        )
    )


def _draft_of(person: PersonRef, given: Message) -> Draft:
    return Draft(
        owner_id=person.known_id,
        text=clean_text(given.text),
        category=kept.category(given.category),
        is_advised=given.is_advised,
        photos=_usable(person, given.photos),
        latitude=given.point.latitude,
        longitude=given.point.longitude,
        place_id=_place_of(given.point),
        address_id=given.point.address_id,
        address=given.point.address,
    )


def _file(person: PersonRef, draft: Draft) -> str:
    category = _checked(draft)
    policies.may_file_report(person, category).or_refuse()
    today = reading.today()
    rates = {code: norms.value(code, today).value for code in _RATES}
    limits.hit_each(
        *(limits.Limit(f"{code}:{person.id}", rates[code], _RATES[code]) for code in _RATES)
    )
    row = _new(person, draft, category)
    rows.add(row, Step(report=row, verb="file", part=states.AUTHOR, state=row.state))
    hang_photos(person, report=row, photos=draft.photos, kind=Photo.BEFORE)
    audit.record("reports.report_filed", person.id, row.id)
    outbox.put(events.ReportFiled(report_id=row.id))
    return row.number


def _checked(draft: Draft) -> Category:
    """The category, once everything that it asks for is there."""
    category = draft.category
    missing = _lacks_of_category(category, draft)
    if draft.latitude is None or draft.longitude is None:
        missing["place"] = _("Покажите место")
    if not draft.text.strip():
        missing["text"] = _("Напишите, что случилось")
    if missing or category is None:
        raise Invalid(
            _("Осталось дополнить"),
            advice=_("Допишите то, чего не хватает, и отправьте ещё раз."),
            fields=missing,
            code="incomplete",
        )
    return category


def _lacks_of_category(category: Category | None, draft: Draft) -> dict[str, Any]:
    """What the category itself still asks for, or why there can be no report of it now."""
    if category is None:
        return {"category": _("Выберите, о чём сообщение")}
    if not category.is_open:
        return {"category": _("По этой теме больше не пишут: выберите другую")}
    if category.kept_in == homes.POS:
        return {"category": _("Об этом пишут через ПОС")}
    if not seasons.is_in_season(category.season_from, category.season_to, reading.today()):
        return {"category": _("Об этом сообщают в другое время года")}
    if category.stop_question and not draft.is_advised:
        return {"category": _("Выберите тему ещё раз: у неё есть вопрос")}
    if category.photo_required and not draft.photos:
        return {"photos": _("По этой теме нужна фотография")}
    return {}


def _new(person: PersonRef, draft: Draft, category: Category) -> Report:
    number, now = _free_number()
    today = terms.day_of(now, towns.current().time_zone)
    term, _law = catalogue.term_of(category.code, today)
    told = moderation.examine(draft.text.strip(), allows=catalogue.told_in(category))
    address = moderation.examine(draft.address).text[:ADDRESS_MAX]
    ban = moderation.held_by_law(
        draft.text, topic=f"reports.{category.code}", has_photos=bool(draft.photos)
    )
    point = (float(draft.latitude or 0), float(draft.longitude or 0))
    return Report(
        number=number,
        category=category,
        group=category.group,
        text=told.text,
        visibility=category.visibility,
        held_by_id=ban.id if ban is not None else None,
        author_id=person.known_id,
        place_id=draft.place_id,
        street_id=_street_of(draft, point),
        address=address,
        latitude=point[0],
        longitude=point[1],
        **cells.cells_of(*point),
        filed_at=now,
        changed_at=now,
        started_on=today,
        term_days=term.days,
        term_unit=term.unit,
        due_on=_due_on(today, term),
        silent_on=norms.due_on("report.moderation_days", today),
    )


def house_of(draft: Draft) -> places.Address | None:
    """The house that was chosen, or the nearest one to the point."""
    if draft.address_id is not None:
        return places.address(draft.address_id)
    if draft.latitude is None or draft.longitude is None:
        return None
    return places.house_near(draft.latitude, draft.longitude)


def _street_of(draft: Draft, point: tuple[float, float]) -> int | None:
    """The street of the house that was chosen, or of the nearest one."""
    if draft.address_id is None:
        return places.street_near(*point)
    house = places.address(draft.address_id)
    return house.street_id if house else None


def _due_on(today: date, term: terms.Term) -> date:
    return terms.due_on(today, term, norms.working_days())


def _free_number() -> tuple[str, datetime]:
    """A number that is free, and the database's moment."""
    while True:
        number = report_number()
        now, is_free = reading.free_at(number)
        if is_free:
            return number, now


def hang_photos(person: PersonRef, *, report: Report, photos: Sequence[UUID], kind: str) -> None:
    """Attach one's own uploads; each waits until its blurred copy was looked at."""
    wanted = list(dict.fromkeys(photos))[:PHOTOS_MAX]
    if not wanted:
        return
    files.attach(
        person.id, file_ids=wanted, subject_kind=reading.PHOTO_FILES, subject_id=str(report.id)
    )
    Photo.objects.bulk_create(
        [
            Photo(id=one, report=report, kind=kind, position=position)
            for position, one in enumerate(wanted)
        ],
        ignore_conflicts=True,
    )
    for one in wanted:
        jobs.defer("reports.blur_photo", photo_id=str(one))
