"""Two uploaded sets of the demo town, entered as offices do; tables of the services as they are."""
# not shown in this module: data of a made-up town

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from veche.commons.identity import public as identity
from veche.commons.identity.demo import DemoPeople
from veche.commons.identity.public import PersonRef
from veche.domains.opendata.actions import publishing, uploading, watching
from veche.domains.opendata.actions.uploading import About
from veche.domains.opendata.models import OwnSet, Publisher
from veche.domains.opendata.rules import fields


@dataclass(frozen=True)
class Given:
    """A set of an office: its passport, its table, what its columns tell of people."""

    code: str
    about: About
    file_name: str
    rows: Sequence[Sequence[object]]
    parts: dict[int, str]


SCHOOLS = Given(
    "schools",
    About(
        title="Школы и детские сады",
        text="Муниципальные школы и детские сады: адрес, число мест и детей, телефон приёмной. "
        "В строке одно учреждение.",
        theme="EDUC",
        period="ANNUAL",
        licence="CC-BY-4.0",
        source="Управление образования, сведения на 1 сентября",
    ),
    "schools.csv",
    [
        ("Название", "Вид", "Адрес", "Мест", "Детей", "Есть вход для колясок", "Телефон приёмной"),
        ("Школа № 1", "школа", "ул. Садовая, 4", 825, 910, "да", "8 800 100-00-01"),
        ("Школа № 2", "школа", "ул. Заводская, 18", 600, 574, "да", "8 800 100-00-02"),
        ("Школа № 3", "школа", "ул. Речная, 7", 550, 611, "нет", "8 800 100-00-03"),
        ("Гимназия № 4", "школа", "ул. Мира, 21", 700, 698, "да", "8 800 100-00-04"),
        ("Детский сад «Ромашка»", "детский сад", "ул. Садовая, 9", 240, 231, "да", ""),
        ("Детский сад «Солнышко»", "детский сад", "ул. Лесная, 3", 180, 176, "нет", ""),
        ("Детский сад «Теремок»", "детский сад", "ул. Речная, 12", 140, 149, "нет", ""),
    ],
    {6: fields.CONTACT},
)
CIRCLES = Given(
    "circles",
    About(
        title="Кто ходит в кружки и секции",
        text="Сколько детей занимается в муниципальных кружках и секциях, по занятиям и возрасту. "
        "Строк, в которых меньше пяти детей, нет.",
        theme="EDUC",
        period="QUARTERLY",
        licence="CC-BY-4.0",
        source="Центр детского творчества и спортивная школа",
    ),
    "circles.csv",
    [
        ("Занятие", "Возраст", "Год", "Детей"),
        ("Футбол", "7–10 лет", 2026, 64),
        ("Футбол", "11–14 лет", 2026, 71),
        ("Футбол", "15–17 лет", 2026, 22),
        ("Шахматы", "7–10 лет", 2026, 38),
        ("Шахматы", "11–14 лет", 2026, 19),
        ("Шахматы", "15–17 лет", 2026, 3),
        ("Хор", "7–10 лет", 2026, 45),
        ("Хор", "11–14 лет", 2026, 27),
        ("Хор", "15–17 лет", 2026, 8),
        ("Робототехника", "11–14 лет", 2026, 33),
        ("Робототехника", "15–17 лет", 2026, 15),
        ("Плавание", "7–10 лет", 2026, 88),
        ("Плавание", "11–14 лет", 2026, 52),
    ],
    {1: fields.GROUP, 3: fields.PERSONS},
)


def load(known: DemoPeople, log: Callable[[str], None]) -> None:
    """Enter the sets if they are not there yet, and look at the tables of the services."""
    author = identity.person_by_id(known.author_id)
    approver = identity.person_by_id(known.approver_id)
    if author is None or approver is None:
        return
    if not OwnSet.objects.exists():
        Publisher.objects.get_or_create(
            id=1,
            defaults={
                "name": "Администрация города",
                "inn": "1600000000",
                "email": "data@gov.example.org",
            },
        )
        for one in (SCHOOLS, CIRCLES):
            _enter(author, approver, one)
        log("наборов данных: 2")
    for code in watching.due():
        watching.look_at(code=code)


def _enter(author: PersonRef, approver: PersonRef, one: Given) -> None:
    """As the office does it: uploaded, columns looked over, published."""
    row = uploading.upload_set(
        author, code=one.code, about=one.about, data=table(one.rows), name=one.file_name
    )
    told = [
        replace(column, part=one.parts.get(place, column.part))
        for place, column in enumerate(fields.restored(row.fields))
    ]
    uploading.settle_columns(author, code=one.code, number=1, columns=told)
    publishing.publish_version(approver, code=one.code, number=1)


def table(rows: Sequence[Sequence[object]]) -> bytes:
    """Rows as a CSV of an office."""
    kept = io.StringIO()
    csv.writer(kept, delimiter=";").writerows(rows)
    return kept.getvalue().encode()
