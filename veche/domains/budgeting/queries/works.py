"""The works of a project as everyone reads them: the log with photos, money against plan."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from veche.commons.files import public as files
from veche.domains.budgeting.models import Project, WorkNote
from veche.domains.budgeting.queries import wording

NOTE_FILES = "budgeting.work_note"


def is_told(row: Project, key: str) -> bool:
    """Whether a line with this key stands in the log already."""
    return WorkNote.objects.filter(project=row, key=key).exists()


def last_day(row: Project) -> date | None:
    """The day of the latest line; None where nothing was told."""
    return WorkNote.objects.filter(project=row).order_by("-on").values_list("on", flat=True).first()


def log_of(row: Project) -> list[dict[str, Any]]:
    """Lines with their photos, the oldest first; two queries for all."""
    notes = list(WorkNote.objects.filter(project=row))
    ids = [UUID(one) for note in notes for one in note.photo_ids]
    refs = files.refs(ids) if ids else {}
    return [
        {
            "title": wording.STAGES[note.step] if note.key == f"step:{note.step}" else "",
            "note": note,
            "photos": [refs[UUID(one)] for one in note.photo_ids if UUID(one) in refs],
        }
        for note in notes
    ]


def money_of(row: Project) -> dict[str, Any] | None:
    """The contract against the plan and what of it was paid, in kopecks; None before it."""
    if row.contract_kopecks is None:
        return None
    plan, paid = row.cost_kopecks + row.partners_kopecks, row.paid_kopecks or 0
    return {
        "plan": plan,
        "contract": row.contract_kopecks,
        "paid": paid,
        "saved": plan - row.contract_kopecks,
        "over": row.contract_kopecks - plan,
        "largest": max(plan, row.contract_kopecks, 1),
    }
