"""What residents add to a project themselves: needed, collected, where it is paid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Sum

from veche.domains.budgeting import rules
from veche.domains.budgeting.models import CostLine, Gift, Payment, Project, Requisites
from veche.kernel.pagination import Page, keyset

NAMES = (
    "name", "inn", "kpp", "account", "bank_name", "bic", "bank_account", "kbk", "oktmo",
)  # fmt: skip


def needed_of(row: Project) -> int:
    """The residents' share of the cost, in kopecks."""
    return _sum(CostLine.objects.filter(project=row, payer=rules.BY_PEOPLE))


def is_collecting(row: Project) -> bool:
    """Whether it was chosen for good: before the act an override may still drop it."""
    return row.cycle.state == rules.APPROVED and row.state in rules.FUNDED


def shares_of(rows: Sequence[Project]) -> list[dict[str, Any]]:
    """Rows with what of their share was collected, in kopecks; three queries for all of them."""
    ids = [row.id for row in rows]
    needed = _sums(CostLine.objects.filter(project__in=ids, payer=rules.BY_PEOPLE))
    money = _sums(Payment.objects.filter(project__in=ids))
    gifts = _sums(Gift.objects.filter(project__in=ids))
    return [
        {
            "row": row,
            "needed": needed.get(row.id, 0),
            "collected": money.get(row.id, 0) + gifts.get(row.id, 0),
        }
        for row in rows
    ]


def _sums(rows: Any) -> dict[UUID, int]:
    found = rows.order_by().values_list("project_id").annotate(sum=Sum("amount_kopecks"))
    return dict(found)


def share_of(row: Project) -> dict[str, Any] | None:
    """Collected of needed, in kopecks; None where residents add nothing or it is too early."""
    needed = needed_of(row) if is_collecting(row) else 0
    if not needed:
        return None
    money = _sum(Payment.objects.filter(project=row))
    gifts = list(Gift.objects.filter(project=row))
    collected = money + sum(one.amount_kopecks for one in gifts)
    return {
        "needed": needed,
        "money": money,
        "gifts": gifts,
        "collected": collected,
        "left": max(needed - collected, 0),
    }


def _sum(rows: Any) -> int:
    return rows.aggregate(sum=Sum("amount_kopecks"))["sum"] or 0


def requisites() -> dict[str, str] | None:
    """Where it is paid, by name; None until an administrator has said it."""
    row = Requisites.objects.first()
    return None if row is None else {name: getattr(row, name) for name in NAMES}


def collecting() -> list[Project]:
    """Projects that residents add to, the newest cycle first."""
    rows = Project.objects.filter(
        cycle__state=rules.APPROVED,
        state__in=sorted(rules.FUNDED),
        cost_lines__payer=rules.BY_PEOPLE,
    )
    return list(rows.select_related("cycle").distinct().order_by("-cycle__published_at", "number"))


def named() -> tuple[dict[str, UUID], dict[int, list[UUID]]]:
    """By what a purpose of payment names them: codes, and numbers of applications."""
    codes: dict[str, UUID] = {}
    numbers: dict[int, list[UUID]] = defaultdict(list)
    for row in collecting():
        codes[row.slug] = row.id
        if row.number is not None:
            numbers[row.number].append(row.id)
    return codes, numbers


def unmatched(*, after: str = "", size: int = 20) -> Page[Payment]:
    """A page of payments of which nobody has said what they are for, the oldest first."""
    rows = Payment.objects.filter(project=None)
    return keyset(rows, order=("on", "number", "id"), after=after, size=size)


def matched(limit: int = 30) -> list[Payment]:
    """Payments that are counted for a project, the latest taken first; one query."""
    rows = Payment.objects.exclude(project=None).select_related("project")
    return list(rows.order_by("-at", "number")[:limit])
