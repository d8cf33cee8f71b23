"""Words of the open budget: sides, stages, columns, faults, nodes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from veche.domains.transparency.models import Node, Source
from veche.domains.transparency.queries import classification
from veche.domains.transparency.rules import amounts, axes, codes, lines, mapping, stages

# What whoever follows the budget follows.
TOPIC = "transparency.budget:town"
SIDES: dict[str, Promise] = {codes.SPENDING: _("Расходы"), codes.REVENUE: _("Доходы")}
SIDES[codes.SOURCES] = _("Источники покрытия дефицита")
STAGES: dict[str, Promise] = {
    stages.DRAFT: _("Проект"),
    stages.ADOPTED: _("Утверждён"),
    stages.REVISED: _("Уточнён"),
    stages.EXECUTED: _("Исполнение"),
}
STATES: dict[str, tuple[Promise, str]] = {
    stages.UPLOADED: (_("ждёт столбцов"), "bell"),
    stages.CHECKING: (_("проверяем"), "bell"),
    stages.FAULTY: (_("есть ошибки"), "bad"),
    stages.READY: (_("можно публиковать"), "good"),
    stages.PUBLISHED: (_("опубликован"), "good"),
    stages.WITHDRAWN: (_("отозван"), "grey"),
}
FIELDS: dict[str, Promise] = {
    mapping.NAME: _("Наименование"),
    mapping.OFFICE: _("Главный распорядитель (ГРБС) или администратор доходов"),
    mapping.SECTION: _("Раздел (Рз) или раздел и подраздел вместе (КФСР)"),
    mapping.SUBSECTION: _("Подраздел (ПР)"),
    mapping.TARGET: _("Целевая статья (ЦСР)"),
    mapping.KIND: _("Вид расходов (ВР)"),
    mapping.CODE: _("Код бюджетной классификации целиком (20 знаков)"),
    mapping.PLAN: _("Утверждено, план"),
    mapping.REVISED: _("Уточнённый план"),
    mapping.EXECUTED: _("Исполнено"),
}
UNITS: dict[int, Promise] = {
    amounts.ROUBLES: _("рубли"),
    amounts.THOUSANDS: _("тысячи рублей"),
    amounts.MILLIONS: _("миллионы рублей"),
}
AXES: dict[str, Promise] = {
    axes.FUNCTION: _("На что"),
    axes.OFFICE: _("Кто тратит"),
    axes.PROGRAMME: _("По программам"),
    axes.INCOME: _("Откуда"),
    axes.PROPERTY: _("Доходы от имущества"),
    axes.DEFICIT: _("Чем покрывают дефицит"),
}
# What stands above the years when a side is compared whole.
WHOLES: dict[str, Promise] = {
    **dict.fromkeys(axes.AXES[codes.SPENDING], _("Все расходы")),
    axes.INCOME: _("Все доходы"),
    axes.PROPERTY: _("Доходы от имущества"),
    axes.DEFICIT: _("Все источники"),
}
NO_LINES, UNREADABLE, UNCLOSED = "no_lines", "unreadable", "unclosed"
FAULTS: dict[str, Promise] = {
    "office": _("Код распорядителя или администратора: три знака"),
    "section": _("Раздел: две цифры, от 01 до 14"),
    "subsection": _("Подраздел: две цифры, и не из другого раздела"),
    codes.APART: _("Раздел и подраздел спорят: в столбце раздела стоит другой подраздел"),
    "target": _("Целевая статья: десять знаков"),
    "kind": _("Вид расходов: три цифры"),
    "code": _("Код бюджетной классификации: двадцать знаков"),
    "income": _("Код доходов начинается с 1 или 2, а этот о другом"),
    lines.BAD_AMOUNT: _("Не число"),
    lines.TOO_LARGE: _("Число слишком большое: такой суммы в бюджете быть не может"),
    lines.ERROR_CELL: _("В ячейке ошибка формулы"),
    lines.UNCOUNTED: _("Формула не посчитана: откройте файл в табличной программе и сохраните"),
    lines.NO_CODE: _("Сумма есть, а кода нет"),
    lines.NO_OFFICE: _("У других строк код распорядителя есть, а здесь нет: впишите его в каждую"),
    UNCLOSED: _("Кавычка в этой строке не закрыта: ряды за ней слились в одну ячейку"),
    lines.WRONG_SECTION: _("Такого раздела в классификации нет"),
    NO_LINES: _("Под заголовками нет ни одной строки с кодом и суммой"),
    UNREADABLE: _("Файл не прочитать до конца: он повреждён или слишком большой"),
}
_NONE: dict[str, Promise] = {
    "office": _("Распорядитель не указан"),
    "programme": _("Вне программ"),
    "part": _("Раздел не указан"),
}
WITHOUT_PROGRAMME = "99"


def faults(row: Source) -> list[dict[str, Any]]:
    """Faults by cell, as the list of the page and its download tell them."""
    return [
        {
            "cell": amounts.cell_name(one["column"], one["row"]) if one["row"] else "",
            "heading": _heading(row, one["column"]),
            "what": str(FAULTS[one["what"]]),
            "words": one["words"],
        }
        for one in row.faults
    ]


def repeats(row: Source) -> list[dict[str, Any]]:
    """Lines that stand under the very codes of an earlier one: both are counted."""
    return [
        {"cell": amounts.cell_name(one["column"], one["row"]), "of": one["of"]}
        for one in row.repeats
    ]


def doubts(row: Source) -> list[dict[str, Any]]:
    """Totals of the file that are not the sum of what lies below them."""
    return [
        {
            "cell": amounts.cell_name(one["column"], one["row"]),
            "told": one["told"],
            "counted": one["counted"],
            "apart": one["told"] - one["counted"],
        }
        for one in row.doubts
    ]


def _heading(row: Source, column: int) -> str:
    return row.headings[column] if column < len(row.headings) else ""


def title_of(row: Source) -> str:
    """«Расходы 2026: исполнение»."""
    return gettext("%(side)s %(year)s: %(stage)s") % {
        "side": SIDES[row.side],
        "year": row.year,
        "stage": str(STAGES[row.stage]).lower(),
    }


def node_name(node: Node, year: int, *, is_short: bool = False) -> tuple[str, bool]:
    """How a node is called, and whether those words are the file's own and not the interface's."""
    if is_short and node.axis == axes.FUNCTION and node.code in classification.SHORT:
        return str(classification.SHORT[node.code]), False
    if node.key == axes.ROOTS.get(node.axis):
        return str(AXES[node.axis]), False
    known = _classified(node)
    if known is not None:
        return str(known), False
    if node.name:
        return node.name, True
    return _unnamed(node), False


def _classified(node: Node) -> Promise | None:
    """The order's name of a node. Codes of sources look like those of sections, and are not."""
    apart = {axes.PROPERTY: classification.PROPERTY, axes.DEFICIT: classification.DEFICIT}
    if node.axis in apart:
        return apart[node.axis].get(node.code)
    return classification.name_of(node.code) if _is_classified(node) else None


