"""A small town with something of everything, and what can be told of it from outside."""

from __future__ import annotations

import hashlib
import random
from typing import Any
from uuid import UUID

from veche.commons.ballots import public as ballots
from veche.commons.ballots.models import Box
from veche.commons.files import public as files
from veche.commons.files import storage
from veche.commons.files.actions import keys_of
from veche.commons.files.models import StoredFile
from veche.commons.files.tests.makers import photo
from veche.commons.identity import public as identity
from veche.commons.identity.models import DataKey, Person
from veche.commons.towns import public as towns
from veche.domains.polls.actions import importing
from veche.domains.polls.models import QuestionKind
from veche.kernel.ids import new_id

TOWN = "zarechye"
CODES = ["1", "2", "3", "4"]


def fill() -> dict[str, Any]:
    """Two closed boxes, residents with contacts, a photo."""
    with towns.enter(TOWN):
        for number in (40, 90):
            _closed_poll(number)
        for number in range(3):
            person_id = new_id()
            identity.register_resident(id=person_id, level=identity.BY_CONTACT)
            identity.add_contact(person_id, f"+7 900 111-22-0{number}")
            files.save_photo(photo(), owner=person_id, purpose="drill", alt="Сквер")
    return tell()


def tell() -> dict[str, Any]:
    """The count of each closed box, counted again from its rows, whose contacts open, the files."""
    with towns.enter(TOWN):
        return {
            "boxes": {str(box): _count(box) for box in _closed()},
            "contacts": sorted(filter(None, map(_contact, _people()))),
            "files": {
                key: _digest(key) for row in StoredFile.objects.all() for key in keys_of(row)
            },
        }


def _closed_poll(number: int) -> None:
    listed = importing.ListedPoll(
        key=hashlib.sha256(f"drill {number}".encode()).hexdigest(),
        title=f"{number} ballots",
        summary="",
        question="Which?",
        kind=QuestionKind.SEVERAL,
        options=[importing.ListedOption(code, f"Project {code}") for code in CODES],
        maximum=2,
    )
    poll = importing.begin_import(listed)
    draw = random.Random(number)
    ballots.fill(
        poll.id,
        (
            ballots.FilledPaper(new_id(), {importing.QUESTION: draw.sample(CODES, 2)})
            for _ in range(number)
        ),
    )
    importing.finish_import(poll.id, expected=number)


def _closed() -> list[UUID]:
    return list(Box.objects.exclude(closed_at=None).order_by("id").values_list("id", flat=True))


def _count(box: UUID) -> dict[str, Any]:
    total, lines = ballots.recount(box)
    kept = ballots.results(box)
    assert total == kept.ballots
    return {"ballots": total, "lines": sorted([*key, *value] for key, value in lines.items())}


def _contact(person_id: UUID) -> str:
    try:
        return identity.masked_contact(person_id)
    except DataKey.DoesNotExist:
        return ""


def _people() -> list[UUID]:
    return list(Person.objects.values_list("id", flat=True))


def _digest(key: str) -> str:
    return hashlib.sha256(storage.of_town().read(key) or b"").hexdigest()
