"""The questions of a draft and their options.

A new row's id comes from the form that asks for it, so the same form sent twice writes one row.
Codes («q3», «o2») are given here once and never again to another row of the draft.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from veche.commons.files import public as files
from veche.commons.identity.public import PersonRef
from veche.domains.polls import rules
from veche.domains.polls.actions.changing import attach_file, draft_to_change, write_down
from veche.domains.polls.models import Neutral, Option, Poll, Question, QuestionKind
from veche.kernel.errors import Conflict, Invalid, NotFound
from veche.kernel.ids import new_id

QUESTIONS_MAX = 30
OPTIONS_MAX = 100


@dataclass(frozen=True)
class OptionText:
    """One option as written in the form."""

    id: UUID
    text: str
    detail: str = ""
    cost_kopecks: int | None = None
    place_text: str = ""
    latitude: float | None = None
    longitude: float | None = None
    photo_id: UUID | None = None


@dataclass(frozen=True)
class QuestionText:
    """One question as written in the form; `values` are columns of Question."""

    id: UUID
    kind: str
    values: dict[str, Any] = field(default_factory=dict)
    options: Sequence[OptionText] = ()
    neutral: Sequence[str] = ()


@transaction.atomic(durable=True)
def save_question(person: PersonRef, *, slug: str, question: QuestionText) -> Question:
    """Add a question, or change the one of that id, with all its options at once."""
    poll = draft_to_change(person, slug=slug)
    row = _row_of(poll, question)
    row.kind = question.kind
    for name, value in question.values.items():
        setattr(row, name, value)
    row.save()
    _save_options(person, poll, row, question)
    write_down(person, poll=poll, verb="polls.question_saved")
    return row


@transaction.atomic(durable=True)
def move_question(person: PersonRef, *, slug: str, code: str, position: int) -> None:
    """Put a question at a place counted from 1; harmless to repeat."""
    poll = draft_to_change(person, slug=slug)
    rows = list(poll.questions.all())
    moved = next((row for row in rows if row.code == code), None)
    if moved is None:
        raise NotFound()
    rows.remove(moved)
    rows.insert(max(0, position - 1), moved)
    for number, row in enumerate(rows, start=1):
        Question.objects.filter(id=row.id).exclude(position=number).update(position=number)
    write_down(person, poll=poll, verb="polls.question_moved")


@transaction.atomic(durable=True)
def remove_question(person: PersonRef, *, slug: str, code: str) -> None:
    """Take a question out; one that is not there is let be."""
    poll = draft_to_change(person, slug=slug)
    row = next((row for row in poll.questions.all() if row.code == code), None)
    if row is None:
        return
    files.remove([option.photo_id for option in row.options.all() if option.photo_id])
    row.delete()
    write_down(person, poll=poll, verb="polls.question_removed")


def _row_of(poll: Poll, question: QuestionText) -> Question:
    rows = list(poll.questions.all())
    for row in rows:
        if row.id == question.id:
            return row
    if Question.objects.filter(id=question.id).exists():
        raise NotFound()
    if len(rows) >= QUESTIONS_MAX:
        raise Conflict(
            _("В опросе уже тридцать вопросов"),
            advice=_("Длинный опрос мало кто заполняет до конца: уберите лишнее."),
        )
    return Question(
        id=question.id,
        poll=poll,
        position=max((row.position for row in rows), default=0) + 1,
        code=_next_code("q", [*(r.code for r in rows), *(r.shown_if_question for r in rows)]),
    )


def _save_options(person: PersonRef, poll: Poll, row: Question, question: QuestionText) -> None:
    kept = {option.id: option for option in Option.objects.filter(question=row)}
    wanted = [*_written(question), *_neutral(question, kept.values())]
    if len(wanted) > OPTIONS_MAX:
        raise Invalid(_("Вариантов слишком много: оставьте не больше ста"), code="too-many-options")
    new_ids = [text.id for text, _kind in wanted if text.id not in kept]
    if Option.objects.filter(id__in=new_ids).exists():
        raise NotFound()
    used = [option.code for option in kept.values()]
    used += [code for other in poll.questions.all() for code in other.shown_if_options]
    for position, (text, neutral) in enumerate(wanted, start=1):
        option = kept.pop(text.id, None)
        if option is None:
            option = Option(id=text.id, question=row, code=_next_code("o", used))
            used.append(option.code)
        _set_photo(person, poll, option, text.photo_id)
        option.position, option.neutral = position, neutral
        for name in _OPTION_COLUMNS:
            setattr(option, name, getattr(text, name))
        option.save()
    files.remove([option.photo_id for option in kept.values() if option.photo_id])
    Option.objects.filter(id__in=list(kept)).delete()


_OPTION_COLUMNS = ("text", "detail", "cost_kopecks", "place_text", "latitude", "longitude")


def _written(question: QuestionText) -> list[tuple[OptionText, str]]:
    if question.kind not in rules.WITH_OPTIONS or question.kind == QuestionKind.YES_NO:
        return []
    return [(text, Neutral.NONE) for text in question.options]


def _neutral(question: QuestionText, kept: Iterable[Option]) -> list[tuple[OptionText, str]]:
    """The options nobody writes by hand; rows that stand already keep their ids and codes."""
    ids = {(row.text, row.neutral): row.id for row in kept}
    return [
        (OptionText(ids.get(made) or new_id(), made[0]), made[1])
        for made in automatic_options(kind=question.kind, neutral=question.neutral)
    ]


def automatic_options(*, kind: str, neutral: Sequence[str]) -> list[tuple[str, str]]:
    """Text and sort of the options a question of this kind has by itself."""
    with translation.override(rules.TOWN_LANGUAGE):
        if kind == QuestionKind.YES_NO:
            return [(gettext("Да"), ""), (gettext("Нет"), ""), (gettext("Воздержусь"), "")]
        if kind not in rules.WITH_NEUTRAL:
            return []
        offered = (Neutral.UNSURE, Neutral.EXPERTS, Neutral.AGAINST_ALL)
        return [(str(one.label), one.value) for one in offered if one.value in neutral]


def _set_photo(person: PersonRef, poll: Poll, option: Option, photo_id: UUID | None) -> None:
    if photo_id == option.photo_id:
        return
    if photo_id is not None:
        attach_file(person, poll=poll, file_id=photo_id)
    if option.photo_id is not None:
        files.remove([option.photo_id])
    option.photo_id = photo_id


def _next_code(letter: str, used: Iterable[str]) -> str:
    numbers = [int(code[1:]) for code in used if re.fullmatch(rf"{letter}\d{{1,6}}", code)]
    return f"{letter}{max(numbers, default=0) + 1}"
