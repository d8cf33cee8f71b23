"""Proposals as a moderator reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from veche.domains.initiatives.actions import filing, picturing
from veche.domains.initiatives.queries import picturing as pictures
from veche.domains.initiatives.queries import reading
from veche.domains.initiatives.queries.onward import KIND
from veche.kernel.manifest import Exhibit, Judged, Moderated


def exhibits(proposal_ids: Sequence[UUID]) -> Mapping[UUID, Exhibit]:
    """What stands behind ids; one query."""
    return {
        row.id: Exhibit(
            title=row.title,
            text=filing.as_text(row),
            url=reverse("initiatives:read-proposal", args=[row.slug]) if row.is_public else "",
        )
        for row in reading.by_ids(proposal_ids)
    }


def _judge(proposal_id: UUID, judged: Judged) -> None:
    filing.judge_proposal(proposal_id=proposal_id, judged=judged)


def _rewrite(proposal_id: UUID, text: str) -> None:
    filing.rewrite_proposal(proposal_id=proposal_id, text=text)


def _photos(photo_ids: Sequence[UUID]) -> Mapping[UUID, Exhibit]:
    return {
        key: Exhibit(
            title=row.proposal.title,
            text="",
            url=reverse("initiatives:read-proposal", args=[row.proposal.slug])
            if row.proposal.is_public
            else "",
            photos=(row.blurred_id,) if row.blurred_id is not None else (),
        )
        for key, row in pictures.by_ids(photo_ids).items()
    }


def _judge_photo(photo_id: UUID, judged: Judged) -> None:
    picturing.judge_photo(photo_id=photo_id, judged=judged)


MODERATED = (
    Moderated(
        KIND,
        _("Предложение"),
        exhibits,
        _judge,
        reasons={"report": _("Это сообщение о проблеме: о нём скорее напишите в «Сообщить»")},
        rewrite=_rewrite,
    ),
    Moderated(pictures.PHOTO, _("Фото предложения"), _photos, _judge_photo),
)
