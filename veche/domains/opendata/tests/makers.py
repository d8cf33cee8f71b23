"""Sets of open data for tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from veche.commons.hall.tests.makers import switch_service
from veche.commons.identity.public import PersonRef
from veche.commons.identity.tests.makers import make_person
from veche.domains.opendata.actions import publishing, uploading
from veche.domains.opendata.actions.uploading import About
from veche.domains.opendata.demo import table
from veche.domains.opendata.models import Version
from veche.domains.opendata.rules import fields

ABOUT = About("Школы", "Школы города: где и сколько мест.", "EDUC", "ANNUAL", "CC-BY-4.0")
SCHOOLS: Sequence[Sequence[object]] = [
    ("Название", "Мест", "Открыта", "Есть бассейн", "Площадь"),
    ("Школа № 1", 825, "01.09.1970", "да", "1 234,5"),
    ("Школа № 2", 600, "01.09.1985", "нет", "900"),
    ("Школа № 3; старая", 550, "", "нет", ""),
]
CHILDREN: Sequence[Sequence[object]] = [
    ("Район", "Возраст", "Детей"),
    ("Северный", "7–10", 40),
    ("Северный", "11–14", 3),
    ("Южный", "7–10", 25),
    ("Южный", "11–14", 12),
]


def open_service() -> None:
    """Switch the service on in a town that is no demo."""
    switch_service("opendata", "on")


def role(*names: str) -> PersonRef:
    """An official."""
    return make_person(roles=list(names))


def upload(
    code: str = "schools",
    rows: Sequence[Sequence[object]] = SCHOOLS,
    *,
    title: str = ABOUT.title,
    by: PersonRef | None = None,
) -> Version:
    """A set whose columns are as they were guessed."""
    return uploading.upload_set(
        by or role("author"),
        code=code,
        about=replace(ABOUT, title=title),
        data=table(rows),
        name="таблица.csv",
    )


def settle(row: Version, parts: dict[int, str] | None = None) -> Version:
    """Its columns looked over."""
    told = [
        replace(one, part=(parts or {}).get(place, one.part))
        for place, one in enumerate(fields.restored(row.fields))
    ]
    return uploading.settle_columns(role("author"), code=row.code, number=row.number, columns=told)


def publish(
    code: str = "schools",
    rows: Sequence[Sequence[object]] = SCHOOLS,
    *,
    parts: dict[int, str] | None = None,
    title: str = ABOUT.title,
) -> Version:
    """A set from its file to everyone."""
    row = settle(upload(code, rows, title=title), parts)
    return publishing.publish_version(role("approver"), code=row.code, number=row.number)


def publish_children() -> Version:
    """Counts of children by district and age: one of them of three."""
    parts = {0: fields.GROUP, 1: fields.GROUP, 2: fields.PERSONS}
    return publish("children", CHILDREN, parts=parts, title="Дети")
