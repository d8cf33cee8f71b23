"""Questions, answers and guides for tests, made the ordinary way."""

from __future__ import annotations

from veche.commons.identity.public import ADMIN, PersonRef
from veche.commons.identity.tests.makers import make_person
from veche.commons.moderation.tests.makers import moderator, pass_all
from veche.domains.advice.actions import answering, asking, guiding
from veche.domains.advice.actions.answering import OWN, Voice
from veche.domains.advice.models import Answer, Guide, Question

TITLE = "Как заменить счётчик воды в квартире?"
WORDS = "Подайте заявку управляющей компании, мастер придёт и опломбирует бесплатно."
BODY = "Управление городского хозяйства"


def official() -> PersonRef:
    """A person who speaks for the town."""
    return make_person(roles=(ADMIN,))


def ask(person: PersonRef | None = None, title: str = TITLE, text: str = "") -> Question:
    """A question as somebody asks it, public or not."""
    done = asking.ask_question(person or make_person(), title=title, text=text, theme="housing")
    return Question.objects.get(number=done.number)


def make_question(person: PersonRef | None = None, title: str = TITLE) -> Question:
    """A public question."""
    row = ask(person, title)
    pass_all(moderator())
    return Question.objects.get(id=row.id)


def answer(
    row: Question, person: PersonRef | None = None, text: str = WORDS, voice: Voice = OWN
) -> Answer:
    """An answer as its author writes it, public or not."""
    done = answering.write_answer(
        person or make_person(), number=row.number, text=text, voice=voice
    )
    return Answer.objects.get(id=done.id)


def make_answer(
    row: Question, person: PersonRef | None = None, text: str = WORDS, voice: Voice = OWN
) -> Answer:
    """A public answer."""
    made = answer(row, person, text, voice)
    pass_all(moderator())
    return Answer.objects.get(id=made.id)


def make_guide(asker: PersonRef | None = None, voice: Voice = OWN) -> Guide:
    """A guide of somebody's best answer, chosen by who asked."""
    asker = asker or make_person()
    row = make_question(asker)
    said = make_answer(row, official() if voice.body else None, voice=voice)
    guiding.choose_best(asker, answer_id=said.id)
    return Guide.objects.get(question=row)
