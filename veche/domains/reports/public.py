"""What the shell and other parts ask of reports: plain values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.reports import policies
from veche.domains.reports.actions import keeping
from veche.domains.reports.queries import catalogue, public_terms, reading, wording, working_lists
from veche.domains.reports.rules import states
from veche.kernel.manifest import Matter, SearchHit, ShareCard, SitePage, Source

SHOWN_ON_HOME = 3


def begin_address(latitude: float | None, longitude: float | None, landmark: str) -> str:
    """The first page of a new report; where both are known, with the point and the landmark."""
    path = reverse("reports:begin-report")
    if latitude is None or longitude is None:
        return path
    return f"{path}?{urlencode({'at': f'{latitude:.6f},{longitude:.6f}', 'near': landmark})}"


def waiting(person: PersonRef, limit: int) -> list[Matter]:
    """What waits for an official, the most urgent first."""
    if not policies.may_work_on_reports(person, catalogue.bodies_of(person)):
        return []
    page = working_lists.waiting_page(person, size=limit)
    return [
        Matter(
            title=wording.title_of(row),
            url=reverse("reports:open-case", args=[row.number]),
            note=wording.STATES[row.state],
            due_on=None if row.state in states.PAUSED else row.silent_on or row.due_on,
        )
        for row in page.items
    ]


def home_part(person: PersonRef) -> dict[str, Any] | None:
    """What waits for the person's own word, and what neighbours have told lately."""
    own = reading.waiting_for(person) if person.is_known else []
    today = reading.today()
    home = person.home_place_id
    newest = reading.public_page(reading.Filters(place_id=home), size=SHOWN_ON_HOME).items
    counted = public_terms.counted(today) if newest else frozenset()
    if not own and not newest:
        return None
    return {
        "own": [_shown(row, today, is_author=True) for row in own],
        "is_near": home is not None,
        "newest": [_shown(row, today, shows_late=row.category_id in counted) for row in newest],
    }


def _shown(
    row: Any, today: Any, *, is_author: bool = False, shows_late: bool = True
) -> dict[str, Any]:
    return {
        "row": row,
        "icon": row.category.group.icon,
        "tag": wording.tag(row, is_author=is_author),
        "clock": wording.clock_of(row, today, is_author=is_author, shows_late=shows_late),
    }


def source_of(person: PersonRef, report_id: str) -> Source | None:
    """A public report that neighbours may mend: no duty of the town, not dangerous, not over."""
    row = reading.by_id(report_id)
    if row is None or row.stage != states.OPEN:
        return None
    if not row.category.is_for_neighbours or row.category.is_dangerous:
        return None
    url = reverse("reports:read-report", args=[row.number])
    return Source(wording.title_of(row), url, address=row.address)


def me_part(person: PersonRef) -> dict[str, Any]:
    """The person's own reports, for «Я»; where executors work."""
    return {
        "number": reading.count_own(person),
        "waiting": len(reading.waiting_for(person)),
        "draft": reading.draft_of(person) is not None,
        "works": bool(catalogue.bodies_of(person)),
    }


def search(person: PersonRef, words: str) -> list[SearchHit]:
    """Public reports with these words, or of this number."""
    return [
        SearchHit(
            wording.title_of(row),
            reverse("reports:read-report", args=[row.number]),
            _("Сообщение"),
            str(wording.STATES[row.state]),
            rank=0.3,
        )
        for row in reading.search(words)
    ]


def site_pages() -> list[SitePage]:
    """The list, who is late, and the newest reports."""
    lists = ("reports:list-reports", "reports:list-terms")
    return [SitePage(reverse(one)) for one in lists] + [
        SitePage(reverse("reports:read-report", args=[number]), changed_at)
        for number, changed_at in reading.addresses()
    ]


def share_card(key: str) -> ShareCard | None:
    """The picture beside a link to a public report."""
    row = reading.public_row(key)
    if row is None:
        return None
    return ShareCard(wording.title_of(row), (str(wording.STATES[row.state]),))


def own_part(person_id: UUID) -> dict[str, Any]:
    """What a person has filed, begun and supported, for a copy of their data."""
    ids = [person_id, *identity.earlier_ids(person_id)]
    return {
        "reports": [
            {
                "number": row.number,
                "category": row.category_id,
                "text": row.text,
                "address": row.address,
                "filed_at": row.filed_at.isoformat(),
                "state": row.state,
            }
            for row in reading.filed_by(ids)
        ],
        "drafts": [
            {"text": row.text, "category": row.category_id, "address": row.address}
            for row in reading.drafts_of(ids)
        ],
        "supported": reading.supported_by(ids),
        "thanked": reading.thanked_by(ids),
    }


def join_people(surviving: Sequence[UUID], joined: Sequence[UUID]) -> None:
    """Two accounts are one person."""
    keeping.join_people(surviving=surviving, joined=joined)


def themes() -> list[tuple[str, str]]:
    """Categories by which a ban of the law may hold reports."""
    return [
        (f"reports.{one.code}", f"{one.group.title}: {one.title}")
        for one in catalogue.open_categories()
    ]
