"""The town's own groups and categories: entered, changed, and every version of them kept."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.commons.norms import public as norms
from veche.commons.places import public as places
from veche.domains.reports import events, policies
from veche.domains.reports.models import CatalogueVersion, Category, Group, Responsibility
from veche.domains.reports.queries import catalogue, reading, versions
from veche.domains.reports.rules import homes
from veche.kernel import outbox
from veche.kernel.errors import Conflict, Invalid
from veche.kernel.ids import slug_id


@dataclass(frozen=True)
class GroupText:
    """How a group is called, its picture, its place among the tiles."""

    title: str
    icon: str
    position: int


@dataclass(frozen=True)
class CategoryText:
    """All that is different from one category to another, but its term."""

    title: str
    group: str
    position: int
    is_open: bool = True
    season_from: str = ""
    season_to: str = ""
    photo_required: bool = False
    visibility: str = "public"
    min_level: int = 1
    hints: str = ""
    stop_question: str = ""
    stop_advice: str = ""
    duplicate_m: int = 60
    troubles: str = ""
    tells_plate: bool = False
    pos_code: str = ""
    kept_in: str = homes.HERE
    outside_url: str = ""


@dataclass(frozen=True)
class TermText:
    """In how many days it is answered, from when, and by which act."""

    days: int
    unit: str
    starts_on: date
    act_title: str
    act_number: str
    act_on: date

    @property
    def legal_ref(self) -> str:
        """The act in one line, as the norm keeps it."""
        return f"{self.act_title} от {self.act_on:%d.%m.%Y} № {self.act_number}"  # not shown: data


@transaction.atomic(durable=True)
def save_group(person: PersonRef, *, text: GroupText, code: str = "", version: int = 0) -> str:
    """Enter a group, or change it; its code."""
    policies.may_edit_categories(person).or_refuse()
    row = _locked_group(code, version) if code else Group(code=_new_code())
    row.title, row.icon, row.position = text.title, text.icon, text.position
    row.save()
    kept = _keep(person, asdict(text), group=row)
    audit.record("reports.group_saved", person.id, f"catalogue-{kept.pk}", version=kept.number)
    outbox.put(events.GroupSaved(code=row.code))
    return row.code


def _locked_group(code: str, version: int) -> Group:
    row = Group.objects.select_for_update().get(code=catalogue.group(code).code)
    if not row.versions.exists():
        before = GroupText(row.title, row.icon, row.position)
        _keep(None, asdict(before), group=row)
    _check_version(row.versions.count(), version)
    return row


@transaction.atomic(durable=True)
def add_category(person: PersonRef, *, text: CategoryText, term: TermText) -> str:
    """Enter a category with its first term, which holds from today; its code."""
    policies.may_edit_categories(person).or_refuse()
    group = catalogue.group(text.group)
    row = Category(code=f"{group.code}.{_new_code()}"[:40], group=group)
    _fill(row, text)
    row.save(force_insert=True)
    kept = keep_category(person, row=row)
    _enter_term(row, term, reading.today())
    audit.record("reports.category_saved", person.id, f"catalogue-{kept.pk}", version=kept.number)
    outbox.put(events.CategorySaved(code=row.code))
    return row.code


@transaction.atomic(durable=True)
def change_category(person: PersonRef, *, code: str, version: int, text: CategoryText) -> None:
    """Change a category; reports already filed keep what they were filed with."""
    policies.may_edit_categories(person).or_refuse()
    row = locked_category(code)
    _check_version(row.versions.count(), version)
    row.group = catalogue.group(text.group)
    _fill(row, text)
    row.save()
    kept = keep_category(person, row=row)
    audit.record("reports.category_saved", person.id, f"catalogue-{kept.pk}", version=kept.number)
    outbox.put(events.CategorySaved(code=row.code))


def locked_category(code: str) -> Category:
    """A category that is about to be changed, with what it was before kept."""
    known = catalogue.category(code)
    row = Category.objects.select_for_update(of=("self",)).get(code=known.code)
    if not row.versions.exists():
        _keep(None, versions.whole_of(row), category=row)
    return row


def keep_category(person: PersonRef, *, row: Category) -> CatalogueVersion:
    """What the category is from now on, as its next version."""
    return _keep(person, versions.whole_of(row), category=row)


@transaction.atomic(durable=True)
def set_term(person: PersonRef, *, code: str, term: TermText) -> None:
    """Put another term in force from today or later; what was filed before keeps its own."""
    policies.may_edit_categories(person).or_refuse()
    if term.starts_on < reading.today():
        words = _("Срок меняют с сегодняшнего дня или позже")
        raise Invalid(words, fields={"starts_on": words})
    row = catalogue.category(code)
    try:
        _enter_term(row, term, term.starts_on)
    except Conflict as problem:
        raise Invalid(
            problem.message, advice=problem.advice, fields={"starts_on": problem.message}
        ) from None
    audit.record("reports.term_set", person.id, f"term-{row.pk.replace('.', '-')}", days=term.days)
    outbox.put(events.TermSet(code=row.code))


@transaction.atomic(durable=True)
def set_responsible_for(
    person: PersonRef, *, code: str, place_id: UUID | None, body_id: UUID | None
) -> None:
    """Say who answers for a category in a place; nobody there (`body_id` None): the next above."""
    policies.may_set_up_reports(person).or_refuse()
    row = catalogue.category(code)
    if place_id is not None and places.place(place_id) is None:
        raise Invalid(_("Такого района нет"), fields={"place": _("Выберите из списка")})
    lines = Responsibility.objects.filter(category=row, place_id=place_id)
    if body_id is None:
        before = lines.first()
        if before is None:
            return
        body = before.body
        lines.delete()
    else:
        body = catalogue.body(body_id)
        Responsibility.objects.update_or_create(
            category=row, place_id=place_id, defaults={"body": body}
        )
    audit.record("reports.responsibility_set", person.id, body.id, categories=1)
    outbox.put(events.ResponsibilitySet(body_id=body.id))


def _enter_term(row: Category, term: TermText, starts_on: date) -> None:
    norms.enter(
        f"{catalogue.TERM}{row.code}",
        title=f"Срок ответа на сообщение: {row.title}"[:300],  # not shown: data
        value=term.days,
        unit=term.unit,
        legal_ref=term.legal_ref[:300],
        valid_from=starts_on,
    )


def _fill(row: Category, text: CategoryText) -> None:
    if text.kept_in == homes.POS and not text.outside_url:
        words = _("Укажите адрес, куда вести жителя")
        raise Invalid(words, fields={"outside_url": words})
    for name, value in asdict(text).items():
        if name != "group":
            setattr(row, name, value)


def _new_code() -> str:
    return slug_id(8)


def _check_version(now: int, seen: int) -> None:
    # A row that a release brought has no version until it is changed: it is seen as the first.
    if now != max(seen, 1):
        raise Conflict(
            _("Пока вы писали, это изменил другой сотрудник"),
            advice=_("Ничего не записано. Откройте страницу заново и посмотрите, что изменилось."),
            code="changed-meanwhile",
        )


def _keep(
    person: PersonRef | None,
    text: dict[str, Any],
    *,
    group: Group | None = None,
    category: Category | None = None,
) -> CatalogueVersion:
    number = versions.count(group=group, category=category) + 1
    try:
        with transaction.atomic():
            kept: CatalogueVersion = CatalogueVersion.objects.create(
                group=group,
                category=category,
                number=number,
                text=text,
                person_id=person.id if person is not None else None,
            )
    except IntegrityError:
        raise Conflict(
            _("Пока вы писали, это изменил другой сотрудник"), code="changed-meanwhile"
        ) from None
    return kept
