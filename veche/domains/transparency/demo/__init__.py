"""Five years of the demo town's budget and reports, entered as officials do: by their files."""
# not shown in this module: data of a made-up town

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from veche.commons.identity import public as identity
from veche.commons.identity.demo import DemoPeople
from veche.commons.identity.public import PersonRef
from veche.commons.towns import public as towns
from veche.domains.transparency.actions import loading, publishing
from veche.domains.transparency.actions.loading import About
from veche.domains.transparency.demo import books, figures, registers, reports
from veche.domains.transparency.demo.books import Sheet
from veche.domains.transparency.models import Source
from veche.domains.transparency.queries import office, reading
from veche.domains.transparency.rules import codes, mapping, stages
from veche.kernel import clock

RESIDENTS, REPORTED_AFTER = 112_000, 18
PLAN, REVISED, DONE = "Утверждено", "Уточнённый план", "Исполнено"


@dataclass(frozen=True)
class Given:
    """A file of the finance office: what it is, its name, its bytes, the day it was published."""

    about: About
    name: str
    make: Callable[[], bytes]
    on: date


def load(known: DemoPeople, log: Callable[[str], None]) -> None:
    """Enter the budgets if they are not there yet."""
    author = identity.person_by_id(known.author_id)
    approver = identity.person_by_id(known.approver_id)
    if Source.objects.exists() or author is None or approver is None:
        return
    today = clock.now().date()
    number = 0
    for one in _files(today, (reading.residents() or RESIDENTS) * figures.PER_RESIDENT // 100):
        if one.on <= today:
            _enter(author, approver, one)
            number += 1
    log(f"файлов бюджета: {number}")
    registers.load(approver, today, log)
    reports.load(approver, log)


def _enter(author: PersonRef, approver: PersonRef, one: Given) -> None:
    """As the office does it: uploaded, columns as they are guessed, read, published."""
    slug = loading.upload_source(author, data=one.make(), name=one.name, about=one.about)
    row = Source.objects.get(slug=slug)
    _book, head = office.head_of(row, 0)
    columns = mapping.guessed(head, row.side, row.year)
    loading.match_columns(author, slug=slug, sheet=0, columns=columns, unit=head.unit or 1)
    loading.read_source(source_id=row.id, attempt=1)
    publishing.publish_source(approver, slug=slug, attempt=1, has_seen=True)
    at = datetime.combine(one.on, time(11), clock.zone(towns.current().time_zone))
    Source.objects.filter(id=row.id).update(uploaded_at=at - timedelta(hours=20), published_at=at)


def _files(today: date, whole: int) -> Iterator[Given]:
    """`whole`: the current year's spending in hundreds of roubles. The oldest file first."""
    for step, growth in sorted(figures.GROWTH.items()):
        year, spent = today.year + step, round(whole * growth)
        earned = spent * figures.REVENUE_OF_HUNDRED // 100
        stage = stages.DRAFT if step > 0 else stages.ADOPTED
        yield from _plan(year, stage, spent, earned)
        if step < 0:
            yield from _reports(year, date(year + 1, 1, 1), date(year + 1, 4, 24), spent, earned)
        if step == 0:
            yield from _running(today, spent, earned)


def _plan(year: int, stage: str, spent: int, earned: int) -> Iterator[Given]:
    is_draft = stage == stages.DRAFT
    on = date(year - 1, 11, 14) if is_draft else date(year - 1, 12, 19)
    act: dict[str, Any] = {} if is_draft else _act(year, on - timedelta(days=1))
    as_of = date(year, 1, 1)
    for side, total in ((codes.SPENDING, spent), (codes.REVENUE, earned)):
        heading = (f"{'Проект' if is_draft else PLAN} на {year} год",)
        sheet = Sheet(_title(side, year), heading, books.drawn(f"{year} {side}"))
        about = About(year, side, stage, as_of, **act)
        yield Given(about, _name(side, year, stage), _maker(side, sheet, total), on)
    told = f"{'Проект' if is_draft else PLAN} на {year} год"
    about = About(year, codes.SOURCES, stage, as_of, **act)
    make = _covered(year, (told,), {}, {}, (spent, earned))
    yield Given(about, _name(codes.SOURCES, year, stage), make, on)


def _covered(
    year: int,
    headings: tuple[str, ...],
    spent_as: dict[str, Any],
    earned_as: dict[str, Any],
    wholes: tuple[int, int],
) -> Callable[[], bytes]:
    """Sources that cover just what the tables of spending and revenue of that day leave open."""
    sides = (
        (codes.SPENDING, spent_as, wholes[0], [one.share for one in figures.SPENDING]),
        (codes.REVENUE, earned_as, wholes[1], [one.share for one in figures.REVENUE]),
    )
    spent, earned = (
        books.totals(Sheet("", (), books.drawn(f"{year} {side}", **how)), whole, shares)
        for side, how, whole, shares in sides
    )
    # A revised plan of spending stands beside the income that was adopted.
    columns = [
        (earned[min(number, len(earned) - 1)], out) for number, out in enumerate(spent)
    ]  # fmt: skip
    title = _title(codes.SOURCES, year)
    return lambda: books.sources(title, headings, columns, wholes[0] // 25)


def _running(today: date, spent: int, earned: int) -> Iterator[Given]:
    """The year that runs: the plan was revised in June, reports come each month."""
    year = today.year
    revised_on = date(year, 6, 25)
    sheet = Sheet(
        _title(codes.SPENDING, year),
        (PLAN, REVISED),
        books.drawn(f"{year} {codes.SPENDING}", is_revised=True),
    )
    act = _act(year, revised_on, is_change=True)
    about = About(year, codes.SPENDING, stages.REVISED, revised_on, **act)
    name = _name(codes.SPENDING, year, stages.REVISED)
    on = revised_on + timedelta(days=2)
    yield Given(about, name, _maker(codes.SPENDING, sheet, spent), on)
    about = About(year, codes.SOURCES, stages.REVISED, revised_on, **act)
    make = _covered(year, (PLAN, REVISED), {"is_revised": True}, {}, (spent, earned))
    yield Given(about, _name(codes.SOURCES, year, stages.REVISED), make, on)
    for month in range(2, 13):
        as_of = date(year, month, 1)
        if as_of + timedelta(days=REPORTED_AFTER) <= today:
            yield from _reports(year, as_of, as_of + timedelta(days=REPORTED_AFTER), spent, earned)


def _reports(year: int, as_of: date, on: date, spent: int, earned: int) -> Iterator[Given]:
    done = figures.DONE[(as_of - timedelta(days=1)).month - 1]
    for side, total in ((codes.SPENDING, spent), (codes.REVENUE, earned)):
        sheet = Sheet(
            _title(side, year), (PLAN, REVISED, DONE), books.drawn(f"{year} {side}", executed=done)
        )
        about = About(year, side, stages.EXECUTED, as_of)
        yield Given(about, _name(side, year, f"{as_of:%m-%d}"), _maker(side, sheet, total), on)
    about = About(year, codes.SOURCES, stages.EXECUTED, as_of)
    how = {"executed": done}
    make = _covered(year, (PLAN, REVISED, DONE), how, how, (spent, earned))
    yield Given(about, _name(codes.SOURCES, year, f"{as_of:%m-%d}"), make, on)


def _maker(side: str, sheet: Sheet, total: int) -> Callable[[], bytes]:
    if side == codes.SPENDING:
        # The workbook counts in thousands with one decimal: its smallest step is a hundred roubles.
        return lambda: books.spending(sheet, total)
    return lambda: books.revenue(sheet, total)


def _act(year: int, on: date, *, is_change: bool = False) -> dict[str, Any]:
    title = f"Решение городского совета «О бюджете города на {year} год»"
    if is_change:
        title = f"Решение городского совета «Об изменении бюджета на {year} год»"
    return {"act_title": title, "act_number": f"{on.month}/{on.day}", "act_on": on}


def _title(side: str, year: int) -> str:
    if side == codes.SPENDING:
        return f"Ведомственная структура расходов бюджета города на {year} год"
    if side == codes.SOURCES:
        return f"Источники финансирования дефицита бюджета города на {year} год, рублей"
    return f"Доходы бюджета города на {year} год, рублей"


def _name(side: str, year: int, what: str) -> str:
    stems = {codes.SPENDING: "rashody", codes.REVENUE: "dohody", codes.SOURCES: "istochniki"}
    stem = stems[side]
    return f"{stem}-{year}-{what}.{'xlsx' if side == codes.SPENDING else 'csv'}"