def _is_classified(node: Node) -> bool:
    """Codes of offices and programmes look like those of sections, and are not."""
    if node.axis in (axes.OFFICE, axes.PROGRAMME):
        return bool(node.parent)
    return node.axis == axes.INCOME or len(node.code) == 4 or not node.parent


def _unnamed(node: Node) -> str:
    kind = kind_of(node)
    if node.code == axes.NONE or (kind == "programme" and node.code == WITHOUT_PROGRAMME):
        return str(_NONE[kind])
    if kind == "part" and node.code.endswith("00") and node.axis == axes.FUNCTION:
        return gettext("Без подраздела")
    if node.axis in (axes.PROPERTY, axes.DEFICIT):
        return gettext("Код %(code)s") % {"code": node.code}
    titles = {
        "programme": gettext("Программа %(code)s"),
        "office": gettext("Распорядитель %(code)s"),
        "part": gettext("Подраздел %(code)s"),
    }
    return titles[kind] % {"code": node.code}


def kind_of(node: Node) -> str:
    """What its code is a code of."""
    if node.axis == axes.OFFICE and not node.parent:
        return "office"
    return "programme" if axes.is_programme(node.axis, node.parent, node.code) else "part"


def columns(row: Source) -> list[tuple[str, str]]:
    """Which column was taken for what: «D», «Утверждено, план»."""
    found: Mapping[str, int] = row.mapping
    return [
        (amounts.column_name(found[one]), str(FIELDS[one]))
        for one in mapping.FIELDS[row.side]
        if one in found
    ]
