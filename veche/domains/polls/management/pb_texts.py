"""What the import of a `.pb` file says: to the operator, and in the poll that it makes."""

from __future__ import annotations

from veche.commons.ballots.public import pabulib

_FLAWS = {
    "too-big": "файл больше {maximum} МБ",
    "nul": "нулевой байт: файл повреждён или это не текст",
    "encoding": "не читается как UTF-8: сохраните файл в этой кодировке",
    "quotes": "кавычки не закрыты или стоят не на месте",
    "too-long-field": "слишком длинное поле, похоже на незакрытую кавычку",
    "no-meta": "файл должен начинаться со строки META",
    "section-order": "раздел {name} не на месте: нужны META, PROJECTS, VOTES, каждый один раз",
    "no-section": "нет раздела {name}",
    "no-header": "в разделе {name} нет строки с названиями столбцов",
    "meta-header": "после META нужна строка key;value",
    "meta-twice": "{name} указано второй раз",
    "no-meta-key": "в разделе META не указано {name}",
    "meta-number": "{name} должно быть целым числом, а не «{given}»",
    "vote-type": "вид голосования «{given}» неизвестен: бывают approval, choose-1, ordinal, "
    "cumulative, scoring",
    "size": "{name} — {declared}, а в файле их {found}",
    "no-columns": "нет столбцов: {names}",
    "column-twice": "название столбца повторяется",
    "cells": "столбцов {found}, а нужно {expected}",
    "too-many-projects": "проектов больше {maximum}",
    "too-many-votes": "голосов больше {maximum}",
    "no-projects": "нет ни одного проекта",
    "project-id": "номер проекта «{given}» не годится: нужно от 1 до {maximum} знаков без запятых",
    "project-twice": "проект {id} уже был в строке {first}",
    "cell-number": "в столбце {name} должно быть число, а не «{given}»",
    "voter-id": "номер голосовавшего пуст или длиннее {maximum} знаков",
    "voter-twice": "голосовавший {id} уже был в строке {first}",
    "unknown-project": "проекта «{id}» нет в разделе PROJECTS",
    "chosen-twice": "проект {id} выбран дважды",
    "points-unasked": "при голосовании {type} баллов не бывает",
    "points-count": "баллов {points}, а проектов {projects}",
    "points-number": "баллы должны быть целым числом больше нуля, а не «{given}»",
    "too-many-chosen": "выбрано проектов {found}, а можно не больше {maximum}",
    "too-few-chosen": "выбрано проектов {found}, а нужно не меньше {minimum}",
    "points-each": "проекту отдано {found} баллов, а можно не больше {maximum}",
    "points-sum": "отдано {found} баллов, а можно не больше {maximum}",
    "points-sum-least": "отдано {found} баллов, а нужно не меньше {minimum}",
    "result": "{name} — {declared}, а по голосам файла выходит {found}",
}
_NOTES = {
    "blank-ballots": "{count} бюллетеней без единого проекта: наименьшее число не указано, "
    "считаем их пустыми бюллетенями.",
    "total-unsaid": "Сколько всего баллов у голосующего, не указано: взято {total}.",
    "default-score": "default_score не учитывается: неотмеченный проект получает ноль.",
    "age-unread": "У {count} голосовавших возраст записан не числом: не сохраняем.",
    "method-unknown": "У {count} голосовавших способ голосования неизвестен: считаем, что сайт.",
}


def explain(flaw: pabulib.Flaw) -> str:
    """«Строка 17: …», one sentence."""
    sentence = _FLAWS[flaw.code].format(**flaw.values)
    return f"Строка {flaw.line}: {sentence}." if flaw.line else f"{sentence.capitalize()}."


def explain_note(note: pabulib.Note) -> str:
    """What was tolerated."""
    return _NOTES[note.code].format(**note.values)


def title(election: pabulib.Election) -> str:
    """The poll's title, at most 200 characters."""
    meta = election.meta
    given = meta.get("description") or f"{meta.get('unit', '')} {meta.get('instance', '')}".strip()
    return _shortened(given or "Голосование за проекты", 200)


def summary(election: pabulib.Election) -> str:
    """Where the poll comes from: its own place, dates, money and rule."""
    meta = election.meta
    place = ", ".join(filter(None, (meta.get(name) for name in ("country", "unit", "subunit"))))
    days = " — ".join(filter(None, (meta.get("date_begin"), meta.get("date_end"))))
    money = " ".join(filter(None, (meta.get("budget"), meta.get("currency"))))
    said = [
        ("Где", place),
        ("Когда голосовали", days),
        ("Бюджет", money),
        ("Правило подсчёта", meta.get("rule")),
        ("Примечание", meta.get("comment")),
    ]
    lines = ["Голосование загружено из файла pabulib (.pb): бюллетени те же, даты загрузки новые."]
    lines += [f"{name}: {value}" for name, value in said if value]
    return _shortened("\n".join(lines), 4000)


def question(election: pabulib.Election) -> str:
    """What the ballot asks."""
    if election.vote_type == pabulib.CHOOSE_ONE:
        return "Какой проект вы выбираете?"
    if election.vote_type == pabulib.APPROVAL:
        return "Какие проекты вы поддерживаете?"
    return "Как вы оцениваете проекты?"


def option_text(project: pabulib.Project) -> str:
    """The project's name, at most 300 characters."""
    return _shortened(project.name, 300)


def option_detail(election: pabulib.Election, project: pabulib.Project) -> str:
    """The cost in the file's own money."""
    return f"Стоимость: {project.cost:f} {election.meta.get('currency', '')}".strip()


def _shortened(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"
