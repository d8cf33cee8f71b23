"""What the shell asks of open data: plain values."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from veche.commons.identity.public import PersonRef
from veche.domains.opendata import policies
from veche.domains.opendata.queries import catalogue, office
from veche.domains.opendata.rules import stages
from veche.kernel.manifest import Matter, SearchHit, SitePage

HITS = 5


def waiting(person: PersonRef, limit: int) -> list[Matter]:
    """Versions somebody has to go on with."""
    if not policies.may_work_on_sets(person):
        return []
    notes = {
        stages.DRAFT: _("Проверить столбцы набора"),
        stages.READY: _("Опубликовать набор данных"),
    }
    return [
        Matter(
            title=row.own.title if row.own is not None else row.code,
            is_written=True,
            url=reverse("opendata:read-version", args=[row.code, row.number]),
            note=notes[row.state],
        )
        for row in office.waiting(limit)
    ]


def search(person: PersonRef, words: str) -> list[SearchHit]:
    """Sets that are called so or tell of it."""
    return [
        SearchHit(
            one.title,
            reverse("opendata:read-set", args=[one.code]),
            _("Открытые данные"),
            one.text[:160],
            rank=0.25,
        )
        for one in catalogue.all_sets(words)[:HITS]
    ]


def site_pages() -> Sequence[SitePage]:
    """The list and each set."""
    return [
        SitePage(reverse("opendata:list-sets")),
        *(
            SitePage(reverse("opendata:read-set", args=[one.code]), one.changed_at)
            for one in catalogue.all_sets()
        ),
    ]
