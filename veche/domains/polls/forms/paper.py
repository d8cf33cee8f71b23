"""The ballot paper on the screen: what to show of each question, and how to read what came back."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from veche.commons.files import public as files
from veche.commons.places import public as places
from veche.domains.polls.models import Neutral, Option, Poll, Question, QuestionKind
from veche.kernel.errors import Invalid


@dataclass
class PaperQuestion:
    """One question as the template `polls/_question.html` shows it."""

    name: str
    number: int
    kind: str
    legend: str
    hint: str
    hint_is_written: bool
    is_required: bool
    error: str = ""
    options: list[dict[str, Any]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    value: Any = ""
    total: int = 0
    unit: str = ""
    used: int = 0
    limit: int = 0
    shown_if: str = ""
    shown_if_options: str = ""
    latitude: str = ""
    longitude: str = ""
    where: str = ""
    address: str = ""
    addresses: list[str] = field(default_factory=list)


def show(
    poll: Poll,
    given: Mapping[str, Any] | None = None,
    errors: Mapping[str, Any] | None = None,
    seed: str = "",
) -> list[PaperQuestion]:
    """The paper, filled with an earlier or a refused choice; `seed` fixes the shuffled order."""
    given, errors = given or {}, errors or {}
    questions = list(poll.questions.all())
    photos = files.refs(
        option.photo_id for q in questions for option in q.options.all() if option.photo_id
    )
    return [
        _question(poll, question, number, given.get(question.code), errors, seed, photos)
        for number, question in enumerate(questions, 1)
    ]


def _question(
    poll: Poll,
    question: Question,
    number: int,
    answer: Any,
    errors: Mapping[str, Any],
    seed: str,
    photos: Mapping[Any, files.FileRef],
) -> PaperQuestion:
    shown = PaperQuestion(
        name=question.code,
        number=number,
        kind=question.kind,
        legend=question.text,
        hint=question.hint or _hint(question),
        hint_is_written=bool(question.hint),
        is_required=question.is_required,
        error=str(errors.get(question.code, "")),
        shown_if=question.shown_if_question,
        shown_if_options=" ".join(question.shown_if_options),
    )
    options = _ordered(poll, question, seed)
    if question.kind == QuestionKind.SCALE:
        shown.numbers = list(range(question.scale_low, question.scale_high + 1))
        shown.value = answer
    elif question.kind == QuestionKind.TEXT:
        shown.value = answer or ""
    elif question.kind == QuestionKind.PLACE and isinstance(answer, list):
        shown.latitude, shown.longitude = str(answer[0]), str(answer[1])
        shown.where = Said("", _parts(question, answer)).answer
    elif question.kind == QuestionKind.PLACE and isinstance(answer, str):
        shown.address, shown.addresses = answer, _alike(answer)
    shown.options = [_option(question, option, answer, photos) for option in options]
    if question.kind in {QuestionKind.SEVERAL, QuestionKind.RANKING}:
        shown.limit = question.maximum
    if question.kind == QuestionKind.BUDGET:
        shown.total = question.total // _step(question)
        shown.unit = _("₽") if question.total_unit == "roubles" else _("баллов")
        values = [option["value"] for option in shown.options]
        shown.used = sum(value for value in values if isinstance(value, int))
    return shown


def _step(question: Question) -> int:
    """Roubles are kept as kopecks and asked as roubles."""
    return 100 if question.total_unit == "roubles" else 1


def _ordered(poll: Poll, question: Question, seed: str) -> list[Option]:
    options = list(question.options.all())
    if poll.shuffles_options and seed and question.kind != QuestionKind.YES_NO:
        real = [option for option in options if option.neutral == Neutral.NONE]
        random.Random(f"{seed}:{question.id}").shuffle(real)  # noqa: S311  fairness, not secrecy
        options = real + [option for option in options if option.neutral != Neutral.NONE]
    return options


def _option(
    question: Question, option: Option, answer: Any, photos: Mapping[Any, files.FileRef]
) -> dict[str, Any]:
    photo = photos.get(option.photo_id) if option.photo_id else None
    value: Any = ""
    if isinstance(answer, dict):
        given = answer.get(option.code, 0)
        value = given // _step(question) if isinstance(given, int) else given
    elif question.kind == QuestionKind.RANKING and isinstance(answer, list):
        value = answer.index(option.code) + 1 if option.code in answer else ""
    return {
        "value": value if question.kind in {"ranking", "budget"} else option.code,
        "name": f"{question.code}-{option.code}",
        "title": option.shown,
        "is_written": option.is_written,
        "text": option.detail,
        "price_kopecks": option.cost_kopecks,
        "place": option.place_text,
        "photo": files.url(photo.id, 320) if photo else "",
        "photo_alt": photo.alt if photo else "",
        "checked": isinstance(answer, list) and option.code in answer,
        "apart": option.neutral != Neutral.NONE,
        "alone": option.neutral != Neutral.NONE and question.kind != QuestionKind.ONE,
    }


def _hint(question: Question) -> str:
    if question.kind == QuestionKind.SEVERAL and question.maximum > 1:
        return _("Можно отметить до %(n)s.") % {"n": question.maximum}
    if question.kind == QuestionKind.RANKING and question.maximum:
        return _("Расставьте не больше %(n)s: 1 — самое важное.") % {"n": question.maximum}
    return ""


def read(poll: Poll, post: QueryDict) -> dict[str, Any]:
    """The raw choice of a posted paper; what it means is judged by the ballot box."""
    choice: dict[str, Any] = {}
    for question in poll.questions.all():
        answer = _READERS.get(QuestionKind(question.kind), _read_marks)(question, post)
        if answer not in (None, "", [], {}):
            choice[question.code] = answer
    return choice


def _read_marks(question: Question, post: QueryDict) -> list[str]:
    return post.getlist(question.code)[:500]


# No lists of options: the box refuses them, `told` says why.
ONE_PLACE_FOR_TWO, A_PLACE_LEFT_OUT = "one place for two", "a place left out"


def _read_ranking(question: Question, post: QueryDict) -> list[str] | str:
    placed: list[tuple[int, int, str]] = []
    for index, option in enumerate(question.options.all()):
        written = post.get(f"{question.code}-{option.code}", "").strip()
        number = _whole(written)
        if number:
            placed.append((number, index, option.code))
        elif written:
            return written  # no number: the box says that it cannot be read
    places_taken = [number for number, _index, _code in placed]
    if len(set(places_taken)) < len(placed):
        return ONE_PLACE_FOR_TWO
    if sorted(places_taken) != list(range(1, len(placed) + 1)):
        return A_PLACE_LEFT_OUT
    return [code for _number, _index, code in sorted(placed)]


def _read_scale(question: Question, post: QueryDict) -> int | str | None:
    raw = post.get(question.code, "")
    number = _whole(raw)
    return number if number is not None else raw


def _read_budget(question: Question, post: QueryDict) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for option in question.options.all():
        written = post.get(f"{question.code}-{option.code}", "").strip()
        number = _whole(written)
        if number:
            given[option.code] = number * _step(question)
        elif written and number is None:
            given[option.code] = written  # no number: the box says that it cannot be read
    return given


def _read_text(question: Question, post: QueryDict) -> str:
    return post.get(question.code, "")


# No point and no words: the box refuses it, `told` says why.
OUTSIDE: dict[str, Any] = {"outside": True}
ALIKE = 5


def _read_place(question: Question, post: QueryDict) -> list[float] | str | dict[str, Any]:
    """The point of a typed address, which says more than a point left from before; else the point.

    An address is an answer only when it names one house: what is merely like it is shown first.
    """
    written = post.get(f"{question.code}-address", "").strip()[:200]
    if written:
        named = [one for one in places.addresses(written, ALIKE) if one.is_named_by(written)]
        return [named[0].latitude, named[0].longitude] if len(named) == 1 else written
    latitude, longitude = post.get(f"{question.code}-lat", ""), post.get(f"{question.code}-lon", "")
    try:
        point = [float(latitude), float(longitude)]
    except ValueError:
        return ""
    # Outside the town's borders it is no answer; the box refuses what is no point.
    inside = not places.has_geography() or places.place_at(*point)
    return point if inside else OUTSIDE


def _alike(written: str) -> list[str]:
    """Addresses of the town that these words may mean."""
    return [one.text for one in places.addresses(written, ALIKE)]


_READERS = {
    QuestionKind.RANKING: _read_ranking,
    QuestionKind.SCALE: _read_scale,
    QuestionKind.BUDGET: _read_budget,
    QuestionKind.TEXT: _read_text,
    QuestionKind.PLACE: _read_place,
}


def _roubles(kopecks: int) -> str:
    return f"{kopecks // 100:,}".replace(",", "\u00a0")


def told(poll: Poll, choice: Mapping[str, Any], problem: Invalid) -> dict[str, str]:
    """What the box refused, in the words and the units of the question on the screen."""
    words = {code: str(text) for code, text in problem.fields.items()}
    for question in poll.questions.all():
        if question.code not in words:
            continue
        limits = problem.context.get("limits", {})
        if choice.get(question.code) == ONE_PLACE_FOR_TWO:
            words[question.code] = _("Двум вариантам дано одно место: поставьте разные.")
        elif choice.get(question.code) == A_PLACE_LEFT_OUT:
            words[question.code] = _("Места идут подряд: 1, 2, 3. Какое-то пропущено.")
        elif question.kind == QuestionKind.PLACE and choice.get(question.code) == OUTSIDE:
            words[question.code] = _("Отметьте место внутри округа.")
        elif question.kind == QuestionKind.PLACE and isinstance(choice.get(question.code), str):
            words[question.code] = _address_words(choice[question.code])
        elif _step(question) > 1 and limits:
            roubles = {name: _roubles(value) for name, value in limits.items()}
            words[question.code] = {
                "over-total": _("Распределено больше, чем есть: всего %(total)s ₽."),
                "too-much": _("Одному варианту можно отдать не больше %(maximum)s ₽."),
            }.get(problem.code, words[question.code]) % roubles
    return words


def _address_words(written: str) -> str:
    alike = _alike(written)
    if not alike:
        return _("Такого адреса в списке города нет. Проверьте улицу и дом.")
    return _("Уточните адрес: напишите его целиком, как в списке. Похожие: %(alike)s.") % {
        "alike": "; ".join(alike)
    }


def _whole(text: str) -> int | None:
    text = text.strip().replace("\u00a0", "").replace(" ", "")
    negative = text.startswith("-")
    digits = text[1:] if negative else text
    if not digits.isascii() or not digits.isdigit() or len(digits) > 15:
        return None
    return -int(digits) if negative else int(digits)


@dataclass(frozen=True)
class Part:
    """A piece of an answer in words, and whether somebody wrote them."""

    text: str
    is_written: bool = True


@dataclass(frozen=True)
class Said:
    """A question and the answer to it, in words."""

    question: str
    parts: list[Part]

    @property
    def answer(self) -> str:
        return "; ".join(part.text for part in self.parts)


def spoken(poll: Poll, choice: Mapping[str, Any]) -> list[Said]:
    """A choice in words, for the receipt."""
    said: list[Said] = []
    for question in poll.questions.all():
        answer = choice.get(question.code)
        if answer is not None:
            said.append(Said(question.text, _parts(question, answer)))
    return said


def _parts(question: Question, answer: Any) -> list[Part]:
    known = {option.code: option for option in question.options.all()}

    def part(code: Any, before: str = "", after: str = "") -> Part:
        option = known.get(code)
        name, is_written = (option.shown, option.is_written) if option else (str(code), False)
        return Part(f"{before}{name}{after}", is_written)

    if question.kind == QuestionKind.RANKING:
        return [part(code, f"{n}. ") for n, code in enumerate(answer, 1)]
    if isinstance(answer, dict):
        step = _step(question)
        unit = " ₽" if step > 1 else ""
        return [
            part(code, after=f" — {value // step:,}{unit}".replace(",", "\u00a0"))
            for code, value in answer.items()
        ]
    if question.kind == QuestionKind.PLACE:
        where = places.place_at(*answer)
        point = _("место на карте: %(lat)s, %(lon)s") % {"lat": answer[0], "lon": answer[1]}
        return [*([Part(where.name)] if where is not None else []), Part(point, is_written=False)]
    if isinstance(answer, list):
        return [part(code) for code in answer]
    return [Part(str(answer), question.kind == QuestionKind.TEXT)]
