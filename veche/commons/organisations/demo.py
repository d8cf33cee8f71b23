"""Organisations of the demo town, its elders, and what they tell their territories."""
# not shown in this module: data of a made-up town

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import F

from veche.commons.identity import demo as people
from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.organisations import actions, queries, rules
from veche.commons.organisations.models import Announcement, Mandate, Membership
from veche.commons.places import public as places

# Kind, name, address, place it works for ("" for the whole town); tax office 99 does not exist.
ORGANISATIONS = (
    (rules.SCHOOL, "Школа № 3", "Садовая улица, 11", "Старый город"),
    (rules.SCHOOL, "Детский сад «Ладушки»", "Солнечный бульвар, 6", "Солнечный"),
    (rules.UK, "Управляющая компания «Солнечный дом»", "Молодёжная улица, 2", "Солнечный"),
    (rules.UK, "Управляющая компания «Заречье»", "Вокзальная улица, 8", "Привокзальный"),
    (rules.TOS, "ТОС «Заречный берег»", "", "Заречный"),
    (rules.TOS, "ТОС «Старые липы»", "", "Старый город"),
    (rules.NKO, "Фонд «Ока рядом»", "Советская улица, 14", ""),
    (rules.NKO, "Клуб поисковиков «Память»", "улица Гагарина, 3", ""),
    (rules.BUSINESS, "Пекарня «Каравай»", "Рыночная улица, 1", ""),
    (rules.BUSINESS, "ИП Синицын П. П.", "", ""),
    (rules.PROVIDER, "Дом детского творчества", "Театральная улица, 4", ""),
    (rules.PROVIDER, "Лыжная школа «Вертикаль»", "улица Королёва, 20", ""),
    (rules.BUSINESS, "ООО «Горсвет»", "Заводское шоссе, 3", ""),
    (rules.BUSINESS, "Столярная мастерская «Рубанок»", "Рабочая улица, 7", ""),
    (rules.BUSINESS, "ООО «ДорСтрой»", "Складской проезд, 2", ""),
    (rules.BUSINESS, "Питомник «Липовый цвет»", "Дачная улица, 5", ""),
    (rules.BUSINESS, "Сварочный цех «Искра»", "Литейная улица, 9", ""),
    (rules.BUSINESS, "Типография «Верстатка»", "Почтовая улица, 4", ""),
    (rules.NKO, "Приют «Добрый хвост»", "Совхозная улица, 12", ""),
    (rules.NKO, "Общество инвалидов «Пандус»", "Советская улица, 30", ""),
    (rules.NKO, "Движение «Чистая Ока»", "Рыбацкая улица, 1", ""),
    (rules.TOS, "ТОС «Привокзальный»", "", "Привокзальный"),
    (rules.TOS, "ТОС «Солнечная сторона»", "", "Солнечный"),
    (rules.TOS, "ТОС «Сосны»", "", "Сосновый Бор"),
)
NUMBERLESS = "ТОС «Старые липы»"
ENTREPRENEUR = "ИП Синицын П. П."
# Whose person one can be: codes come to /inbox/.
CREW, CREW_CONTACT = "ООО «Горсвет»", "crew@zarechye.example"
POSTS = ("директор", "председатель", "управляющий")
# Who signs in as an elder, a chair and a senior; codes come to /inbox/.
ELDER, CHAIR, SENIOR = (
    "elder@zarechye.example",
    "tos@zarechye.example",
    "house@zarechye.example",
)
# Whose person one can be: the deputy of that district; the others have no way in.
DEPUTY = "deputy@zarechye.example"
DEPUTIES = (
    "Орлова Мария Петровна",
    "Климов Сергей Иванович",
    "Ахметова Алия Ринатовна",
    "Белов Андрей Николаевич",
    "Жукова Нина Олеговна",
    "Романов Илья Павлович",
)
WORDS = (
    (
        ELDER,
        "Приём у старосты",
        "По вторникам с 17 до 19 часов в библиотеке. Приносите вопросы о дороге и колодце.",
    ),
    (CHAIR, "Субботник у пруда", "В субботу в 10 часов. Перчатки и мешки дадим, чай будет."),
    (SENIOR, "Собираем показания", "Запишите счётчики до 25 числа на листе у лифта."),
)


