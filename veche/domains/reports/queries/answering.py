"""Templates of answers, as those who answer find them."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from veche.domains.reports.models import AnswerTemplate
from veche.kernel.errors import NotFound


def templates(group: str = "") -> list[AnswerTemplate]:
    """All of them, or those that fit a theme; one query."""
    rows = AnswerTemplate.objects.select_related("group")
    if group:
        rows = rows.filter(Q(group=group) | Q(group=None))
    return list(rows)


def template(template_id: UUID) -> AnswerTemplate:
    """One template; NotFound."""
    found = AnswerTemplate.objects.filter(id=template_id).first()
    if found is None:
        raise NotFound()
    return found
