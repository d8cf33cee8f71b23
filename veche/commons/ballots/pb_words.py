"""What is wrong with a `.pb` file, in words: a line of the file and a sentence."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from veche.commons.ballots.pabulib import Flaw

FLAWS: dict[str, Promise] = {
    "too-big": _("файл больше {maximum} МБ"),
    "nul": _("нулевой байт: файл повреждён или это не текст"),
    "encoding": _("не читается как UTF-8: сохраните файл в этой кодировке"),
    "quotes": _("кавычки не закрыты или стоят не на месте"),
    "too-long-field": _("слишком длинное поле, похоже на незакрытую кавычку"),
    "no-meta": _("файл должен начинаться со строки META"),
    "section-order": _("раздел {name} не на месте: нужны META, PROJECTS, VOTES, каждый один раз"),
    "no-section": _("нет раздела {name}"),
    "no-header": _("в разделе {name} нет строки с названиями столбцов"),
    "meta-header": _("после META нужна строка key;value"),
    "meta-twice": _("{name} указано второй раз"),
    "no-meta-key": _("в разделе META не указано {name}"),
    "meta-number": _("{name} должно быть целым числом, а не «{given}»"),
    "vote-type": _(
        "вид голосования «{given}» неизвестен: бывают approval, choose-1, ordinal, "
        "cumulative, scoring"
    ),
    "size": _("{name} — {declared}, а в файле их {found}"),
    "no-columns": _("нет столбцов: {names}"),
    "column-twice": _("название столбца повторяется"),
    "cells": _("столбцов {found}, а нужно {expected}"),
    "too-many-projects": _("проектов больше {maximum}"),
    "too-many-votes": _("голосов больше {maximum}"),
    "no-projects": _("нет ни одного проекта"),
    "project-id": _(
        "номер проекта «{given}» не годится: нужно от 1 до {maximum} знаков без запятых"
    ),
    "project-twice": _("проект {id} уже был в строке {first}"),
    "cell-number": _("в столбце {name} должно быть число, а не «{given}»"),
    "voter-id": _("номер голосовавшего пуст или длиннее {maximum} знаков"),
    "voter-twice": _("голосовавший {id} уже был в строке {first}"),
    "unknown-project": _("проекта «{id}» нет в разделе PROJECTS"),
    "chosen-twice": _("проект {id} выбран дважды"),
    "points-unasked": _("при голосовании {type} баллов не бывает"),
    "points-count": _("баллов {points}, а проектов {projects}"),
    "points-number": _("баллы должны быть целым числом больше нуля, а не «{given}»"),
    "too-many-chosen": _("выбрано проектов {found}, а можно не больше {maximum}"),
    "too-few-chosen": _("выбрано проектов {found}, а нужно не меньше {minimum}"),
    "points-each": _("проекту отдано {found} баллов, а можно не больше {maximum}"),
    "points-sum": _("отдано {found} баллов, а можно не больше {maximum}"),
    "points-sum-least": _("отдано {found} баллов, а нужно не меньше {minimum}"),
    "result": _("{name} — {declared}, а по голосам файла выходит {found}"),
}


def explain_flaw(flaw: Flaw) -> str:
    """«Строка 17: …», one sentence."""
    sentence = str(FLAWS[flaw.code]).format(**flaw.values)
    if flaw.line:
        return f"{gettext('Строка {n}').format(n=flaw.line)}: {sentence}."
    return f"{sentence[:1].upper()}{sentence[1:]}."