@transaction.atomic
def load(known: Any, log: Callable[[str], None]) -> None:
    """Enter what is not there yet."""
    clerk = identity.person_by_id(uuid5(people.NAMESPACE, "clerk@zarechye.example"))
    admin = identity.person_by_id(known.admin_id)
    if clerk is None or admin is None or Mandate.objects.exists():
        return
    by_name = {one.name: one.id for one in places.places()}
    if not by_name:
        return
    residents = known.residents()
    for number, (kind, name, address, place) in enumerate(ORGANISATIONS):
        applicant = identity.person_by_id(residents[number].id)
        if applicant is not None:
            given = _numbered(number, kind, name, address)
            _join(clerk, applicant, given, by_name.get(place), number)
            if name == CREW:
                identity.add_contact(residents[number].id, CREW_CONTACT)
    _offices(admin)
    elected = _deputies(admin, residents[0].place_id)
    log(f"организации: {len(ORGANISATIONS)}, представители жителей: 3, депутаты: {elected}")


def _numbered(number: int, kind: str, name: str, address: str) -> actions.NewOrganisation:
    if name == NUMBERLESS:
        return actions.NewOrganisation(kind, name)
    inn = rules.with_inn_checks(f"9900000{number + 1:02d}")
    ogrn = rules.with_ogrn_check(f"1029900000{number + 1:02d}")
    if name == ENTREPRENEUR:
        inn = rules.with_inn_checks(f"99000000{number + 1:02d}")
        ogrn = rules.with_ogrn_check(f"302990000000{number + 1:02d}")
    return actions.NewOrganisation(kind, name, inn, ogrn, address)


def _join(
    clerk: PersonRef,
    applicant: PersonRef,
    given: actions.NewOrganisation,
    place_id: UUID | None,
    number: int,
) -> None:
    post = POSTS[number % len(POSTS)]
    asked = actions.add_organisation(applicant, given=given, post=post)
    row = Membership.objects.get(number=asked)
    actions.admit_member(
        clerk,
        request_id=row.id,
        number=asked,
        paper=actions.ShownPaper(rules.PAPERS[number % 2], queries.today() - timedelta(days=40)),
        right=rules.ACTS,
        name=given.name,
        place_id=place_id,
    )


def _deputies(admin: PersonRef, home: UUID) -> int:
    """A deputy of each district of the town; one can be that of the resident's home."""
    today = queries.today()
    districts = places.places("district")
    for number, place in enumerate(districts):
        is_own = places.lies_in(home, [place.id])
        contact = DEPUTY if is_own else f"deputy-{number + 1}@zarechye.example"
        person_id = uuid5(people.NAMESPACE, contact)
        identity.register_resident(id=person_id, level=identity.BY_DOCUMENT)
        identity.add_contact(person_id, contact)
        actions.give_mandate(
            admin,
            contact=contact,
            office=rules.DEPUTY,
            place_id=place.id,
            shown_name=DEPUTIES[number % len(DEPUTIES)],
            act=actions.Act(
                "Решение избирательной комиссии", f"{number + 31}/4", today - timedelta(days=800)
            ),
            starts_on=today - timedelta(days=795),
            ends_on=today + timedelta(days=1030),
        )
    return len(districts)


def _offices(admin: PersonRef) -> None:
    """An elder of the largest village, a chair, a senior of a house."""
    villages = [one for one in places.places("settlement") if one.population]
    village = max(villages, key=lambda one: one.population or 0)
    bank = next(one for one in places.places("district") if one.name == "Заречный")
    house = places.addresses("Молодёжная 4", 1)[0]
    today = queries.today()
    terms: tuple[tuple[str, str, dict[str, Any], date], ...] = (
        (ELDER, rules.ELDER, {"place_id": village.id}, today + timedelta(days=4 * 365)),
        (CHAIR, rules.TOS_CHAIR, {"place_id": bank.id}, today + timedelta(days=2 * 365)),
        (SENIOR, rules.HOUSE_SENIOR, {"address_id": house.id}, today + timedelta(days=365)),
    )
    for number, (contact, office, where, ends_on) in enumerate(terms):
        identity.register_resident(id=uuid5(people.NAMESPACE, contact), level=identity.BY_DOCUMENT)
        identity.add_contact(uuid5(people.NAMESPACE, contact), contact)
        act = actions.Act(
            "Решение Совета депутатов", f"{number + 11}-р", today - timedelta(days=60)
        )
        slug = actions.give_mandate(
            admin,
            contact=contact,
            office=office,
            act=act,
            starts_on=today - timedelta(days=50),
            ends_on=ends_on,
            **where,
        )
        holder = identity.person_by_id(uuid5(people.NAMESPACE, contact))
        words = next((title, text) for who, title, text in WORDS if who == contact)
        if holder is not None:
            actions.write_announcement(holder, title=words[0], text=words[1], mandate=slug)
    # Some days old, so that whoever tries their part may write on the first day.
    told = Announcement.objects.filter(mandate__isnull=False)
    told.update(written_at=F("written_at") - timedelta(days=3))
