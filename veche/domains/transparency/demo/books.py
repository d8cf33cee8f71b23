"""The files of the made-up finance office, as finance offices make them: titles above, headings in
two rows and merged, sections beside their subsections, thousands with one decimal."""
# not shown in this module: data of a made-up town

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import openpyxl
from openpyxl.styles import Font

from veche.domains.transparency.demo import figures
from veche.domains.transparency.demo.figures import Spent
from veche.domains.transparency.queries import classification

Sums = Sequence[int]


@dataclass(frozen=True)
class Sheet:
    """A table: its title, the headings of its columns of sums, the sums of each line."""

    title: str
    headings: tuple[str, ...]
    sums: Callable[[int, int], Sums]


def spending(sheet: Sheet, whole: int) -> bytes:
    """A workbook; `whole` is the year's spending in hundreds of roubles."""
    book = openpyxl.Workbook()
    page: Any = book.active
    page.title = "Ведомственная"
    page.append(["Приложение 4 к решению городского совета"])
    page.append([sheet.title])
    page.append([*[None] * (5 + len(sheet.headings)), "тыс. рублей"])
    page.append(["Наименование", "Коды классификации", None, None, None, None, *sheet.headings])
    page.append([None, "ГРБС", "Рз", "ПР", "ЦСР", "ВР"])
    page.append(list(range(1, 7 + len(sheet.headings))))
    for place in (1, *range(7, 7 + len(sheet.headings))):
        page.merge_cells(start_row=4, end_row=5, start_column=place, end_column=place)
    page.merge_cells("B4:F4")
    for row in _spending_rows(sheet, whole):
        page.append(row)
    for row in page.iter_rows(min_row=4, max_row=5):
        for cell in row:
            cell.font = Font(bold=True)
    page.column_dimensions["A"].width = 60
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _spending_rows(sheet: Sheet, whole: int) -> Iterator[list[Any]]:
    lines = [
        (one, sheet.sums(number, whole * one.share // 10_000))
        for number, one in enumerate(figures.SPENDING)
    ]
    for office, name in figures.OFFICES.items():
        own = [(one, sums) for one, sums in lines if one.office == office]
        yield _row(name, [office, None, None, None, None], _added(own))
        for section in sorted({one.part[:2] for one, _sums in own}):
            within = [(one, sums) for one, sums in own if one.part[:2] == section]
            title = str(classification.SECTIONS[section])
            yield _row(title, [office, section, "00", None, None], _added(within))
            yield from _below(office, within)
    yield _row("ВСЕГО РАСХОДОВ", [None] * 5, _added(lines))


def _below(office: str, within: list[tuple[Spent, Sums]]) -> Iterator[list[Any]]:
    for part in sorted({one.part for one, _sums in within}):
        lines = [(one, sums) for one, sums in within if one.part == part]
        title = str(classification.SUBSECTIONS[part])
        codes = [office, part[:2], part[2:]]
        yield _row(title, [*codes, None, None], _added(lines))
        for programme in sorted({one.target[:2] for one, _sums in lines}):
            ours = [(one, sums) for one, sums in lines if one.target[:2] == programme]
            name = figures.PROGRAMMES.get(programme, "Вне программ")
            yield _row(name, [*codes, f"{programme}00000000", None], _added(ours))
            for one, sums in ours:
                yield _row(one.name, [*codes, one.target, one.kind], sums)


def _added(lines: Iterable[tuple[Spent, Sums]]) -> Sums:
    return [sum(column) for column in zip(*(sums for _one, sums in lines), strict=True)]


def _row(name: str, codes: list[str | None], sums: Sums) -> list[Any]:
    return [name, *codes, *(value / 10 for value in sums)]


def revenue(sheet: Sheet, whole: int) -> bytes:
    """The same as CSV in windows-1251, in roubles, as treasuries give it out."""
    kept = io.StringIO()
    table = csv.writer(kept, delimiter=";")
    table.writerow([sheet.title])
    table.writerow(["Наименование дохода", "Код бюджетной классификации", *sheet.headings])
    lines = [
        (one.code, one.name, one.office, sheet.sums(number, whole * one.share // 10_000))
        for number, one in enumerate(figures.REVENUE)
    ]
    for group, title in (
        ("1", "НАЛОГОВЫЕ И НЕНАЛОГОВЫЕ ДОХОДЫ"),
        ("2", "БЕЗВОЗМЕЗДНЫЕ ПОСТУПЛЕНИЯ"),
    ):
        own = [one for one in lines if one[0].startswith(group)]
        table.writerow(_income(title, "000", group.ljust(17, "0"), [one[3] for one in own]))
        for part in sorted({one[0][:3] for one in own}):
            within = [one for one in own if one[0][:3] == part]
            name = str(classification.INCOME[part])
            table.writerow(_income(name, "000", part.ljust(17, "0"), [one[3] for one in within]))
            for code, said, office, sums in within:
                table.writerow(_income(said, office, code, [sums]))
    table.writerow(_income("ИТОГО ДОХОДОВ", "", "", [one[3] for one in lines]))
    return kept.getvalue().encode("windows-1251")


Column = tuple[int, int]


def totals(sheet: Sheet, whole: int, shares: Sequence[int]) -> Sums:
    """What the lines of a table add up to, column by column."""
    sums = [sheet.sums(number, whole * one // 10_000) for number, one in enumerate(shares)]
    return [sum(column) for column in zip(*sums, strict=True)]


def sources(title: str, headings: Sequence[str], columns: Sequence[Column], borrowed: int) -> bytes:
    """What covers a deficit, as CSV in roubles: `columns` are income and spending, in hundreds of
    roubles. What comes in and what goes out pass through the balances on accounts."""
    kept = io.StringIO()
    table = csv.writer(kept, delimiter=";")
    table.writerow([title])
    table.writerow(["Наименование", "Код источника финансирования дефицита", *headings])
    repaid, lent = borrowed * 7 // 10, borrowed // 20
    rows = (
        ("Источники финансирования дефицита бюджета, всего", "000 90 00 00 00 00 0000 000", None),
        ("Кредиты кредитных организаций", "000 01 02 00 00 00 0000 000", None),
        ("Получение кредитов банков", "906 01 02 00 00 04 0000 710", [borrowed] * len(columns)),
        ("Погашение кредитов банков", "906 01 02 00 00 04 0000 810", [-repaid] * len(columns)),
        ("Бюджетные кредиты", "000 01 03 00 00 00 0000 000", None),
        ("Погашение бюджетных кредитов", "906 01 03 01 00 04 0000 810", [-lent] * len(columns)),
        ("Изменение остатков средств", "000 01 05 00 00 00 0000 000", None),
        (
            "Увеличение прочих остатков денежных средств",
            "906 01 05 02 01 04 0000 510",
            [-income - borrowed for income, _spent in columns],
        ),
        (
            "Уменьшение прочих остатков денежных средств",
            "906 01 05 02 01 04 0000 610",
            [spent + repaid + lent for _income, spent in columns],
        ),
    )
    for name, code, sums in rows:
        start = code[4:9] if code[4:6] == "01" else ""
        below = [one for _n, lower, one in rows if one is not None and lower[4:].startswith(start)]
        told = sums if sums is not None else [sum(column) for column in zip(*below, strict=True)]
        table.writerow([name, code, *(f"{value * 100:.2f}".replace(".", ",") for value in told)])
    return kept.getvalue().encode("windows-1251")


def _income(name: str, office: str, code: str, sums: Sequence[Sums]) -> list[str]:
    cut = (0, 1, 3, 8, 10, 14, 17)
    parts = [code[start:end] for start, end in zip(cut, cut[1:], strict=False)]
    added = [sum(column) for column in zip(*sums, strict=True)]
    written = [f"{value * 100:.2f}".replace(".", ",") for value in added]
    return [name, " ".join(filter(None, (office, *parts))), *written]


def drawn(
    seed: str, *, executed: int | None = None, is_revised: bool = False
) -> Callable[[int, int], Sums]:
    """Sums of each line around its share: plan, revised plan, what was done (a percentage)."""

    def sums(number: int, plan: int) -> Sums:
        draw = random.Random(f"{seed}:{number}")  # noqa: S311  a demo, not a secret
        adopted = round(plan * draw.uniform(0.94, 1.06))
        if executed is None and not is_revised:
            return [adopted]
        revised = round(adopted * draw.choice((1.0, 1.0, 1.02, 1.06, 0.97)))
        if executed is None:
            return [adopted, revised]
        # Some lines are over their plan, as grants come late.
        share = executed / 100 * draw.choice((1.0, 1.0, 0.97, 0.93, 1.01, 1.04, 0.88))
        return [adopted, revised, round(revised * share)]

    return sums
