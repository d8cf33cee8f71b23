"""Reads the town's table of places and ages: `dimension;group;people`, checked whole."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from django.utils.translation import gettext as _

from veche.domains.polls.rules import AGE_BANDS

MAX_BYTES = 200_000
MAX_PEOPLE = 100_000_000
MOST_DIGITS = 12
Figures = dict[str, dict[str, int]]
BANDS = {name: name for _start, name in AGE_BANDS}


class CensusRefused(ValueError):
    """The table cannot be taken; the text says each line and what to mend."""


def read_census(data: bytes, places: Mapping[str, str]) -> Figures:
    """{"place": {id: people}, "age": {band: people}}; `places` are ids by casefolded name."""
    known = {"place": places, "age": BANDS}
    figures: Figures = {}
    faults = []
    for line, row in enumerate(_rows(data), start=1):
        fault = _take(row, known, figures)
        if fault and not (line == 1 and row[:1] == ["dimension"]):
            faults.append(_("строка %(line)s: %(fault)s") % {"line": line, "fault": fault})
    if faults:
        raise CensusRefused("; ".join(faults[:10]))
    if not any(len(groups) > 1 for groups in figures.values()):
        raise CensusRefused(_("в таблице меньше двух групп"))
    return figures


def _rows(data: bytes) -> list[list[str]]:
    if len(data) > MAX_BYTES:
        raise CensusRefused(_("файл больше 200 КБ"))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CensusRefused(_("файл не в кодировке UTF-8")) from None
    delimiter = ";" if ";" in text else ","
    try:
        read = list(csv.reader(io.StringIO(text), delimiter=delimiter, strict=True))
    except csv.Error:
        raise CensusRefused(_("таблицу не удалось прочитать: проверьте кавычки")) from None
    return [[cell.strip() for cell in row] for row in read if any(cell.strip() for cell in row)]


def _take(row: list[str], known: Mapping[str, Mapping[str, str]], figures: Figures) -> str:
    """Put a row among the figures; what is wrong with it, "" when nothing is."""
    if len(row) != 3:
        return _("нужны три столбца: dimension, group, people")
    dimension, group, people = row
    if dimension not in known:
        return _("первый столбец бывает place или age")
    code = known[dimension].get(group.casefold())
    if code is None:
        return _("нет такой группы: %(group)s") % {"group": group[:60]}
    is_number = people.isascii() and people.isdecimal() and len(people) <= MOST_DIGITS
    if not is_number or int(people) > MAX_PEOPLE:
        return _("число людей — целое, без пробелов")
    if code in figures.setdefault(dimension, {}):
        return _("группа %(group)s уже была") % {"group": group[:60]}
    figures[dimension][code] = int(people)
    return ""
