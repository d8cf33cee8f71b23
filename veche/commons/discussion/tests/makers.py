"""A thing to argue about, for tests."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

from veche.commons.discussion import actions
from veche.commons.discussion.models import Argument
from veche.commons.identity.public import PersonRef
from veche.commons.identity.tests.makers import make_person
from veche.commons.moderation.tests.makers import moderator, pass_all
from veche.kernel.manifest import Discussed, Subject

KIND = "tests.question"
WORDS = "В сквере есть тень, а на площади летом сорок градусов."


@dataclass
class Question:
    """What is argued about; closed and hidden as a test likes."""

    id: UUID
    is_open: bool = True
    is_there: bool = True
    min_age: int = 0
    people: tuple[UUID, ...] = ()

    @property
    def kind(self) -> Discussed:
        return Discussed(KIND, "Вопрос", self.find, lambda subject_id: self.people)

    def find(self, subject_id: UUID) -> Subject | None:
        if subject_id != self.id or not self.is_there:
            return None
        return Subject("Какой быть площади?", "/", self.is_open, min_age=self.min_age)


def make_question() -> Question:
    """Something new to argue about."""
    return Question(uuid4())


def argue(
    question: Question,
    person: PersonRef | None = None,
    side: str = "for",
    text: str = WORDS,
    speaks_for: str = "",
) -> Argument:
    """An argument as its author writes it."""
    written = actions.write_argument(
        person or make_person(),
        kind=KIND,
        subject_id=question.id,
        side=side,
        text=text,
        speaks_for=speaks_for,
    )
    return Argument.objects.get(id=written.id)


def make_argument(question: Question, side: str = "for", text: str = WORDS) -> Argument:
    """A public argument of somebody new."""
    row = argue(question, side=side, text=text)
    pass_all(moderator())
    return again(row)


def again(row: Argument) -> Argument:
    """The same row as it is now."""
    return Argument.objects.get(id=row.id)
