"""Advice on the words of a poll: where they push, hide a choice, or hide where a figure comes from.

Pure. Words are told by their stems: the texts are short, and a wrong hint costs a glance, so a
dictionary of forms would not pay for itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# not shown in this module: stems that are looked for, never printed
LEADING = (
    r"согласны ли (вы )?с тем",
    r"не (считаете|кажется|думаете|хотите|пора|лучше) ли",
    r"не так ли",
    r"разве (не|вы|можно|нужн)",
    r"как (все|многие) знают",
    r"(очевидно|понятно|ясно|известно),? что",
    r"поддерживаете ли (вы )?(необходим|долгожданн|важн|нужн)",
    r"вы ведь",
)
ABSOLUTE = (
    r"всегда",
    r"никогда",
    r"кажд(ый|ого|ому|ым|ая|ую)",
    r"любо(й|го|му|м|е)",
    r"вс(е|ех|ем|еми)",
    r"никто",
    r"ник(ого|ому)",
    r"абсолютно",
    r"полностью",
    r"единственн\w*",
    r"безусловно",
    r"навсегда",
)
LOADED = (
    r"давно назре\w*",
    r"долгожданн\w*",
    r"уродлив\w*",
    r"современн\w* и удобн\w*",
    r"бессмысленн\w*",
    r"позорн\w*",
    r"развал\w*",
    r"прекрасн\w*",
    r"замечательн\w*",
    r"лучш(ий|ая|ее|его|ую) вариант\w*",
)
# «против всех» and «со всеми удобствами» are no claims about everyone.
_HARMLESS = r"(против всех|прежде всего|чаще всего|больше всего|всего лишь|все вместе)"
SUM = r"\d[\d \u00a0\u202f.,]*\s?(руб|₽|млн|млрд|тыс)"
SOURCE = (
    r"(смет|источник|по данным|бюджет|проект|расч[её]т|постановлени|решени|договор|№|https?://)"
)
VERBS = (
    r"(построить|снести|ремонтировать|отремонтировать|открыть|закрыть|перенести|сделать|"
    r"убрать|поставить|установить|благоустроить|обновить|продлить|создать|запретить|разрешить|"
    r"посадить|вырубить|поддерживаете|согласны|доверяете|устраивает|нравится|хотите|готовы)"
)
UNEQUAL, LONG_OPTION = 4, 40
TWO_OPTIONS, LONG_QUESTION = 2, 160


@dataclass(frozen=True)
class Words:
    """One question as it will be read."""

    code: str
    kind: str
    text: str
    hint: str = ""
    options: Sequence[str] = ()
    neutral: int = 0


@dataclass(frozen=True)
class Remark:
    """One thing to think over: where, which rule, the words that gave cause."""

    where: str
    code: str
    found: str = ""


def remarks(
    *, title: str, summary: str, questions: Sequence[Words], sides: Sequence[str] = ()
) -> list[Remark]:
    """Everything worth a second look, in the order of the paper; the same rule once in a place."""
    found = [*_of_phrase("title", title), *_unsourced("title", title, summary)]
    found += _unsourced("summary", summary, summary)
    for question in questions:
        if question.text != title:  # a question that is the title was read already
            found += _of_phrase(question.code, question.text)
            found += _unsourced(question.code, question.text, f"{summary} {question.hint}")
        found += _of_options(question, summary)
    # Where one side speaks alone, that is told apart, with the side that is missing.
    if questions and not {"for", "against"} & set(sides):
        found.append(Remark("materials", "no-against"))
    return list({(one.where, one.code): one for one in reversed(found)}.values())[::-1]


def _of_phrase(where: str, text: str) -> Iterator[Remark]:
    plain = re.sub(_HARMLESS, " ", _plain(text))
    for code, patterns in (("leading", LEADING), ("absolute", ABSOLUTE), ("loaded", LOADED)):
        seen = _first(patterns, plain)
        if seen:
            yield Remark(where, code, seen)
    if is_double(text):
        yield Remark(where, "double", text.strip())
    if len(text) > LONG_QUESTION:
        yield Remark(where, "long")
    if re.search(r"\bне\b.*\bне\b", plain) and text.rstrip().endswith("?"):
        yield Remark(where, "double-negation")


def is_double(text: str) -> bool:
    """Whether one «да» would answer two things at once: two verbs joined by «и»."""
    plain = _plain(text)
    joined = rf"\b{VERBS}\b.*\bи\b.*\b{VERBS}\b"
    return text.count("?") > 1 or re.search(joined, plain) is not None


def _of_options(question: Words, summary: str) -> Iterator[Remark]:
    real = [option for option in question.options if option.strip()]
    if question.kind in {"one", "several", "ranking"} and real and not question.neutral:
        yield Remark(question.code, "no-neutral")
    if len(real) >= TWO_OPTIONS:
        lengths = sorted(len(option) for option in real)
        if lengths[-1] >= max(LONG_OPTION, UNEQUAL * lengths[0]):
            yield Remark(question.code, "unequal", max(real, key=len))
    for option in real:
        seen = _first(LOADED, _plain(option))
        if seen:
            yield Remark(question.code, "loaded-option", seen)
    for option in real:
        yield from _unsourced(question.code, option, f"{summary} {question.hint}")


def _unsourced(where: str, text: str, around: str) -> Iterator[Remark]:
    """A sum that nobody can check: no word of a budget, an estimate or a link beside it."""
    seen = re.search(SUM, text, re.IGNORECASE)
    if seen and not re.search(SOURCE, f"{text} {around}", re.IGNORECASE):
        yield Remark(where, "sum-without-source", seen[0].strip())


def _first(patterns: Sequence[str], text: str) -> str:
    for pattern in patterns:
        found = re.search(rf"\b(?:{pattern})\b", text)
        if found:
            return found[0].strip()
    return ""


def _plain(text: str) -> str:
    """Lower case, «ё» as «е», single spaces."""
    return " ".join(text.lower().replace("ё", "е").split())
