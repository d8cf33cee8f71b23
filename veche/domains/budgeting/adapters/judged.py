"""Projects as a moderator reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from veche.domains.budgeting.actions import proposing
from veche.domains.budgeting.queries import projects
from veche.kernel.manifest import Exhibit, Judged, Moderated


def exhibits(project_ids: Sequence[UUID]) -> Mapping[UUID, Exhibit]:
    """What stands behind ids; a query, and one for the cost of each."""
    return {
        row.id: Exhibit(
            title=row.title,
            text=proposing.as_text(row),
            url=reverse("budgeting:read-project", args=[row.slug]) if row.is_public else "",
        )
        for row in projects.by_ids(project_ids)
    }


def _judge(project_id: UUID, judged: Judged) -> None:
    proposing.judge_words(project_id=project_id, judged=judged)


def _rewrite(project_id: UUID, text: str) -> None:
    proposing.rewrite_project(project_id=project_id, text=text)


MODERATED = (
    Moderated(
        projects.KIND,
        _("Проект для голосования"),
        exhibits,
        _judge,
        reasons={"report": _("Это сообщение о проблеме: о нём скорее напишите в «Сообщить»")},
        rewrite=_rewrite,
    ),
)
