"""What the shell asks of the open budget: plain values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from veche.commons.identity.public import PersonRef
from veche.domains.transparency import policies
from veche.domains.transparency.queries import office, picture, reading, wording
from veche.domains.transparency.rules import axes, stages
from veche.kernel import clock
from veche.kernel.manifest import Matter, SearchHit, SitePage

HITS, TOP = 5, 3


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
    today = clock.now().year
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
    """Offices and programmes of the newest budget that are called so."""
    found = []
    for row, node in reading.named(words, HITS):
        name, _is_written = wording.node_name(node, row.year)
        url = picture.node_url(row.year, node.axis, node.key)
        found.append(SearchHit(name, url, _("Бюджет"), str(row.year), rank=0.3))
    return found


def site_pages() -> Sequence[SitePage]:
    """The budget of each year."""
    return [
        SitePage(reverse("transparency:read-year", args=[year]), at)
        for year, at in reading.changes_of_years()
    ]
