"""What officials read: sets they upload, versions on their way, those that wait."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Any
from uuid import UUID

from veche.commons.datasets import public as datasets
from veche.commons.datasets.public import Known
from veche.commons.identity.public import PersonRef
from veche.domains.opendata import policies
from veche.domains.opendata.models import OwnSet, Publisher, Row, Version
from veche.domains.opendata.rules import fields, stages
from veche.kernel.errors import NotFound
from veche.kernel.pagination import Page, keyset

SHOWN = 10
HEAVY = ("faults", "doubts")


def sets_page(person: PersonRef, *, after: str = "") -> Page[OwnSet]:
    """Sets of offices, the newest first."""
    policies.may_work_on_sets(person).or_refuse()
    return keyset(OwnSet.objects.all(), order=("-created_at", "id"), after=after)


def newest_versions(sets: Sequence[OwnSet]) -> dict[str, Version]:
    """The newest version of each; one query."""
    rows = Version.objects.filter(own__in=sets).defer(*HEAVY).order_by("number")
    return {row.code: row for row in rows}


def own_set(person: PersonRef, code: str, *, is_locked: bool = False) -> OwnSet:
    """One set for whoever works on sets; NotFound."""
    policies.may_work_on_sets(person).or_refuse()
    rows = OwnSet.objects.select_for_update() if is_locked else OwnSet.objects.all()
    row = rows.filter(code=code).first()
    if row is None:
        raise NotFound()
    return row


def versions_of(code: str) -> list[Version]:
    """All of a set's, the newest first."""
    return list(Version.objects.filter(code=code).defer(*HEAVY).order_by("-number"))


def kept_set(person: PersonRef, code: str) -> tuple[Known, list[Version]]:
    """A service's table with what is kept of it, the newest first; NotFound when nothing is."""
    policies.may_work_on_sets(person).or_refuse()
    known, kept = datasets.known(code), versions_of(code)
    if known is None or not kept:
        raise NotFound()
    return known, kept


def kept_sets() -> list[Known]:
    """Services' tables of which something is kept, in the order of the installation."""
    codes = Version.objects.filter(own__isnull=True).values_list("code", flat=True)
    return [one for code in codes.distinct() if (one := datasets.known(code)) is not None]


def version_for(person: PersonRef, code: str, number: int, *, is_locked: bool = False) -> Version:
    """One version, of an uploaded set or kept of a service's table; NotFound."""
    policies.may_work_on_sets(person).or_refuse()
    rows = Version.objects.filter(code=code, number=number)
    row = (
        rows.select_for_update() if is_locked else rows.select_related("own")
    ).first()  # a lock takes the version alone
    if row is None:
        raise NotFound()
    return row


def first_rows(row: Version) -> list[tuple[int, list[str]]]:
    """The first rows of a version as the file had them."""
    found = Row.objects.filter(version=row).order_by("position").values_list("line", "cells")
    return list(found[:SHOWN])


def all_rows(row: Version) -> Any:
    """All of them, read in parts."""
    found = Row.objects.filter(version=row).order_by("position").values_list("line", "cells")
    return found.iterator(chunk_size=2000)


def waiting(limit: int) -> list[Version]:
    """Versions somebody has to go on with, the longest first."""
    rows = Version.objects.filter(state__in=stages.OPEN, own__isnull=False)
    return list(rows.select_related("own").defer(*HEAVY).order_by("made_at")[:limit])


def unmeasured() -> list[UUID]:
    """Public versions of which nobody has said yet what everyone gets."""
    rows = Version.objects.filter(state=stages.PUBLISHED, sha256="")
    return list(rows.values_list("id", flat=True))


def earlier_fields(own: OwnSet, headings: Sequence[str]) -> tuple[fields.Field, ...] | None:
    """Columns of the last version that had the same headings: they were looked over already."""
    rows = own.versions.order_by("-number").values_list("fields", flat=True)
    for told in islice(rows, SHOWN):
        known = fields.restored(told)
        if [one.title for one in known] == list(headings):
            return known
    return None


def publisher_row() -> Publisher:
    """Who publishes, as written; empty before that."""
    return Publisher.objects.filter(id=1).first() or Publisher(id=1)
