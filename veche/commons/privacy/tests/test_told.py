"""The answer to a request about one's data is told to who asked, and to nobody else."""

from __future__ import annotations

from typing import Any

from veche.commons.identity.tests.makers import make_person
from veche.commons.privacy import actions, told


def test_the_answer_is_told_to_who_asked(town: Any) -> None:
    person = make_person()
    number = actions.make_request(person, kind="access")
    (kind,) = told.NOTICES
    notice = kind.tell({"number": number, "outcome": "done"})
    assert notice is not None
    assert notice.people == (person.known_id,)
    assert number in notice.title
    assert kind.tell({"number": "00000000", "outcome": "done"}) is None
