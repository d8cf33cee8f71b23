"""Appeals and receptions for tests, made the ordinary way."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any
from uuid import UUID, uuid4

from veche.commons.files import public as files
from veche.commons.files.tests.makers import photo
from veche.commons.hall.tests.makers import switch_service
from veche.commons.identity.public import Addressee, PersonRef
from veche.commons.identity.tests.makers import make_person
from veche.domains.appeals.actions import deciding, filing, receiving, working
from veche.domains.appeals.actions.moving import Words
from veche.domains.appeals.actions.receiving import HoursText
from veche.domains.appeals.models import Appeal, Department, Draft, Reception
from veche.domains.appeals.queries import dates
from veche.domains.appeals.queries.reading import APPEAL_FILES
from veche.domains.appeals.rules import states

WRITER = Addressee("Орлова", "Вера", "Ивановна", "Заречье, Луговая улица, 54")
WORDS = Words("Отвечаем по существу.", "Глава города", "Сергеева А. П.")


def open_service() -> None:
    """Switch the service on in a town that is no demo."""
    switch_service("appeals", "on")


def author() -> PersonRef:
    """Somebody whose document was seen."""
    return make_person(level=2)


def role(name: str) -> PersonRef:
    """Somebody with that role."""
    return make_person(roles=[name])


def upload(person: PersonRef) -> UUID:
    """A photo of one's own, kept and hung nowhere."""
    return files.save_photo(photo(), owner=person.id, purpose=APPEAL_FILES).id


def fill_draft(person: PersonRef, **given: Any) -> Draft:
    """A draft with everything in it."""
    values = {"text": "Прошу починить мост", "kind": states.STATEMENT, "addressee": WRITER}
    return filing.save_draft(person, **{**values, **given})


def make_appeal(person: PersonRef | None = None, **given: Any) -> Appeal:
    """An appeal just filed."""
    writer = person or author()
    return fresh(filing.file_appeal(writer, draft_id=fill_draft(writer, **given).id))


def fresh(row: Appeal | str) -> Appeal:
    """The row as it is now."""
    number = row if isinstance(row, str) else row.number
    return Appeal.objects.select_related("department").get(number=number)


def make_department(name: str = "Управление городского хозяйства") -> Department:
    """Who prepares answers."""
    return Department.objects.create(name=name)


def registered(row: Appeal | None = None) -> Appeal:
    """In the book."""
    row = row or make_appeal()
    working.register_appeal(role("coordinator"), number=row.number, version=row.version)
    return fresh(row)


def prepared(row: Appeal | None = None, by: PersonRef | None = None) -> Appeal:
    """With an answer that waits for a signature."""
    row = row or registered()
    working.prepare_answer(
        by or role("coordinator"), number=row.number, version=row.version, words=WORDS
    )
    return fresh(row)


def answered(row: Appeal | None = None) -> Appeal:
    """With a signed answer."""
    row = prepared(row)
    deciding.sign_answer(role("approver"), number=row.number, version=row.version)
    return fresh(row)


def hours(**given: Any) -> HoursText:
    """Two hours in a week, a quarter of an hour each."""
    values: dict[str, Any] = {
        "post": "Глава города",
        "host": "Сергеева А. П.",
        "place": "Кабинет 12",
        "topics": "",
        "on": dates.today() + timedelta(days=7),
        "starts": time(15),
        "ends": time(17),
        "minutes": 15,
    }
    return HoursText(**{**values, **given})


def make_reception(**given: Any) -> Reception:
    """Hours that may be booked."""
    slug = receiving.publish_reception(role("coordinator"), key=uuid4().hex, text=hours(**given))
    return Reception.objects.get(slug=slug)
