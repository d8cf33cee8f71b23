"""Projects as a moderator reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from veche.domains.budgeting.actions import picturing, proposing
from veche.domains.budgeting.queries import picturing as pictures
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


def _photos(photo_ids: Sequence[UUID]) -> Mapping[UUID, Exhibit]:
    return {
        key: Exhibit(
            title=one.project.title,
            text="",
            url=reverse("budgeting:read-project", args=[one.project.slug])
            if one.project.is_public
            else "",
            photos=(one.covered_id,) if one.covered_id is not None else (),
        )
        for key, one in pictures.by_ids(photo_ids).items()
    }


def _judge_photo(photo_id: UUID, judged: Judged) -> None:
    picturing.judge_photo(photo_id=photo_id, judged=judged)


MODERATED = (
    Moderated(
        projects.KIND,
        _("Проект для голосования"),
        exhibits,
        _judge,
        reasons={"report": _("Это сообщение о проблеме: о нём скорее напишите в «Сообщить»")},
        rewrite=_rewrite,
    ),
    Moderated(pictures.PHOTO, _("Фото проекта для голосования"), _photos, _judge_photo),
)
