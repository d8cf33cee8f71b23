"""What the shell asks of the open budget and of public reports: plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.transparency import policies
from veche.domains.transparency.queries import (
    beside,
    office,
    picture,
    published,
    reading,
    report_words,
    wording,
)
from veche.domains.transparency.queries.beside import use_works
from veche.domains.transparency.rules import axes, publication, stages
from veche.kernel.manifest import Matter, SearchHit, SitePage

__all__ = [
    "PaidTold",
    "home_part",
    "may_read_file",
    "own_part",
    "paid_under",
    "search",
    "site_pages",
    "use_works",
    "waiting",
    "waiting_reports",
]
HITS, TOP = 5, 3
SOON = timedelta(days=31)


@dataclass(frozen=True)
class PaidTold:
    """Payments under a contract: how many, kopecks, the day of the last, where they are listed."""

    number: int
    amount: int
    last_on: date
    url: str


def paid_under(contract: str) -> PaidTold | None:
    """What the registers of payments say of a contract; None where they say nothing."""
    told = beside.paid_by_contract(contract)
    return PaidTold(told.number, told.amount, told.last_on, told.url) if told is not None else None


def may_read_file(person: object, source_id: str) -> bool:
    """A file that is not public yet is for whoever works on the budget."""
    return isinstance(person, PersonRef) and bool(policies.may_work_on_budget(person))


def waiting(person: PersonRef, limit: int) -> list[Matter]:
    """Files somebody has to go on with."""
    if not policies.may_work_on_budget(person):
        return []
    notes = {
        stages.UPLOADED: _("Выбрать столбцы"),
        stages.FAULTY: _("Исправить ячейки"),
        stages.READY: _("Проверить суммы и опубликовать"),
    }
    return [
        Matter(
            title=wording.title_of(row),
            url=reverse("transparency:read-source", args=[row.slug]),
            note=notes[row.state],
        )
        for row in office.waiting(limit)
    ]


def home_part(person: PersonRef) -> dict[str, Any] | None:
    """The year's spending in three bars; None while nothing is published."""
    known = reading.years()
    if not known:
        return None
    today = published.today().year
    told = picture.year_of(today if today in known else known[0])
    main = told.spending.main
    if main is None:
        return None
    nodes = reading.below(main, axes.FUNCTION, "")[:TOP]
    return {
        "told": told,
        "rows": picture.rows(told.spending, told.year, nodes, told.spending.planned),
    }


def search(person: PersonRef, words: str) -> list[SearchHit]:
    """Offices and programmes of the newest budget that are called so, reports that say so."""
    found = []
    for row, node in reading.named(words, HITS):
        name, _is_written = wording.node_name(node, row.year)
        url = picture.node_url(row.year, node.axis, node.key)
        found.append(SearchHit(name, url, _("Бюджет"), str(row.year), rank=0.3))
    for told in published.about(words, HITS):
        url = reverse("transparency:read-report", args=[told.slug])
        found.append(SearchHit(told.title, url, _("Отчёт"), told.summary[:160], rank=0.35))
    return found


def site_pages() -> Sequence[SitePage]:
    """The budget of each year, the list and the plan of reports, each report."""
    return [
        *(
            SitePage(reverse("transparency:read-year", args=[year]), at)
            for year, at in reading.changes_of_years()
        ),
        *(SitePage(reverse(f"transparency:{one}")) for one in ("list-reports", "read-plan")),
        *(
            SitePage(reverse("transparency:read-report", args=[slug]), at)
            for slug, at in published.addresses()
        ),
    ]


def waiting_reports(person: PersonRef, limit: int) -> list[Matter]:
    """Reports that are late or due within the month, and questions on them, by their day."""
    if not policies.may_work_on_reports(person):
        return []
    until = published.today() + SOON
    found = [
        Matter(
            title=one.line.body.name,
            is_written=True,
            url=f"{reverse('transparency:publish-report')}?due={one.id}",
            note=report_words.title(one.line.kind, one.starts_on, one.ends_on),
            due_on=one.due_on,
        )
        for one in published.open_dues()
        if one.due_on <= until
    ]
    found += [
        Matter(
            title=one.report.title,
            is_written=True,
            url=reverse("transparency:answer-question", args=[one.id]),
            note=_("Ответить на вопрос об отчёте"),
            due_on=one.due_on,
        )
        for one in published.unanswered(limit)
    ]
    # What has waited for years waits on below what can still be done today.
    today = published.today()
    return sorted(found, key=lambda one: (_is_long(one, today), str(one.due_on)))[:limit]


def _is_long(matter: Matter, today: date) -> bool:
    late = 0 if matter.due_on is None else publication.days_late(matter.due_on, today)
    return late > publication.LONG_LATE


def own_part(person_id: UUID) -> dict[str, Any]:
    """What a person asked of reports, for a copy of their data."""
    return {"questions": published.own_words([person_id, *identity.earlier_ids(person_id)])}
